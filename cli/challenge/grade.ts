// A grade: what was asked of a file, what came, and the points for it. It does not depend on the
// machine, nor on the time that the grading took.
import type { Bar, Challenge } from '#challenges/challenge.ts';
import { formatMeasure, isMet, measuredValue, relations } from '../thresholds/judge-thresholds.ts';
import type { JudgedRun } from '../thresholds/measures.ts';
import { readMeasure, readThreshold } from '../thresholds/read-threshold.ts';

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

/** A storm with a seed, and what became of it. */
export interface GradedRun {
  readonly seed: number;
  readonly isHidden: boolean;
  readonly replay: string;
  /** The run; or why there is none. */
  readonly outcome: { readonly run: JudgedRun } | { readonly error: string };
}

/** Adds up what runs are worth. @param runs with the challenge's seeds, and perhaps hidden ones */
export function gradeOf(challenge: Challenge, runs: readonly GradedRun[]): Grade {
  const checks = challenge.bars.flatMap((bar) =>
    runs.map((run) => checkOf(bar, run, { runCount: runs.length, first: challenge.bars[0] })),
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

/** A seed, whose it is, and the command that runs it. */
export type Seed = Omit<GradedRun, 'outcome'>;

interface CheckContext {
  readonly runCount: number;
  /** The bar without which a storm gives no points: doing nothing is easy to do cheaply. */
  readonly first: Bar | undefined;
}

function checkOf(
  bar: Bar,
  { outcome, ...of }: GradedRun,
  { runCount, first = bar }: CheckContext,
): GradeCheck {
  const condition = readThreshold(bar.condition);
  const { comparison, limit, measure, measureName } = condition;
  const maxPoints = rounded(bar.points / runCount);
  const words = {
    bar: bar.name,
    condition: bar.condition,
    ...of,
    maxPoints,
    expected: `${measureName} ${relations[comparison]} ${formatMeasure(measure.unit, limit)}`,
  };
  if ('error' in outcome) return { ...words, status: 'error', points: 0, came: outcome.error };
  const value = measuredValue(condition, [outcome.run]);
  const isReached = isMet(condition, [outcome.run]);
  const counts = isMet(readThreshold(first.condition), [outcome.run]);
  return {
    ...words,
    status: isReached ? 'pass' : 'fail',
    points: isReached && counts ? maxPoints : 0,
    came: value === null ? 'not measured' : formatMeasure(measure.unit, value),
  };
}

/** The mean over the runs of the product of the measures. */
function figureOf({ figure }: Challenge, runs: readonly GradedRun[]): Grade['figure'] {
  if (figure === undefined) return null;
  const { name, measures } = figure;
  const factors = measures.map((one) => readMeasure(one).of);
  const values = runs.map(({ outcome }) =>
    'error' in outcome
      ? Number.NaN
      : factors.reduce((product, of) => product * (of(outcome.run) ?? Number.NaN), 1),
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { name, value: Number.isFinite(mean) ? Number(mean.toPrecision(6)) : null };
}

function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}
