// `months --vary`: every combination of values for the declared inputs of a month, and for the
// fields of its scenario.
import { InvalidArgumentError } from 'commander';
import {
  type DeclaredDistribution,
  whyImpossible,
} from '#domain/distributions/declared-distribution.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { MonthVariant } from '#runner/months/month-variant.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import type { MonthInput, MonthInputs } from '#scenarios/months/month-inputs.ts';
import { type PatchTuesdayStory, storyOf } from '#scenarios/months/patch-tuesdays.ts';
import { refuseNonsense } from '../scenario-file/read-scenario.ts';
import { FieldError, fieldsNamed, isTime, withFields } from '../sweep/scenario-fields.ts';
import { type FieldValue, fieldValues, type VaryWords } from '../sweep/vary-words.ts';

const inputNames: readonly string[] = [
  'restartShare',
  'load',
  'recordOnlineCount',
] satisfies MonthInput[];

/** What other options of the command vary. */
const optionOf: Readonly<Record<string, string>> = {
  policy: '--policy a,b',
  nodes: '--nodes',
  seed: '--seed and --seeds',
  spread: '--spread a,b',
};

/** A varied field, or several that take the same values. */
interface MonthAxis {
  readonly fields: readonly string[];
  readonly values: readonly FieldValue[];
}

/**
 * The variants that the words ask for, checked for every month.
 * @throws {FieldError} {InvalidArgumentError} {ScenarioFileError}
 */
export function monthVariants(
  vary: readonly VaryWords[],
  stories: readonly PatchTuesdayStory[],
): MonthVariant[] {
  const axes = vary.map(axisOf);
  const variants = [...product(axes)].map(variantOf);
  for (const variant of variants) for (const story of stories) checkMonth(variant, story);
  return variants;
}

function axisOf({ fields, values }: VaryWords): MonthAxis {
  for (const field of fields) {
    const option = Object.hasOwn(optionOf, field) ? optionOf[field] : undefined;
    if (option !== undefined)
      throw new InvalidArgumentError(`Of months ${field} is chosen with ${option}.`);
  }
  const words = values.flatMap((word) => fieldValues(word, fields.every(isTime)));
  return { fields, values: words };
}

interface MonthSetting {
  readonly field: string;
  readonly value: FieldValue;
}

function* product([axis, ...others]: readonly MonthAxis[]): Generator<MonthSetting[][]> {
  if (axis === undefined) yield [];
  else
    for (const value of axis.values)
      for (const settings of product(others))
        yield [axis.fields.map((field) => ({ field, value })), ...settings];
}

function variantOf(axes: readonly (readonly MonthSetting[])[]): MonthVariant {
  const values = axes.map((settings) => [
    settings.map(({ field }) => field).join('+'),
    ...settings.slice(0, 1).map(({ value }) => shownValue(value)),
  ]);
  const settings = axes.flat();
  const [ofInputs, ofScenario] = [true, false].map((isInput) =>
    settings.filter(({ field }) => inputNames.includes(field) === isInput),
  );
  return {
    values: Object.fromEntries(values),
    inputs: (declared) => (ofInputs ?? []).reduce(withInput, declared),
    scenario: (drawn) =>
      withFields(
        drawn,
        (ofScenario ?? []).flatMap(({ field, value }) =>
          scenarioPaths(drawn, field).map((path) => ({ path, value })),
        ),
      ),
  };
}

function scenarioPaths(scenario: Scenario, field: string) {
  try {
    return fieldsNamed(scenario, 'full', field);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    const nearest = nearestWord(field, inputNames);
    if (nearest !== undefined)
      throw new FieldError(`A month has no input ${field}. Did you mean ${nearest}?`);
    throw new FieldError(`${error.message} Inputs of a month: ${inputNames.join(', ')}.`);
  }
}

function withInput(inputs: MonthInputs, { field, value }: MonthSetting): MonthInputs {
  const name = field as MonthInput;
  const declared = inputs[name];
  if (value.kind === 'null') throw new FieldError(`${field} takes no null.`);
  const changed: DeclaredDistribution =
    value.kind === 'number'
      ? { kind: 'fixed', value: value.value, provenance: 'guess', source: 'set by --vary' }
      : scaled(declared, value.value);
  return { ...inputs, [name]: changed };
}

/** The distribution of so many times the quantity; of a share the spread stays. */
function scaled(declared: DeclaredDistribution, factor: number): DeclaredDistribution {
  const source = factor === 1 ? declared.source : `${declared.source}; times ${factor} by --vary`;
  switch (declared.kind) {
    case 'fixed':
      return { ...declared, value: factor * declared.value, source };
    case 'uniform':
      return { ...declared, min: factor * declared.min, max: factor * declared.max, source };
    case 'triangular': {
      const { min, mode, max } = declared;
      return { ...declared, min: factor * min, mode: factor * mode, max: factor * max, source };
    }
    case 'lognormal':
      return { ...declared, median: factor * declared.median, source };
    case 'beta':
      return { ...declared, mean: factor * declared.mean, source };
    default:
      return unreachable(declared);
  }
}

/** Refuses what no month can be: a share above 1, a network of nobody. */
function checkMonth(variant: MonthVariant, { month, inputs }: PatchTuesdayStory): void {
  const changed = variant.inputs(inputs);
  const words = `${month.name} with ${variantInWords(variant)}`;
  for (const [name, declared] of Object.entries(changed)) {
    const most = name === 'restartShare' ? 1 : Number.POSITIVE_INFINITY;
    const isOutside = declared.kind === 'fixed' && !(declared.value > 0 && declared.value <= most);
    const reason = isOutside
      ? `expected more than 0${most === 1 ? ' and at most 1' : ''}`
      : whyImpossible(declared);
    if (reason !== null) throw new FieldError(`${words}: ${name}: ${reason}.`);
  }
  refuseNonsense(words, variant.scenario(storyOf(month, changed).scenario(1)));
}

/** A variant in words: `restartShare=0.4, timings.leaseMs=86400000`. */
export function variantInWords({ values }: MonthVariant): string {
  return Object.entries(values)
    .map(([field, value]) => `${field}=${value}`)
    .join(', ');
}

function shownValue(value: FieldValue): string | number {
  if (value.kind === 'null') return 'null';
  return value.kind === 'factor' ? `x${value.value}` : value.value;
}
