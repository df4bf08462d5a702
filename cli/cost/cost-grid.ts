// Which ways to deploy a cost is asked of, and at which sizes.
import { InvalidArgumentError } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import {
  isSettingName,
  readConfiguration,
  readSetting,
  type SettingWords,
  type StackConfiguration,
} from '#domain/stack/stack-configuration.ts';
import { settingNames } from '#domain/stack/stack-settings.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import type { Scale } from '#runner/twin/twin-order.ts';
import { fieldsNamed, withFields } from '../sweep/scenario-fields.ts';
import { fieldValues, type VaryWords } from '../sweep/vary-words.ts';

/** One combination of the values that are varied. */
export interface CostVariant {
  /** The varied values, as in `loginBatchSize=10, memoryMb=128`; `as deployed` where none is. */
  readonly label: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly configuration: StackConfiguration;
  readonly scenario: Scenario;
}

/** What the variants are made from. */
export interface VariantChoices {
  readonly scenario: Scenario;
  readonly scale: Scale;
  readonly vary: readonly VaryWords[];
  /** For all of them, unless it is varied. */
  readonly settings: SettingWords;
}

/** What is said of a network where nothing is varied. */
export const asDeployed = 'as deployed';

/**
 * What a policy under a way to deploy is called beside others: by what it differs in from them.
 * @param policyCount how many policies there are among all
 */
export function lineName(policy: string, { label }: CostVariant, policyCount: number): string {
  if (label === asDeployed) return policy;
  return policyCount === 1 ? label : `${policy}, ${label}`;
}

/** More of them nobody could tell apart. */
const variantsMax = 200;

/**
 * Every combination of the values.
 * @throws {InvalidArgumentError} or {FieldError} for a name or a value that cannot be
 */
export function variantsOf({ scenario, scale, vary, settings }: VariantChoices): CostVariant[] {
  const axes = vary.map((words) => axisOf(scenario, scale, words));
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > variantsMax)
    throw new InvalidArgumentError(
      `These are ${count} combinations; more than ${variantsMax} nobody can tell apart.`,
    );
  return combinations(axes).map((chosen) => {
    const ofStack = chosen.filter(({ axis }) => axis.kind === 'setting');
    const words = ofStack.map(({ axis, word }) => [axis.name, word] as const);
    const read = readConfiguration({ ...settings, ...Object.fromEntries(words) });
    if (read.kind === 'refused') throw new InvalidArgumentError(read.problems.join(' '));
    const fields = chosen.flatMap(({ axis, word }) => axis.set(word));
    const values = Object.fromEntries(chosen.map(({ axis, word }) => [axis.name, numberOr(word)]));
    const label = chosen.map(({ axis, word }) => `${axis.name}=${word}`).join(', ');
    return {
      label: label === '' ? asDeployed : label,
      values,
      configuration: read.configuration,
      scenario: withFields(scenario, fields),
    };
  });
}

interface Axis {
  readonly kind: 'setting' | 'field';
  readonly name: string;
  readonly values: readonly string[];
  /** What a value sets in the scenario. */
  readonly set: (word: string) => Parameters<typeof withFields>[1];
}

function axisOf(scenario: Scenario, scale: Scale, { fields, values }: VaryWords): Axis {
  const [name = '', ...more] = fields;
  if (more.length > 0)
    throw new InvalidArgumentError(`${fields.join(',')}: one name at a time is varied here.`);
  if (isSettingName(name)) {
    for (const word of values) {
      const read = readSetting(name, word);
      if (read.kind === 'refused') throw new InvalidArgumentError(read.problem);
    }
    return { kind: 'setting', name, values, set: () => [] };
  }
  if (name !== cellSize.name)
    throw new InvalidArgumentError(
      `${name} cannot be varied here. ${didYouMean(name, [...settingNames, cellSize.name])}`,
    );
  const paths = fieldsNamed(scenario, scale, cellSize.field);
  return {
    kind: 'field',
    name,
    values,
    set: (word) => {
      const [value] = fieldValues(word, false);
      return value === undefined ? [] : paths.map((path) => ({ path, value }));
    },
  };
}

/** What is no setting of the stack, but of the network that it serves. */
const cellSize = { name: 'cellNodes', field: 'shape.cellNodes' } as const;

interface Chosen {
  readonly axis: Axis;
  readonly word: string;
}

function combinations([axis, ...others]: readonly Axis[]): Chosen[][] {
  if (axis === undefined) return [[]];
  const rest = combinations(others);
  return axis.values.flatMap((word) => rest.map((chosen) => [{ axis, word }, ...chosen]));
}

function numberOr(word: string): string | number {
  return /^\d+$/.test(word) ? Number(word) : word;
}
