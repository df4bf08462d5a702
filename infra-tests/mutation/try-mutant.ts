// Tries one mutant: the cheapest judge first, and no further once it is found.
import { join } from 'node:path';
import { type Mutant, mutated, type TriedMutant, type Verdict } from './mutant.ts';
import type { MutatedTree } from './mutated-tree.ts';
import type { NearestTests } from './nearest-tests.ts';
import type { TypeJudge } from './type-judge.ts';

/** What judges a mutant. */
export interface Judges {
  readonly types: TypeJudge;
  readonly nearest: NearestTests;
  readonly textOf: ReadonlyMap<string, string>;
  /** A second copy without a mutant: what fails there says nothing about a mutant. */
  readonly failsWithoutMutant: (testFile: string) => Promise<boolean>;
}

/** Test files that are run first; then all others that import the file, so many at a time. */
const nearestMax = 6;
const atATime = 12;

/** The swarm looks so long; a planted bug is mostly found within a dozen seeds. */
const swarmSeeds = 60;

/** Processor time, many times what each takes without a mutant. */
const cpuSecondsMax = { nearest: 90, recorded: 90, swarm: 60, related: 300 } as const;

/** Where the swarm mostly finds a mutant sooner than the tests that start a whole control plane. */
const swarmFirst = ['functions', 'adapters'];

/**
 * Tests of whole storms, which take minutes each. They are not asked: the swarm stands for them. A
 * mutant that only they would find counts as left, so what is counted as found is a lower bound.
 */
export const notAsked: readonly string[] = [
  'cli/august-2007.test.ts',
  'cli/endpoint-guard.test.ts',
  'cli/storm-runs.test.ts',
  'infra-tests/quotas/account-concurrency.test.ts',
  'infra-tests/swarm.test.ts',
  'infra-tests/twin/twin-swarm.test.ts',
  'infra-tests/verify.test.ts',
];

/** It takes seconds, and notices whatever changes a figure of a run. */
const recordedFigures = 'infra-tests/recorded-figures/recorded-figures.test.ts';

const swarmProgram = join('infra-tests', 'mutation', 'swarm-until-broken.ts');

/** Tries a mutant in a copy of the tree. */
export async function tryMutant(
  mutant: Mutant,
  tree: MutatedTree,
  judges: Judges,
): Promise<TriedMutant> {
  const startedMs = performance.now();
  const verdict = await verdictOn(mutant, tree, judges);
  return { ...mutant, verdict, seconds: (performance.now() - startedMs) / 1000 };
}

async function verdictOn(mutant: Mutant, tree: MutatedTree, judges: Judges): Promise<Verdict> {
  const text = judges.textOf.get(mutant.file) ?? '';
  if (!judges.types(mutant.file, mutated(text, mutant))) return 'types';
  const importing = judges.nearest(mutant.file).map(({ path }) => path);
  const tests = importing.filter((path) => !notAsked.includes(path) && path !== recordedFigures);
  const nearest = tests.slice(0, nearestMax);
  const steps = [
    () => found(nearest, 'nearest tests', cpuSecondsMax.nearest, tree, judges),
    () => found([recordedFigures], 'recorded figures', cpuSecondsMax.recorded, tree, judges),
    () => swarm(tree),
  ];
  if (swarmFirst.includes(mutant.group)) steps.reverse();
  for (let from = nearestMax; from < tests.length; from += atATime) {
    const related = tests.slice(from, from + atATime);
    steps.push(() => found(related, 'related tests', cpuSecondsMax.related, tree, judges));
  }
  return tree.withMutant(mutant, async () => {
    for (const step of steps) {
      const verdict = await step();
      if (verdict !== 'survived') return verdict;
    }
    return 'survived';
  });
}

async function swarm(tree: MutatedTree): Promise<Verdict> {
  const end = await tree.runProgram([swarmProgram, String(swarmSeeds)], cpuSecondsMax.swarm);
  if (end === 'timed-out') return 'time-out';
  return end === 'failed' ? 'swarm' : 'survived';
}

async function found(
  paths: readonly string[],
  by: Verdict,
  seconds: number,
  tree: MutatedTree,
  judges: Judges,
): Promise<Verdict> {
  let left = paths;
  while (left.length > 0) {
    const { end, failed } = await tree.runTests(left, seconds);
    if (end === 'timed-out') return timedOut(left, by, seconds, tree, judges);
    if (end === 'passed') return 'survived';
    const broken: string[] = [];
    for (const path of failed) if (await judges.failsWithoutMutant(path)) broken.push(path);
    if (broken.length === 0) return by;
    left = left.filter((path) => !broken.includes(path));
  }
  return 'survived';
}

/** Many tests may take long together; one alone that takes too long shows the mutant. */
async function timedOut(
  paths: readonly string[],
  by: Verdict,
  seconds: number,
  tree: MutatedTree,
  judges: Judges,
): Promise<Verdict> {
  const [only] = paths;
  if (only !== undefined && paths.length === 1)
    return (await judges.failsWithoutMutant(only)) ? 'survived' : 'time-out';
  for (const path of paths) {
    const verdict = await found([path], by, seconds, tree, judges);
    if (verdict !== 'survived') return verdict;
  }
  return 'survived';
}
