// Runs the same command in two checkouts, one after the other, so that what disturbs the machine
// disturbs both alike.
import { spawnSync } from 'node:child_process';
import { type OverSeeds, overSeeds } from '#runner/over-seeds.ts';
import type { SpeedWork } from './works.ts';

/** What one run of a command took. */
export interface Timing {
  readonly wallMs: number;
  /** Of the command and all processes that it waited for. */
  readonly cpuMs: number;
}

/** What the pairs of one work come to. */
export interface SpeedFigure {
  readonly name: string;
  readonly does: string;
  readonly pairs: number;
  readonly wallMsBefore: OverSeeds;
  readonly wallMsNow: OverSeeds;
  readonly cpuMsBefore: OverSeeds;
  readonly cpuMsNow: OverSeeds;
  /** Time before by time now, pair by pair: 3 is three times as fast. */
  readonly wallSpeedUp: OverSeeds;
  readonly cpuSpeedUp: OverSeeds;
  readonly speedUpTarget: number;
}

/** Where the two sides of a race lie. */
export interface Checkouts {
  readonly before: string;
  readonly now: string;
}

/**
 * Runs a work in both checkouts, `pairs` times.
 * @throws Error when the command fails on either side
 */
export function raceCheckouts(work: SpeedWork, { before, now }: Checkouts, pairs: number) {
  const rounds = Array.from({ length: pairs }, (_, round) => {
    // Every other pair the other way round, or the second of a pair would always be warmer.
    const isTurned = round % 2 === 1;
    const first = time(work.command, isTurned ? now : before);
    const second = time(work.command, isTurned ? before : now);
    return isTurned ? { before: second, now: first } : { before: first, now: second };
  });
  return figureOf(work, rounds);
}

/** Sums the pairs of a work up. */
export function figureOf(
  { name, does, speedUpTarget }: SpeedWork,
  rounds: readonly { readonly before: Timing; readonly now: Timing }[],
): SpeedFigure {
  const over = (pick: (round: (typeof rounds)[number]) => number) => overSeeds(rounds.map(pick));
  return {
    name,
    does,
    pairs: rounds.length,
    wallMsBefore: over((round) => round.before.wallMs),
    wallMsNow: over((round) => round.now.wallMs),
    cpuMsBefore: over((round) => round.before.cpuMs),
    cpuMsNow: over((round) => round.now.cpuMs),
    wallSpeedUp: over((round) => round.before.wallMs / round.now.wallMs),
    cpuSpeedUp: over((round) => round.before.cpuMs / round.now.cpuMs),
    speedUpTarget,
  };
}

/** Node says nothing of the processor time of its children; the shell does, by `times`. */
function time(command: string, checkout: string): Timing {
  const startedMs = performance.now();
  const script = `${command} >/dev/null 2>&1; code=$?; times >&3; exit $code`;
  const child = spawnSync('bash', ['-c', script], {
    cwd: checkout,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  if (child.status !== 0)
    throw new Error(`'${command}' ended with ${child.status} in ${checkout}; run it there by hand`);
  return { wallMs: performance.now() - startedMs, cpuMs: cpuMsOf(child.output[3] ?? '') };
}

/** The sum of what `times` says: user and system, of the shell and of its children. */
export function cpuMsOf(times: string): number {
  const parts = [...times.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, minutes, seconds]) => {
    return sum + Number(minutes) * 60_000 + Number(seconds) * 1000;
  }, 0);
}
