// The runs of `wire`: of each policy and seed a week with its storm, and the same week without.
import type { PolicySource } from '#runner/policy-choice.ts';
import { atSize } from '#runner/study/with-unknowns.ts';
import type { Journal } from '#runner/sweep/journal.ts';
import { policyFileDigests, runKey } from '#runner/sweep/run-key.ts';
import type { SweepTask } from '#runner/sweep/run-sweep.ts';
import { isSound } from '#runner/sweep/sweep-row.ts';
import { type Week, watchedForMs, watchedWeek } from '#runner/wire/watched-weeks.ts';
import type { WeekPair } from '#runner/wire/wire-figures.ts';
import type { WireSummary } from '#runner/wire/wire-summary.ts';
import type { WireOptions } from './wire-options.ts';

/** One policy and seed with both of its weeks. */
export interface WirePair extends WeekPair {
  readonly policy: string;
  readonly seed: number;
  /** Whether both runs can be relied on. */
  readonly isSound: boolean;
}

/** All runs as tasks of a sweep. */
export function wireTasks(options: WireOptions, program: string): SweepTask[] {
  return [...pointsOf(options, program)].flatMap(({ quiet, storm }) => [quiet, storm]);
}

/** All pairs, once their runs are done. */
export function pairsOf(options: WireOptions, program: string, journal: Journal): WirePair[] {
  return [...pointsOf(options, program)].map(({ policy, seed, quiet, storm }) => {
    const rows = [quiet, storm].map(({ key }) => journal.read(key).row);
    const [before, during] = rows.map(({ wire }) => wireOf(wire));
    if (before === undefined || during === undefined) throw new Error('expected two weeks');
    return { policy, seed, quiet: before, storm: during, isSound: rows.every(isSound) };
  });
}

interface WirePoint extends Record<Week, SweepTask> {
  readonly policy: string;
  readonly seed: number;
}

function* pointsOf(options: WireOptions, program: string): Generator<WirePoint> {
  const digests = policyFileDigests(options.policies);
  for (const policy of options.policies)
    for (const seed of options.seeds) {
      const task = (week: Week) => taskOf(week, policy, seed, options, [program, [...digests]]);
      yield { policy: policy.name, seed, quiet: task('quiet'), storm: task('storm') };
    }
}

function taskOf(
  week: Week,
  policy: PolicySource,
  seed: number,
  { scenario, scale, nodes, retries, hosts }: WireOptions,
  around: readonly unknown[],
): SweepTask {
  const sized = scale === 'full' ? atSize(scenario, nodes) : scenario;
  const watched = watchedWeek(sized, week);
  const all = [...around, 'wire', watched, policy.name, seed, scale, nodes, retries, hosts];
  return {
    key: runKey(all),
    words: `${policy.name}, seed ${seed}, ${week} week`,
    order: {
      cloud: 'twin',
      scenario: watched,
      policy,
      seed,
      nodeCount: nodes,
      scale,
      retries,
      wire: { hostCount: hosts, forMs: watchedForMs(scenario) },
    },
  };
}

function wireOf(wire: WireSummary | undefined): WireSummary {
  if (wire === undefined) throw new Error('expected the figures of the wire');
  return wire;
}
