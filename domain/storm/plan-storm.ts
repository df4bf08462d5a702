import { chanceOf } from '../chance.ts';
import type { NodeRecord } from '../network.ts';
import type { Night, RunSettings, Storm, Zone } from '../run-settings.ts';
import { wantsOnline } from './day-profile.ts';
import { threeAmMs } from './patch-tuesday.ts';
import type { TurnoverSpan } from './turnover.ts';

/** One zone's restarts of one night. */
export interface RestartWave {
  readonly kind: 'restart';
  readonly index: number;
  readonly atMs: number;
  readonly label: string;
  readonly utcOffsetMinutes: number;
  /** Nodes whose storm number lies in [from, to) restart in this wave. */
  readonly chanceFrom: number;
  readonly chanceTo: number;
  /** Only nodes that are supernodes when it comes; absent: whoever is on. */
  readonly strikes?: 'supernodes';
}

/** An hour's comings and goings. */
export interface TurnoverWave extends TurnoverSpan {
  readonly kind: 'turnover';
  readonly index: number;
}

/** What the state machine brings to every cell at one time. */
export type Wave = RestartWave | TurnoverWave;

type Plan = Pick<RunSettings, 'storm' | 'shiftMs' | 'startsAtMs' | 'timings'>;

/**
 * Comings and goings are decided once an hour, which is cheap: what is due later than SQS can delay
 * is sent on up to three times, a tenth of a request each, while a wave more costs each cell four
 * transitions and a read of all its nodes.
 */
const turnoverEveryMs = 3_600_000;

/**
 * Twenty minutes before the full hour: restarts come on the quarter hours of their zones' clocks,
 * nearly all of them on the full or the half one, and the observation after a wave must not make
 * them late. A turnover that comes late does no harm.
 */
const turnoverPhaseMs = 40 * 60_000;

/**
 * What comes when, in order of time: a wave of restarts for each zone and night at 03:00 local time
 * (facts 2.1, 2.10), and one of turnover each hour until the storm is watched no more, where the
 * network follows a day or grows. Each node has one storm number, so it restarts in at most one
 * night.
 */
export function planStorm(plan: Plan): readonly Wave[] {
  const waves = [...restartWaves(plan.storm, plan.shiftMs), ...turnoverWaves(plan)];
  return waves.sort(byTime).map((wave, index) => ({ ...wave, index }));
}

/**
 * Whether a node restarts in a wave, and how long after the wave's start; null when it does not.
 * Who is switched off does not restart.
 */
export function restartDelayMs(
  settings: Pick<RunSettings, 'seed' | 'storm'>,
  wave: RestartWave,
  node: Pick<NodeRecord, 'nodeId' | 'utcOffsetMinutes' | 'state' | 'role'>,
): number | null {
  if (node.state === 'offline' || !isStruck(settings, wave, node)) return null;
  const minute = chanceOf(settings.seed, 'restart-minute', node.nodeId);
  return Math.floor(minute * settings.storm.spreadMs);
}

/**
 * How many of these nodes each wave of restarts should find on and restart, whatever they are now;
 * none of them is in two waves. Where people come and go it is an estimate: who comes or goes
 * within a wave is taken to be as it wants to be at the wave's start.
 */
export function restartsByWave(
  settings: Plan & Pick<RunSettings, 'seed'>,
  nodes: readonly NodeRecord[],
): { readonly wave: RestartWave; readonly restarts: number }[] {
  return planStorm(settings).flatMap((wave) => {
    if (wave.kind !== 'restart') return [];
    const struck = nodes.filter(
      (node) => isStruck(settings, wave, node) && wantsOnline(node, settings, wave.atMs),
    );
    return [{ wave, restarts: struck.length }];
  });
}

/**
 * Whether a restart that was sent may still be under way: the node was to restart in a wave that
 * has come, wanted to be on then, is on, and has not restarted. Of a wave that strikes supernodes
 * nothing can be said: who is one now need not have been one when it came.
 */
export function isRestartLeft(
  settings: Plan & Pick<RunSettings, 'seed'>,
  waves: readonly Wave[],
  node: NodeRecord,
): boolean {
  return waves.some(
    (wave) =>
      wave.kind === 'restart' &&
      wave.strikes === undefined &&
      node.waveIndex < wave.index &&
      restartDelayMs(settings, wave, node) !== null &&
      wantsOnline(node, settings, wave.atMs),
  );
}

/** When the first restart of the storm may happen; infinite where nobody restarts. */
export function firstRestartAtMs(storm: Storm, shiftMs: number): number {
  const [first] = restartWaves(storm, shiftMs).sort(byTime);
  return first?.atMs ?? Number.POSITIVE_INFINITY;
}

/** When the last restart of the storm happens at the latest. */
export function lastRestartAtMs(storm: Storm, shiftMs: number): number {
  const last = restartWaves(storm, shiftMs).sort(byTime).at(-1);
  return last === undefined ? shiftMs : last.atMs + storm.spreadMs;
}

/** Until when a storm is watched that does not heal. */
export function observedUntilMs({ storm, shiftMs, timings }: Omit<Plan, 'startsAtMs'>): number {
  return lastRestartAtMs(storm, shiftMs) + timings.bootMsMax + timings.observeForMs;
}

function isStruck(
  { seed }: Pick<RunSettings, 'seed'>,
  wave: RestartWave,
  { nodeId, utcOffsetMinutes, role }: Pick<NodeRecord, 'nodeId' | 'utcOffsetMinutes' | 'role'>,
): boolean {
  if (utcOffsetMinutes !== wave.utcOffsetMinutes) return false;
  if (wave.strikes === 'supernodes' && role !== 'supernode') return false;
  const chance = chanceOf(seed, 'storm', nodeId);
  return chance >= wave.chanceFrom && chance < wave.chanceTo;
}

type Unnumbered = Omit<RestartWave, 'index'> | Omit<TurnoverWave, 'index'>;

/** A wave that restarts nobody, because no machine of its zone has the update yet, is left out. */
function restartWaves({ nights, zones }: Storm, shiftMs: number) {
  return nights.flatMap((night, nightIndex) =>
    zones.flatMap((zone) => {
      const share = shareOf(night, zone);
      if (share === 0) return [];
      const chanceFrom = nights
        .slice(0, nightIndex)
        .reduce((sum, before) => sum + shareOf(before, zone), 0);
      const wave: Omit<RestartWave, 'index'> = {
        kind: 'restart',
        atMs: threeAmMs(night, zone) + shiftMs,
        label: `${night.label}, ${zone.label}`,
        utcOffsetMinutes: zone.utcOffsetMinutes,
        chanceFrom,
        chanceTo: chanceFrom + share,
        ...(night.strikes === undefined ? {} : { strikes: night.strikes }),
      };
      return [wave];
    }),
  );
}

function turnoverWaves(plan: Plan): Omit<TurnoverWave, 'index'>[] {
  const { storm, startsAtMs } = plan;
  if (storm.day === null && storm.growthPerDay === 0) return [];
  const firstAtMs = startsAtMs + turnoverPhaseMs;
  const count = Math.ceil((observedUntilMs(plan) - firstAtMs) / turnoverEveryMs);
  return Array.from({ length: Math.max(0, count) }, (_, hour) => {
    const atMs = firstAtMs + hour * turnoverEveryMs;
    return { kind: 'turnover', atMs, untilMs: atMs + turnoverEveryMs };
  });
}

function byTime(a: Unnumbered, b: Unnumbered): number {
  return a.atMs - b.atMs || offsetOf(a) - offsetOf(b);
}

function offsetOf(wave: Unnumbered): number {
  return wave.kind === 'restart' ? wave.utcOffsetMinutes : Number.NEGATIVE_INFINITY;
}

function shareOf({ label, restartShare }: Night, zone: Zone): number {
  const share = typeof restartShare === 'number' ? restartShare : restartShare[zone.label];
  if (share === undefined) throw new Error(`${label}: expected a share for zone ${zone.label}`);
  return share;
}
