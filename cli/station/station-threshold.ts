// `station --fail-if`: holds stations to limits, in the words of the thresholds of networks.
import { InvalidArgumentError } from 'commander';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { formatMeasure, isCrossed, relations } from '../thresholds/judge-thresholds.ts';
import type { MeasureUnit } from '../thresholds/measures.ts';
import { type Comparison, unitOf } from '../thresholds/read-threshold.ts';
import type { StationRun } from './station-run.ts';

interface StationMeasure {
  readonly unit: MeasureUnit;
  readonly about: string;
  /** Null: it was not measured. */
  readonly of: (run: StationRun) => number | null;
}

/** Every measure of a station, by its name in a threshold. */
export const stationMeasures: Readonly<Record<string, StationMeasure>> = {
  answered: {
    unit: 'share',
    about: 'requests that were answered in time, in the last fifth of the run',
    of: ({ ending }) => ending.answeredShare,
  },
  lateWork: {
    unit: 'share',
    about: 'work for clients that had gone, in the last fifth',
    of: ({ ending }) => ending.lateShare,
  },
  load: {
    unit: 'share',
    about: 'the work of all first attempts, of what the servers can do, in the last fifth',
    of: ({ ending }) => ending.loadShare,
  },
  attemptsPerRequest: {
    unit: 'number',
    about: 'attempts for each request, in the last fifth',
    of: ({ ending }) => ending.attemptsPerRequest,
  },
  queue: {
    unit: 'number',
    about: 'attempts that wait at the end',
    of: ({ ending }) => ending.queueAtEnd,
  },
  longestQueue: {
    unit: 'number',
    about: 'the longest queue at the end of any interval',
    of: ({ result }) =>
      result.series.reduce((most, { queueAtEnd }) => Math.max(most, queueAtEnd), 0),
  },
  gaveUp: {
    unit: 'number',
    about: 'requests that ended without an answer, in the whole run',
    of: ({ result }) => result.counts.gaveUp,
  },
  'toAnswer.p50': {
    unit: 'ms',
    about: 'how long half of the answered clients waited at most',
    of: ({ result }) => result.toAnswerMs.p50Ms,
  },
  'toAnswer.p99': {
    unit: 'ms',
    about: 'how long 99 of 100 answered clients waited at most',
    of: ({ result }) => result.toAnswerMs.p99Ms,
  },
};

/** A measure of a station with its limit. */
export interface StationThreshold {
  /** The user's text. */
  readonly text: string;
  /** The one station that it is about; null: every station. */
  readonly station: string | null;
  readonly measureName: string;
  readonly measure: StationMeasure;
  readonly comparison: Comparison;
  /** In the measure's own unit. */
  readonly limit: number;
}

const shape = /^(?:([^:<>=\s]+)\s*:)?\s*([\w.]+)\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?)\s*([\w%]*)$/;

/** Reads a threshold. @throws {InvalidArgumentError} naming the nearest known measure */
export function readStationThreshold(text: string): StationThreshold {
  const [, station, measureName = '', comparison, digits = '', unit = ''] =
    shape.exec(text.trim()) ?? [];
  if (comparison === undefined)
    throw new InvalidArgumentError(
      `${text} is no threshold: a measure, one of > >= < <=, and a limit, such as 'answered<99%'.`,
    );
  const names = Object.keys(stationMeasures);
  const measure = names.includes(measureName) ? stationMeasures[measureName] : undefined;
  if (measure === undefined)
    throw new InvalidArgumentError(
      `No measure of a station is called ${measureName}. ${didYouMean(measureName, names)}`,
    );
  return {
    text: text.trim(),
    station: station ?? null,
    measureName,
    measure,
    comparison: comparison as Comparison,
    limit: Number(digits) * unitOf(measure.unit, unit, text),
  };
}

/** What became of the thresholds: those that were crossed or not measured, in sentences. */
export interface StationJudgement {
  readonly isCrossed: boolean;
  readonly isUnmeasured: boolean;
  readonly sentences: readonly string[];
}

/** Judges each threshold for each station that it is about. */
export function judgeStationThresholds(
  thresholds: readonly StationThreshold[],
  runs: readonly StationRun[],
): StationJudgement {
  const judged = thresholds.flatMap((threshold) =>
    runs
      .filter(({ name }) => threshold.station === null || threshold.station === name)
      .map((run) => judge(threshold, run)),
  );
  const sentences = judged.flatMap(({ sentence }) => sentence ?? []);
  return {
    isCrossed: judged.some(({ kind }) => kind === 'crossed'),
    isUnmeasured: judged.some(({ kind }) => kind === 'unmeasured'),
    sentences:
      judged.length > 0 && sentences.length === 0 ? ['No threshold was crossed.'] : sentences,
  };
}

interface Judged {
  readonly kind: 'kept' | 'crossed' | 'unmeasured';
  readonly sentence?: string;
}

function judge(threshold: StationThreshold, run: StationRun): Judged {
  const { measure, measureName, comparison, limit, text } = threshold;
  const value = measure.of(run);
  if (value === null)
    return {
      kind: 'unmeasured',
      sentence: `${run.name}: ${measureName} was not measured (${text}).`,
    };
  if (!isCrossed(threshold, value)) return { kind: 'kept' };
  const relation = relations[comparison];
  const [seen, asked] = [value, limit].map((one) => formatMeasure(measure.unit, one));
  return {
    kind: 'crossed',
    sentence: `${run.name}: ${measureName} is ${seen}, ${relation} ${asked} (${text}).`,
  };
}
