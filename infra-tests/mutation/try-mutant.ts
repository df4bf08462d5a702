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
const cpuSecondsMax = { nearest: 90, swarm: 60, related: 300 } as const;

/** Where the swarm mostly finds a mutant sooner than the tests that start a whole control plane. */
const swarmFirst = ['functions', 'adapters'];

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
  const tests = judges.nearest(mutant.file).map(({ path }) => path);
  const nearest = tests.slice(0, nearestMax);
  const steps = [
    () => found(nearest, 'nearest tests', cpuSecondsMax.nearest, tree, judges),
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
    if (end === 'timed-out') return 'time-out';
    if (end === 'passed') return 'survived';
    const broken: string[] = [];
    for (const path of failed) if (await judges.failsWithoutMutant(path)) broken.push(path);
    if (broken.length === 0) return by;
    left = left.filter((path) => !broken.includes(path));
  }
  return 'survived';
}
