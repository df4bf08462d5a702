// Searches the unknowns of August 2007 for what meets the record and lets ordinary months heal:
// many candidates in a small network, the best of them in larger ones. Each hypothesis gets the
// same effort.
import { groupBy } from '#domain/group-by.ts';
import { drawUnknowns } from '#scenarios/unknowns/august-unknowns.ts';
import { partsOfTime, runStudy, type StudyEnvironment, type StudyRun } from '../run-study.ts';
import {
  augustPoints,
  type Candidate,
  type CandidatePoint,
  type Judged,
  judge,
  monthPoints,
} from './candidate.ts';
import { near, type Region, regionOf } from './narrow.ts';

/** How much is searched. */
export interface CalibrationChoices {
  readonly hypotheses: readonly string[];
  readonly seed: number;
  /** The size of the first networks. */
  readonly nodes: number;
  /** New candidates of each hypothesis in each round; the first round draws, others close in. */
  readonly draws: number;
  readonly rounds: number;
  /** What follows at larger sizes, with the best of each hypothesis. */
  readonly rungs: readonly Rung[];
}

/** One larger size. */
export interface Rung {
  readonly nodes: number;
  /** Candidates of each hypothesis that come so far. */
  readonly keep: number;
  readonly seeds: number;
  /** Ordinary months for each candidate. */
  readonly months: number;
}

/** What a hypothesis came to. */
export interface HypothesisFit {
  readonly hypothesis: string;
  /** How many candidates were tried. */
  readonly tried: number;
  /** The best of the largest size that was reached, best first. */
  readonly best: readonly Judged[];
  /**
   * The first of `best` again with seeds that did not choose it: whoever is chosen for the luck of
   * some seeds does worse with others. Null: there was no time, or no larger size.
   */
  readonly checked: Judged | null;
  /** Where the best candidates of the first size lie. */
  readonly region: readonly Region[];
  /** How many these are. */
  readonly regionCount: number;
}

type UncheckedFit = Omit<HypothesisFit, 'checked'>;

/** The whole search. */
export interface Calibration {
  readonly fits: readonly HypothesisFit[];
  readonly doneCount: number;
  readonly plannedCount: number;
  readonly all: readonly Judged[];
}

/** Ordinary months of each promising candidate of the first size. */
const firstMonths = 2;

/** Of the candidates of a round, those that ordinary months are run for. */
const promisingShare = 0.5;

/** Of all candidates so far, those that the next round is near to. */
const eliteShare = 0.2;

/** Fewer would close in on the luck of one candidate. */
const eliteMin = 4;

/** Seeds and months from this number on choose no candidate. */
const freshFrom = 1_000;

/** The part of the time for the search at the first size. */
const firstSizeShare = 0.6;

/** Searches, with as many candidates as time allows. */
export async function calibrate(
  choices: CalibrationChoices,
  environment: StudyEnvironment,
): Promise<Calibration> {
  const { rounds, rungs } = choices;
  const search = openSearch(environment);
  const run = search.until(firstSizeShare);
  const all: Judged[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { judged, isWhole } = await tried(candidatesOf(choices, round, all), choices, round, run);
    all.push(...judged);
    // A round draws near the best so far, so it waits until the ones before it are whole.
    if (!isWhole) break;
  }
  const reached: Judged[][] = [all];
  for (const [index, rung] of rungs.entries()) {
    const part = (index + 1) / (rungs.length + 1);
    const runOfRung = search.until(firstSizeShare + (1 - firstSizeShare) * part);
    reached.push(await climbed(reached[index] ?? [], rung, choices, runOfRung));
  }
  const fits = choices.hypotheses.map((hypothesis) => fitOf(hypothesis, reached, all));
  return {
    fits: await checkedFits(fits, choices, search.until(1)),
    doneCount: search.doneCount(),
    plannedCount: plannedRuns(choices),
    all: [...all, ...reached.slice(1).flat()],
  };
}

/** How many runs a whole search is. */
export function plannedRuns({ hypotheses, draws, rounds, rungs }: CalibrationChoices): number {
  const ofFirst = rounds * (draws + promisingOf(draws) * firstMonths);
  const ofRungs = rungs.map(({ keep, seeds, months }) => keep * (seeds + months));
  const ofCheck = rungs.slice(-1).map(({ seeds, months }) => seeds + months);
  return (
    hypotheses.length * [ofFirst, ...ofRungs, ...ofCheck].reduce((sum, count) => sum + count, 0)
  );
}

type Runs = StudyRun<CandidatePoint>[];
type RunPoints = (points: readonly CandidatePoint[]) => Promise<Runs>;

/** Runs points until a part of the time is over, and counts what is done. */
function openSearch(environment: StudyEnvironment) {
  const upTo = partsOfTime(environment);
  let doneCount = 0;
  return {
    until:
      (part: number): RunPoints =>
      async (points) => {
        const runs = await runStudy(points, upTo(part));
        doneCount += runs.length;
        return runs;
      },
    doneCount: () => doneCount,
  };
}

/** The candidates of a round, hypothesis by hypothesis for each number. */
function candidatesOf(
  { hypotheses, seed, draws }: CalibrationChoices,
  round: number,
  all: readonly Judged[],
): Candidate[] {
  return Array.from({ length: draws }, (_, index) => round * draws + index).flatMap((number) =>
    hypotheses.map((hypothesis) => {
      const best = bestOf(all, hypothesis, eliteShare);
      if (round > 0 && best.length > 0) return near(best, seed, number);
      return { hypothesis, number, values: drawUnknowns(seed, number) };
    }),
  );
}

/** Runs candidates at the first size, and the same ordinary months for the promising ones. */
async function tried(
  candidates: readonly Candidate[],
  { hypotheses, nodes, seed }: CalibrationChoices,
  round: number,
  run: RunPoints,
): Promise<{ readonly judged: Judged[]; readonly isWhole: boolean }> {
  const august = await run(candidates.flatMap((one) => augustPoints(one, nodes, [seed])));
  // Time may be over in the middle of a number: then no hypothesis gets that one.
  const whole = august.slice(0, august.length - (august.length % hypotheses.length));
  const judged = whole.map((one) => judge(one.point.candidate, [one]));
  const promising = hypotheses.flatMap((hypothesis) => {
    const own = ofHypothesis(judged, hypothesis);
    return own.toSorted(byScore).slice(0, promisingOf(own.length));
  });
  const points = inTurns(promising, hypotheses).flatMap(({ candidate }) =>
    monthPoints(candidate, nodes, { seed, first: round * firstMonths, count: firstMonths }),
  );
  const months = await run(points);
  // A candidate without months pays no penalty, so each hypothesis has as many that have some.
  const evenCount = months.length - (months.length % (hypotheses.length * firstMonths));
  return {
    judged: judgedAgain(whole, months.slice(0, evenCount)),
    isWhole: august.length === candidates.length && months.length === points.length,
  };
}

/** Runs the best candidates of a size at the next one. */
async function climbed(
  before: readonly Judged[],
  { nodes, keep, seeds, months }: Rung,
  { hypotheses, seed }: CalibrationChoices,
  run: RunPoints,
): Promise<Judged[]> {
  const best = hypotheses.flatMap((hypothesis) => bestOf(before, hypothesis, 1).slice(0, keep));
  const points = inTurns(best, hypotheses).flatMap(({ candidate }) =>
    candidatePoints(candidate, nodes, { seed, first: 0, seeds, months }),
  );
  const runs = await run(points);
  const perTurn = (seeds + months) * hypotheses.length;
  const whole = runs.slice(0, runs.length - (runs.length % perTurn));
  return Array.from(byCandidate(whole), ([candidate, own]) => judge(candidate, own));
}

/** August and ordinary months of a candidate, with seeds and months from a number on. */
function candidatePoints(
  candidate: Candidate,
  nodes: number,
  { seed, first, seeds, months }: Pick<Rung, 'seeds' | 'months'> & { seed: number; first: number },
): CandidatePoint[] {
  const augustSeeds = Array.from({ length: seeds }, (_, index) => seed + first + index);
  return [
    ...augustPoints(candidate, nodes, augustSeeds),
    ...monthPoints(candidate, nodes, { seed, first, count: months }),
  ];
}

/** The best of each hypothesis with fresh seeds and months: all of them, or none. */
async function checkedFits(
  fits: readonly UncheckedFit[],
  { rungs, seed }: CalibrationChoices,
  run: RunPoints,
): Promise<HypothesisFit[]> {
  const [last] = rungs.slice(-1);
  const tops = last === undefined ? [] : fits.flatMap(({ best }) => best.slice(0, 1));
  const { seeds = 0, months = 0 } = last ?? {};
  const points = tops.flatMap(({ candidate, nodes }) =>
    candidatePoints(candidate, nodes, { seed, first: freshFrom, seeds, months }),
  );
  const runs = points.length === 0 ? [] : await run(points);
  const ofCandidate = byCandidate(runs);
  const isWhole = runs.length === points.length;
  return fits.map((fit) => {
    const [top] = fit.best;
    const own = top === undefined || !isWhole ? undefined : ofCandidate.get(top.candidate);
    return {
      ...fit,
      checked: own === undefined || top === undefined ? null : judge(top.candidate, own),
    };
  });
}

/** Candidates with the ordinary months that were run for them. */
function judgedAgain(august: Runs, months: Runs): Judged[] {
  const monthsOf = byCandidate(months);
  return august.map((one) => {
    const { candidate } = one.point;
    return judge(candidate, [one, ...(monthsOf.get(candidate) ?? [])]);
  });
}

function byCandidate(runs: Runs): Map<Candidate, Runs> {
  return groupBy(runs, ({ point }) => point.candidate);
}

function ofHypothesis(judged: readonly Judged[], hypothesis: string): Judged[] {
  return judged.filter(({ candidate }) => candidate.hypothesis === hypothesis);
}

/** The first of each hypothesis, then the second of each, and so on. */
function inTurns(judged: readonly Judged[], hypotheses: readonly string[]): Judged[] {
  const own = hypotheses.map((hypothesis) => ofHypothesis(judged, hypothesis));
  const turns = Math.max(0, ...own.map(({ length }) => length));
  return Array.from({ length: turns }, (_, turn) =>
    own.flatMap((ofOne) => ofOne.slice(turn, turn + 1)),
  ).flat();
}

/**
 * The best candidates of a hypothesis, best first: of those that ordinary months were run for, if
 * there are any.
 */
function bestOf(all: readonly Judged[], hypothesis: string, share: number): Judged[] {
  const own = ofHypothesis(all, hypothesis);
  const withMonths = own.filter(({ months }) => months > 0);
  const among = withMonths.length > 0 ? withMonths : own;
  const count = Math.max(eliteMin, Math.ceil(among.length * share));
  return among.toSorted(byScore).slice(0, count);
}

function fitOf(
  hypothesis: string,
  reached: readonly (readonly Judged[])[],
  all: readonly Judged[],
): UncheckedFit {
  const bests = reached.map((ofSize) => bestOf(ofSize, hypothesis, 1));
  const region = bestOf(all, hypothesis, eliteShare);
  return {
    hypothesis,
    tried: ofHypothesis(all, hypothesis).length,
    best: bests.findLast(({ length }) => length > 0) ?? [],
    region: region.length === 0 ? [] : regionOf(region),
    regionCount: region.length,
  };
}

function promisingOf(count: number): number {
  return Math.ceil(count * promisingShare);
}

/** Less is better. Equal ones in the order of their numbers. */
function byScore(a: Judged, b: Judged): number {
  return a.score - b.score || a.candidate.number - b.candidate.number;
}
