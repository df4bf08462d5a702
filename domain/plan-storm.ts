import { chanceOf } from './chance.ts';
import type { NodeRecord } from './network.ts';
import type { Night, RunSettings, Storm, Zone } from './run-settings.ts';

/** One zone's restarts of one night. */
export interface Wave {
  readonly index: number;
  readonly atMs: number;
  readonly label: string;
  readonly utcOffsetMinutes: number;
  /** Nodes whose storm number lies in [from, to) restart in this wave. */
  readonly chanceFrom: number;
  readonly chanceTo: number;
}

/**
 * Who restarts when: a wave for each zone and night at 03:00 local time (facts 2.1, 2.10), in order
 * of time. Each node has one storm number, so it restarts in at most one night.
 */
export function planStorm(storm: Storm, shiftMs: number): readonly Wave[] {
  const waves = storm.nights.flatMap((night, nightIndex) => {
    const chanceFrom = shareBefore(storm.nights, nightIndex);
    return storm.zones.map((zone) => waveOf(night, zone, chanceFrom, shiftMs));
  });
  return waves
    .sort((a, b) => a.atMs - b.atMs || a.utcOffsetMinutes - b.utcOffsetMinutes)
    .map((wave, index) => ({ ...wave, index }));
}

/**
 * Whether a node restarts in a wave, and how long after the wave's start; null when it does not.
 */
export function restartDelayMs(
  settings: Pick<RunSettings, 'seed' | 'storm'>,
  wave: Wave,
  node: Pick<NodeRecord, 'nodeId' | 'utcOffsetMinutes'>,
): number | null {
  if (node.utcOffsetMinutes !== wave.utcOffsetMinutes) return null;
  const chance = chanceOf(settings.seed, 'storm', node.nodeId);
  if (chance < wave.chanceFrom || chance >= wave.chanceTo) return null;
  const minute = chanceOf(settings.seed, 'restart-minute', node.nodeId);
  return Math.floor(minute * settings.storm.spreadMs);
}

/** How many of these nodes each wave of the storm restarts; none of them is in two waves. */
export function restartsByWave(
  settings: Pick<RunSettings, 'seed' | 'storm' | 'shiftMs'>,
  nodes: readonly Pick<NodeRecord, 'nodeId' | 'utcOffsetMinutes'>[],
): { readonly wave: Wave; readonly restarts: number }[] {
  return planStorm(settings.storm, settings.shiftMs).map((wave) => ({
    wave,
    restarts: nodes.filter((node) => restartDelayMs(settings, wave, node) !== null).length,
  }));
}

/** When the last restart of the storm happens at the latest. */
export function lastRestartAtMs(storm: Storm, shiftMs: number): number {
  const last = planStorm(storm, shiftMs).at(-1);
  return last === undefined ? shiftMs : last.atMs + storm.spreadMs;
}

function waveOf(night: Night, zone: Zone, chanceFrom: number, shiftMs: number) {
  return {
    atMs: night.threeAmUtcMs - zone.utcOffsetMinutes * 60_000 + shiftMs,
    label: `${night.label}, ${zone.label}`,
    utcOffsetMinutes: zone.utcOffsetMinutes,
    chanceFrom,
    chanceTo: chanceFrom + night.restartShare,
  };
}

function shareBefore(nights: readonly Night[], nightIndex: number): number {
  return nights.slice(0, nightIndex).reduce((sum, night) => sum + night.restartShare, 0);
}
