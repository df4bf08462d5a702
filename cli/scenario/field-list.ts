// The fields of a scenario: their units, ranges, values, and how well the values are known.
import type { Assumption, Scenario } from '#domain/scenario/scenario.ts';
import type { NumberRange } from '#domain/scenario/scenario-ranges.ts';
import { isAt, type Leaf, leavesOf } from '#runner/leaves.ts';
import { variedPaths } from '../sweep/scenario-fields.ts';
import { type FieldWords, fieldWords } from './field-words.ts';

/** One field, or the same field of each member of a list. */
export interface ScenarioField {
  readonly path: string;
  readonly says: string;
  /** Null for a field that is no number. */
  readonly unit: string | null;
  readonly range: NumberRange | null;
  /** Whether `sweep --vary` takes it. */
  readonly isVaried: boolean;
  /** The values in this scenario; none where it leaves the field out. */
  readonly values: readonly unknown[];
  /** The scenario's notes on the values; none where it has no note. */
  readonly notes: readonly Assumption[];
}

/** All fields that a scenario may have, with this scenario's values. */
export function fieldsOf(scenario: Scenario): ScenarioField[] {
  const leaves = leavesOf(scenario);
  const varied = new Set(variedPaths(scenario).map((path) => path.join('.')));
  return fieldWords.map((words): ScenarioField => {
    const { path, says, range } = words;
    const own = leaves.filter((leaf) => isAt(leaf.path, path.split('.')));
    return {
      path,
      says,
      unit: range === undefined ? null : unitOf(path),
      range: range ?? null,
      isVaried: range !== undefined && own.some((leaf) => varied.has(leaf.path.join('.'))),
      values: own.map(({ value }) => value),
      notes: unique(own.flatMap((leaf) => notesOn(leaf, words, scenario))),
    };
  });
}

const units: readonly (readonly [RegExp, string])[] = [
  [/Ms(Min|Max|Base)?$/, 'ms'],
  [/Minutes$/, 'min'],
  [/growthPerDay$/, 'share a day'],
  [/(Share|Shares|Factor)(\.\*)?$/, 'share'],
  [/(nodeCount|cellNodes|[oO]nlineCount)$/, 'nodes'],
  [/clientsPerSupernode$/, 'clients'],
  [/[sS]lots(PerSupernode)?$/, 'slots'],
  [/headroom$/, 'slots a client'],
  [/promotionsPerStep$/, 'promotions'],
  [/attemptsPerMinuteMax$/, 'attempts a minute'],
  [/loginsPerRateLimitWindow$/, 'log-ins'],
];

function unitOf(path: string): string {
  const [, unit] = units.find(([form]) => form.test(path)) ?? [];
  if (unit === undefined) throw new Error(`expected to know the unit of ${path}`);
  return unit;
}

/** A change in a file is noted by its path; a value of a scenario that ships has a name. */
function notesOn({ path }: Leaf, { noted }: FieldWords, scenario: Scenario): Assumption[] {
  const { assumptions } = scenario;
  const own = assumptions.filter(({ name }) => name === path.join('.'));
  if (own.length > 0) return own;
  const label = labelOf(path, scenario);
  for (const names of noted) {
    const wanted = [names].flat().map((name) => name.replace('{label}', label));
    const found = assumptions.filter(({ name }) => wanted.includes(name));
    if (found.length > 0) return found;
  }
  return [];
}

function labelOf([, list, at]: readonly string[], { storm }: Scenario): string {
  if (list !== 'zones' && list !== 'nights') return '';
  return storm[list][Number(at)]?.label ?? '';
}

function unique(notes: readonly Assumption[]): Assumption[] {
  return [...new Set(notes)];
}
