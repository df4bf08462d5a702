// The runs of the Patch Tuesdays, and the size of each.
import { cellsMax } from '#domain/limits.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import {
  type MonthInput,
  type MonthInputs,
  restartShareSd,
} from '#scenarios/months/month-inputs.ts';
import {
  type PatchTuesdayStory,
  patchTuesdays,
  storyOf,
} from '#scenarios/months/patch-tuesdays.ts';
import type { PolicySource } from '../policy-choice.ts';
import { policyFileDigests, runKey } from '../sweep/run-key.ts';
import type { SweepTask } from '../sweep/run-sweep.ts';
import type { Retries } from '../twin/twin-order.ts';
import { asDeclared, type MonthVariant } from './month-variant.ts';

/** Which months are run, and how. */
export interface MonthChoices {
  /** Labels such as `2007-06`, in the order of time. */
  readonly months: readonly string[];
  /** The number of nodes in August 2007. The other months have theirs in proportion. */
  readonly nodes: number;
  /** The same for all months, so that it makes no difference between them. */
  readonly retries: Retries;
  readonly policies: readonly PolicySource[];
  readonly seeds: readonly number[];
  /** Standard deviations of the restart share. Its mean is 0.34. */
  readonly spreads: readonly number[];
  /** What is varied of all months; absent: nothing is. */
  readonly variants?: readonly MonthVariant[];
}

/** What is varied, at least one variant. */
export function variantsOf({ variants }: MonthChoices): readonly MonthVariant[] {
  return variants ?? [asDeclared];
}

/** A month of one seed, drawn from inputs of one spread. */
export interface DrawnMonth {
  readonly variant: MonthVariant;
  readonly label: string;
  readonly spread: number;
  readonly seed: number;
  readonly inputs: MonthInputs;
  readonly drawn: Readonly<Record<MonthInput, number>>;
  /** Whether chance decides any of the month's values. */
  readonly isDrawn: boolean;
  readonly scenario: Scenario;
  /** The number of PCs in that month's real network. */
  readonly pcs: number;
  /** The number of simulated nodes. */
  readonly nodes: number;
}

/** One run to do. */
export interface MonthPoint extends DrawnMonth {
  /** The policy's name. */
  readonly policy: string;
  readonly source: PolicySource;
  /** A short form of all that the run depends on. */
  readonly key: string;
}

/**
 * All runs, one at a time, in the order in which they are done. Months vary fastest, so that small
 * and large runs alternate.
 * @param program the version and commit; a run of another program does not count as this one
 */
export function* monthPoints(options: MonthChoices, program: string): Generator<MonthPoint> {
  const { seeds, spreads } = options;
  const keyed = keyer(options, program);
  for (const variant of variantsOf(options))
    for (const spread of spreads) {
      const stories = storiesOf(options, spread, variant);
      for (const seed of seeds)
        for (const story of stories)
          yield* keyed(drawnMonth(story, { variant, spread, seed }, options.nodes));
    }
}

/** The same runs in the order of time. Runs that are compared are side by side. */
export function* monthPointsInTime(options: MonthChoices, program: string): Generator<MonthPoint> {
  const { seeds, spreads } = options;
  const keyed = keyer(options, program);
  for (const variant of variantsOf(options))
    for (const spread of spreads.toSorted((a, b) => a - b))
      for (const story of storiesOf(options, spread, variant))
        for (const seed of seeds)
          yield* keyed(drawnMonth(story, { variant, spread, seed }, options.nodes));
}

/** How many different runs these are. A month that is not drawn is the same for every spread. */
export function monthRunCount(choices: MonthChoices): number {
  const { policies, seeds, spreads } = choices;
  const [firstSpread = 0] = spreads;
  const counts = variantsOf(choices).flatMap((variant) =>
    storiesOf(choices, firstSpread, variant).map((story) => (isDrawn(story) ? spreads.length : 1)),
  );
  return counts.reduce((sum, count) => sum + count, 0) * seeds.length * policies.length;
}

/** A digest of the choices. Equal choices have equal digests. */
export function monthsDigest(options: MonthChoices, program: string): string {
  const { months, nodes, retries, policies, seeds, spreads } = options;
  const files = [...policyFileDigests(policies)];
  const names = policies.map(({ name }) => name);
  const all = [program, months, nodes, retries, names, files, seeds, spreads];
  const varied = options.variants?.map(({ values }) => values);
  return runKey(varied === undefined ? all : [...all, varied]);
}

/** The task that a thread gets for a run. */
export function monthTask(point: MonthPoint, { retries }: MonthChoices): SweepTask {
  const { key, label, scenario, policy, source, seed, nodes } = point;
  return {
    key,
    words: `${label}, ${policy}, seed ${seed}`,
    order: {
      cloud: 'twin',
      scenario,
      policy: source,
      seed,
      nodeCount: nodes,
      scale: 'full',
      retries,
    },
  };
}

function keyer(options: MonthChoices, program: string) {
  const { policies, retries } = options;
  const files = policyFileDigests(policies);
  return function* keyed(month: DrawnMonth): Generator<MonthPoint> {
    const { nodes, seed, scenario } = month;
    for (const source of policies) {
      const { name: policy } = source;
      const file = files.get(policy) ?? null;
      const all = [program, retries, scenario, policy, file, nodes, seed];
      yield { ...month, policy, source, key: runKey(all) };
    }
  };
}

function storiesOf(
  { months }: MonthChoices,
  spread: number,
  variant: MonthVariant,
): PatchTuesdayStory[] {
  return patchTuesdays
    .filter(({ label }) => months.includes(label))
    .map((story) => withSpread(story, spread))
    .map(({ month, inputs }) => storyOf(month, variant.inputs(inputs)));
}

/** Whether chance decides any of a month's values. */
function isDrawn({ inputs }: PatchTuesdayStory): boolean {
  return Object.values(inputs).some(({ kind }) => kind !== 'fixed');
}

function drawnMonth(
  story: PatchTuesdayStory,
  { variant, spread, seed }: Pick<DrawnMonth, 'variant' | 'spread' | 'seed'>,
  augustNodes: number,
): DrawnMonth {
  const { label, inputs, drawn, scenario } = story;
  const reported = variant.scenario(scenario(seed));
  const pcs = reported.full?.shape.nodeCount ?? 0;
  const nodes = nodesOf(pcs, augustNodes);
  return {
    variant,
    label,
    spread,
    seed,
    inputs,
    drawn: drawn(seed),
    isDrawn: isDrawn(story),
    scenario: reported,
    pcs,
    nodes,
  };
}

/** The same month with another spread of the restart share. The mean stays the same. */
function withSpread(story: PatchTuesdayStory, spread: number): PatchTuesdayStory {
  const { month, inputs } = story;
  const { restartShare } = inputs;
  if (restartShare.kind !== 'beta') return story;
  const sd = restartShare.sd * (spread / restartShareSd);
  return storyOf(month, { ...inputs, restartShare: { ...restartShare, sd } });
}

/**
 * The number of nodes in proportion to August 2007, but at least two whole cells. A cell of a few
 * hundred nodes has only one or two supernodes, so luck would decide. The real network of the first
 * month had five cells.
 */
function nodesOf(pcs: number, augustNodes: number): number {
  const { nodeCount = 1, cellNodes = 1 } = august2007.full?.shape ?? {};
  const inProportion = Math.round((augustNodes * pcs) / nodeCount);
  const least = Math.min(augustNodes, 2 * cellNodes);
  return Math.min(Math.max(inProportion, least), cellsMax * cellNodes);
}
