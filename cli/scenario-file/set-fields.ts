// Sets single fields of a scenario, and notes each in its assumptions. It needs nothing of Node, so
// that a page sets fields in the same way.
import type { Assumption, Scenario } from '#domain/scenario/scenario.ts';
import type { Scale } from '#runner/twin/twin-order.ts';
import { fieldsNamed, withFields } from '../sweep/scenario-fields.ts';
import type { FieldValue } from '../sweep/vary-words.ts';

/** A field by its name in `scenario fields`, where `*` is for all of a list, and its new value. */
export interface FieldSetting {
  readonly name: string;
  readonly value: FieldValue;
}

/**
 * The scenario with fields set. What was changed is a guess among its assumptions, with the value
 * that it had before.
 * @param scale at which it will run: `sizes` and `shape` mean that scale's
 * @throws {FieldError} naming the nearest field
 */
export function withFieldsSet(
  scenario: Scenario,
  scale: Scale,
  settings: readonly FieldSetting[],
): Scenario {
  const single = settings.flatMap(({ name, value }) =>
    fieldsNamed(scenario, scale, name).map((path) => ({ path, value })),
  );
  const changed = withFields(scenario, single);
  const notes = single.flatMap(({ path }): Assumption[] => {
    const [value, before] = [inWords(changed, path), inWords(scenario, path)];
    if (value === before) return [];
    const source = `set, instead of ${before}`;
    return [{ name: path.join('.'), value, provenance: 'guess', source }];
  });
  return { ...changed, assumptions: [...notes, ...changed.assumptions] };
}

function inWords(scenario: Scenario, path: readonly string[]): string {
  const value = path.reduce<unknown>(
    (parent, name) => (parent as Readonly<Record<string, unknown>>)[name],
    scenario,
  );
  return typeof value === 'number' ? value.toLocaleString('en-US') : JSON.stringify(value);
}
