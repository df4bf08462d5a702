// Parses a threshold: `heal.p99>600s`, `resilient:bill.total>$5`.
import { InvalidArgumentError } from 'commander';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { type MeasureUnit, statistics } from './measures.ts';
import { measureNamed, type NamedMeasure, partsOf, unknownMeasure } from './named-measures.ts';

/** How a measure is compared with a limit. */
export type Comparison = '>' | '>=' | '<' | '<=';

/** A measure with its limit. */
export interface Threshold {
  /** The user's text. Every message about the threshold repeats it. */
  readonly text: string;
  /** The one policy that it is about; null: every policy. */
  readonly policy: string | null;
  readonly measureName: string;
  readonly measure: NamedMeasure;
  /** The statistic over the seeds. `any` if the user named none: a single run decides. */
  readonly statistic: string;
  readonly comparison: Comparison;
  /**
   * The limit in the measure's own unit: dollars, milliseconds, a share from 0 to 1, or a number.
   */
  readonly limit: number;
}

/** The units of limits, by what is measured, each with its size. */
const units: Readonly<Record<MeasureUnit, Readonly<Record<string, number>>>> = {
  usd: { '': 1, $: 1 },
  ms: { ms: 1, s: 1e3, min: 60e3, h: 3_600e3, d: 86_400e3 },
  share: { '': 1, '%': 0.01 },
  number: { '': 1 },
};

const shape =
  /^(?:([^:<>=\s]+)\s*:)?\s*([\w.-]+)\s*(>=|<=|>|<)\s*(\$?)\s*(\d+(?:\.\d+)?)\s*([\w%$]*)$/;

/**
 * Reads a threshold.
 * @param isCompared whether runs are compared with a first one, so that a ratio to it has a meaning
 * @throws {InvalidArgumentError} naming the nearest known measure, statistic or unit
 */
export function readThreshold(text: string, isCompared = false): Threshold {
  const { policy, name, comparison, limitIn } = thresholdParts(text);
  const { measureName, measure, statistic } = measured(name, isCompared);
  return {
    text: text.trim(),
    policy,
    measureName,
    measure,
    statistic,
    comparison,
    limit: limitIn(statistic === ratioToFirst ? 'number' : measure.unit),
  };
}

/** What a threshold's text consists of, whatever it measures. */
export interface ThresholdParts {
  readonly policy: string | null;
  readonly name: string;
  readonly comparison: Comparison;
  /** The limit in this unit. @throws {InvalidArgumentError} where it has another one */
  readonly limitIn: (unit: MeasureUnit) => number;
}

/** Takes a threshold's text apart. @throws {InvalidArgumentError} */
export function thresholdParts(text: string): ThresholdParts {
  const [, policy, name = '', comparison, sign = '', digits = '', unit = ''] =
    shape.exec(text.trim()) ?? [];
  if (comparison === undefined)
    throw new InvalidArgumentError(
      `${text} is no threshold: a measure, one of > >= < <=, and a limit, such as 'heal.p99>600s'.`,
    );
  const limitIn = (kind: MeasureUnit) => {
    if (sign !== '' && unit !== '') throw new InvalidArgumentError(`${text} has two units.`);
    return Number(digits) * unitOf(kind, sign || unit, text);
  };
  return { policy: policy ?? null, name, comparison: comparison as Comparison, limitIn };
}

/** The statistic `any`: the run that is worst for the limit. */
export const anyRun = 'any';

/** The statistic `ratio`: a run's measure divided by that of the first run of a comparison. */
export const ratioToFirst = 'ratio';

function measured(
  name: string,
  isCompared: boolean,
): Pick<Threshold, 'measureName' | 'measure' | 'statistic'> {
  const whole = measureNamed(name);
  if (whole !== undefined) return { measureName: whole.name, measure: whole, statistic: anyRun };
  const at = name.lastIndexOf('.');
  const statistic = name.slice(at + 1);
  const measure = at > 0 ? measureNamed(name.slice(0, at)) : undefined;
  if (measure === undefined) {
    throw new InvalidArgumentError(
      `${unknownMeasure(name)}; each with .${Object.keys(statistics).join(', .')}.`,
    );
  }
  const measureName = measure.name;
  const known = isCompared ? [ratioToFirst] : Object.keys(statistics);
  if (known.includes(statistic)) return { measureName, measure, statistic };
  const words = [...known, ...partsOf(measureName)];
  throw new InvalidArgumentError(
    `${measureName} has no .${statistic} here. ${didYouMean(statistic, words)}`,
  );
}

/** A measure by its name, without a statistic. @throws {InvalidArgumentError} */
export function readMeasure(name: string): NamedMeasure {
  const measure = measureNamed(name);
  if (measure !== undefined) return measure;
  throw new InvalidArgumentError(`${unknownMeasure(name)}.`);
}

/** The size of a limit's unit. @throws {InvalidArgumentError} naming those that it may have */
export function unitOf(kind: MeasureUnit, word: string, text: string): number {
  const known = units[kind];
  const factor = Object.hasOwn(known, word) ? known[word] : undefined;
  if (factor !== undefined) return factor;
  const names = Object.keys(known).filter((unit) => unit !== '');
  const given = word === '' ? 'no unit' : `the unit ${word}`;
  throw new InvalidArgumentError(
    names.length === 0
      ? `${text}: it is a number, so that its limit takes no unit.`
      : `${text}: its limit has ${given}; it takes ${names.join(', ')}.`,
  );
}
