// A grade: what was asked of a file, what came, and the points for it. It does not depend on the
// machine, nor on the time that the grading took.
import type { Bar, Challenge } from '#challenges/challenge.ts';
import { formatMeasure, isCrossed, relations } from '../thresholds/judge-thresholds.ts';
import { type ReadBar, readBar } from './read-bar.ts';

/** `error`: the file could not be run, which is neither a pass nor a fail. */
export type GradeStatus = 'pass' | 'fail' | 'error';

/** One bar with one seed. */
export interface GradeCheck {
  readonly bar: string;
  readonly condition: string;
  readonly seed: number;
  /** Whether the seed comes from the teacher's key. */
  readonly isHidden: boolean;
  readonly status: GradeStatus;
  readonly points: number;
  readonly maxPoints: number;
  /** What was asked, such as `heal at most 10 min`. */
  readonly expected: string;
  /** What came, such as `14 s`, or why it could not be run. */
  readonly came: string;
  /** The command that shows it. */
  readonly replay: string;
}

/** What a file is worth. */
export interface Grade {
  readonly schemaVersion: 1;
  readonly challenge: string;
  readonly title: string;
  readonly status: GradeStatus;
  readonly score: number;
  readonly maxScore: 100;
  readonly checks: readonly GradeCheck[];
  /** Of an open challenge: its figure, smaller is better; null where a run has none. */
  readonly figure: { readonly name: string; readonly value: number | null } | null;
}

/** What came of a run, or why there is none. */
export type Outcome = Measured | { readonly error: string };

/** A run of any kind. */
export interface Measured {
  /** By the name of the measure; null: it was not measured. */
  readonly value: (measure: string) => number | null;
}

/** A run with a seed, and what became of it. */
export interface GradedRun {
  readonly seed: number;
  readonly isHidden: boolean;
  readonly replay: string;
  readonly outcome: Outcome;
}

/** Adds up what runs are worth. @param runs with the challenge's seeds, and perhaps hidden ones */
export function gradeOf(challenge: Challenge, runs: readonly GradedRun[]): Grade {
  const checks = challenge.bars.flatMap((bar) =>
    runs.map((run) => checkOf(bar, run, { challenge, runCount: runs.length })),
  );
  const isError = checks.some(({ status }) => status === 'error');
  const isPass = checks.every(({ status }) => status === 'pass');
  const gained = challenge.bars.map(({ name, points }) => {
    const won = checks.filter((check) => check.bar === name && check.points > 0).length;
    return (points * won) / runs.length;
  });
  return {
    schemaVersion: 1,
    challenge: challenge.name,
    title: challenge.title,
    status: isError ? 'error' : isPass ? 'pass' : 'fail',
    // A file that fails to run in one storm gets nothing: which storm it is would be luck.
    score: isError ? 0 : rounded(gained.reduce((sum, points) => sum + points, 0)),
    maxScore: 100,
    checks,
    figure: figureOf(challenge, runs),
  };
}

interface CheckContext {
  readonly challenge: Challenge;
  readonly runCount: number;
}

function checkOf(
  bar: Bar,
  { outcome, ...of }: GradedRun,
  { challenge, runCount }: CheckContext,
): GradeCheck {
  const { comparison, limit, unit, measureName } = readBar(challenge, bar);
  const maxPoints = rounded(bar.points / runCount);
  const words = {
    bar: bar.name,
    condition: bar.condition,
    ...of,
    maxPoints,
    expected: `${measureName} ${relations[comparison]} ${measureWords(unit, limit)}`,
  };
  if ('error' in outcome) return { ...words, status: 'error', points: 0, came: outcome.error };
  const value = outcome.value(measureName);
  const isReached = isBarReached(challenge, bar, outcome);
  // Without the first bar a run gives no points: doing nothing is easy to do cheaply.
  const counts = isBarReached(challenge, challenge.bars[0] ?? bar, outcome);
  return {
    ...words,
    status: isReached ? 'pass' : 'fail',
    points: isReached && counts ? maxPoints : 0,
    came: value === null ? 'not measured' : measureWords(unit, value),
  };
}

/** In words. Dollars have digits enough to tell them from a bar that they just miss. */
function measureWords(unit: ReadBar['unit'], value: number): string {
  return unit === 'usd' ? `$${Number(value.toPrecision(4))}` : formatMeasure(unit, value);
}

function isBarReached(challenge: Challenge, bar: Bar, { value }: Measured): boolean {
  const { measureName, ...condition } = readBar(challenge, bar);
  const measured = value(measureName);
  return measured !== null && isCrossed(condition, measured);
}

/** The mean over the runs of the product of the measures. */
function figureOf({ figure }: Challenge, runs: readonly GradedRun[]): Grade['figure'] {
  if (figure === undefined) return null;
  const { name, measures } = figure;
  const values = runs.map(({ outcome }) =>
    'error' in outcome
      ? Number.NaN
      : measures.reduce((product, one) => product * (outcome.value(one) ?? Number.NaN), 1),
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { name, value: Number.isFinite(mean) ? Number(mean.toPrecision(6)) : null };
}

function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}
