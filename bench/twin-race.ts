// Rounds in which everybody runs once, so that what disturbs the machine disturbs all alike.
import { median } from '#runner/over-seeds.ts';
import type { Contestant, ContestantRun } from './neutral/twin-contestants.ts';

/** One contestant's run in one round. */
export interface RacedRun extends ContestantRun {
  readonly name: string;
  readonly hugePages: boolean;
  readonly round: number;
}

/** What somebody's runs come to. */
export interface RaceFigure {
  readonly name: string;
  readonly nodeCount: number;
  readonly hugePages: boolean;
  readonly rounds: number;
  /** Logical events: those that were counted by arithmetic, too. Median over the rounds. */
  readonly millionEventsPerSecond: number;
  readonly nsPerEvent: number;
  /** Median over the rounds of this one's rate by that of `C wheel` in the same round. */
  readonly ratioToC: number | null;
  /** Peak memory without that of an empty runtime. */
  readonly bytesPerNode: number | null;
  readonly wasStopped: boolean;
  readonly counts: Readonly<Record<string, number>>;
}

/** What to set in a child's environment, so that glibc asks the kernel for huge pages. */
const HUGE_PAGES = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };

/** Runs everybody, with and without huge pages as asked, round by round. */
export function raceOf(
  contestants: readonly Contestant[],
  nodeCount: number,
  rounds: number,
  pages: readonly boolean[],
): RacedRun[] {
  const runs: RacedRun[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of contestants) {
      for (const hugePages of pages) {
        const env = { ...process.env, ...(hugePages ? HUGE_PAGES : {}) };
        runs.push({ ...run(nodeCount, env), name, hugePages, round });
      }
    }
  }
  return runs;
}

/** Sums a race up. @throws Error when two rounds of one contestant came to different counts */
export function summarize(
  runs: readonly RacedRun[],
  nodeCount: number,
  emptyBytes: number,
): RaceFigure[] {
  const groups = Map.groupBy(runs, ({ name, hugePages }) => `${name} ${hugePages}`);
  return [...groups.values()].map((group) => figureOf(group, runs, nodeCount, emptyBytes));
}

function figureOf(
  group: readonly RacedRun[],
  all: readonly RacedRun[],
  nodeCount: number,
  emptyBytes: number,
): RaceFigure {
  const [first] = group;
  if (first === undefined) throw new Error('expected at least one run');
  const wasStopped = group.some((run) => run.wasStopped);
  const texts = new Set(group.map(({ counts }) => JSON.stringify(counts)));
  if (texts.size > 1 && !wasStopped) throw new Error(`${first.name}: two rounds differ`);
  const ratios = group.flatMap((run) => {
    const yardstick = all.find((other) => isYardstickOf(run, other));
    return yardstick === undefined ? [] : [rateOf(run) / rateOf(yardstick)];
  });
  const rate = median(group.map(rateOf));
  // Only runs in Node have an empty runtime to be taken off; C's is next to nothing.
  const isNode = !first.name.startsWith('C ');
  const peak = first.rssBytes === null ? null : first.rssBytes - (isNode ? emptyBytes : 0);
  return {
    name: first.name,
    nodeCount,
    hugePages: first.hugePages,
    rounds: group.length,
    millionEventsPerSecond: rounded(rate / 1e3),
    nsPerEvent: rounded(1e6 / rate),
    ratioToC: ratios.length === 0 ? null : rounded(median(ratios)),
    bytesPerNode: peak === null ? null : rounded(peak / nodeCount),
    wasStopped,
    counts: first.counts,
  };
}

function isYardstickOf(run: RacedRun, other: RacedRun): boolean {
  return other.name === 'C wheel' && other.round === run.round && other.hugePages === run.hugePages;
}

/** Events a millisecond. */
function rateOf({ events, wallMs }: RacedRun): number {
  return events / wallMs;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
