// Which runs the Patch Tuesdays come to, and how large each is.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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
import { stableJson } from '../stable-json.ts';
import type { SweepTask } from '../sweep/run-sweep.ts';
import type { Retries } from '../twin/twin-order.ts';

/** Which months are run, and how. */
export interface MonthChoices {
  /** Labels such as `2007-06`, in the order of time. */
  readonly months: readonly string[];
  /** As many as August 2007 has; the other months have theirs in proportion. */
  readonly nodes: number;
  /** The same for all months, so that none is distinguished from another by it. */
  readonly retries: Retries;
  readonly policies: readonly PolicySource[];
  readonly seeds: readonly number[];
  /** Standard deviations of the share that restarts, where its mean is 0.34. */
  readonly spreads: readonly number[];
}

/** A month of one seed, drawn from inputs of one spread. */
export interface DrawnMonth {
  readonly label: string;
  readonly spread: number;
  readonly seed: number;
  readonly inputs: MonthInputs;
  readonly drawn: Readonly<Record<MonthInput, number>>;
  /** Whether anything of it was left to chance. */
  readonly isDrawn: boolean;
  readonly scenario: Scenario;
  /** PCs of that month's network, at its real size. */
  readonly pcs: number;
  /** Nodes that are simulated. */
  readonly nodes: number;
}

/** One run that is to be done. */
export interface MonthPoint extends DrawnMonth {
  /** The policy's name. */
  readonly policy: string;
  readonly source: PolicySource;
  /** All that the run depends on, in short. */
  readonly key: string;
}

/**
 * All runs. Months vary fastest, so that the small ones and the large ones are spread over the time
 * that it takes.
 * @param program the version and commit: what another program ran is not this one's
 */
export function monthPoints(options: MonthChoices, program: string): MonthPoint[] {
  const { policies, retries } = options;
  const files = new Map(policies.map((source) => [source.name, fileDigest(source)]));
  return drawnMonths(options).flatMap((month) => {
    const { nodes, seed, scenario } = month;
    return policies.map((source) => {
      const { name: policy } = source;
      const file = files.get(policy) ?? null;
      const all = { program, retries, scenario, policy, file, nodes, seed };
      return { ...month, policy, source, key: digest(stableJson(all)) };
    });
  });
}

/** What a thread is handed for a run. */
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

function drawnMonths({ months, seeds, spreads, nodes }: MonthChoices): DrawnMonth[] {
  const stories = patchTuesdays.filter(({ label }) => months.includes(label));
  return spreads.flatMap((spread) => {
    const strayed = stories.map((story) => withSpread(story, spread));
    return seeds.flatMap((seed) => strayed.map((story) => drawnMonth(story, spread, seed, nodes)));
  });
}

function drawnMonth(
  { label, inputs, drawn, scenario }: PatchTuesdayStory,
  spread: number,
  seed: number,
  augustNodes: number,
): DrawnMonth {
  const reported = scenario(seed);
  const pcs = reported.full?.shape.nodeCount ?? 0;
  const isDrawn = Object.values(inputs).some(({ kind }) => kind !== 'fixed');
  const nodes = nodesOf(pcs, augustNodes);
  return {
    label,
    spread,
    seed,
    inputs,
    drawn: drawn(seed),
    isDrawn,
    scenario: reported,
    pcs,
    nodes,
  };
}

/** The same month with another spread of the share that restarts; its mean stays. */
function withSpread(story: PatchTuesdayStory, spread: number): PatchTuesdayStory {
  const { month, inputs } = story;
  const { restartShare } = inputs;
  if (restartShare.kind !== 'beta') return story;
  const sd = restartShare.sd * (spread / restartShareSd);
  return storyOf(month, { ...inputs, restartShare: { ...restartShare, sd } });
}

/**
 * In proportion to August 2007, but no smaller than two whole cells: a cell of a few hundred nodes
 * has a supernode or two, and luck decides. The real network of the first month had five cells.
 */
function nodesOf(pcs: number, augustNodes: number): number {
  const { nodeCount = 1, cellNodes = 1 } = august2007.full?.shape ?? {};
  const inProportion = Math.round((augustNodes * pcs) / nodeCount);
  const least = Math.min(augustNodes, 2 * cellNodes);
  return Math.min(Math.max(inProportion, least), cellsMax * cellNodes);
}

/** What a policy file says is part of what its runs depend on. */
function fileDigest({ kind, name }: PolicySource): string | null {
  return kind === 'file' ? digest(readFileSync(name, 'utf8')) : null;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
