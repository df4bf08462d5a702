// How a file's changes are laid over the scenario that it extends, and how a report says them.
import type { Assumption, Scenario } from '#domain/scenario/scenario.ts';
import type { ScenarioFile } from './scenario-schema.ts';

/** What a file changes of a scenario. */
export type ScenarioChanges = Omit<ScenarioFile, 'extends' | '$schema'>;

/** Fields that a change replaces as a whole: what is not named in it is gone. */
const replacedWhole: ReadonlySet<string> = new Set(['expected', 'restartShare']);

/**
 * Lays changes over a scenario. Objects are merged field by field, lists are replaced as a whole.
 * What the report says of a value must be true of it, so each change is added to the assumptions.
 */
export function layOver(base: Scenario, changes: ScenarioChanges, source: string): object {
  const { assumptions = base.assumptions, ...others } = changes;
  const laid = merged(base, others) as Record<string, unknown>;
  const notes = changedValues(base, others).map(({ field, value, before }): Assumption => {
    const was = before === undefined ? 'new' : `instead of ${before}`;
    return { name: field, value, provenance: 'guess', source: `${source}, ${was}` };
  });
  return { ...laid, assumptions: [...notes, ...assumptions] };
}

/**
 * Changes of the scenario's timings that would change nothing, because one of its scales has a
 * timing of its own there, in words.
 */
export function hiddenChanges(base: Scenario, changes: ScenarioChanges): string[] {
  return (['embedded', 'full'] as const).flatMap((scale) =>
    Object.keys(changes.timings ?? {})
      .filter((name) => name in (base[scale]?.timings ?? {}))
      .filter((name) => !(name in (changes[scale]?.timings ?? {})))
      .map((name) => `timings.${name}: ${formatHidden(scale, name)}`),
  );
}

/** Why a timing of the scenario does not count at one of its scales. */
export function formatHidden(scale: 'embedded' | 'full', name: string): string {
  return `the ${scale} scale has a value of its own, which wins; give ${scale}.timings.${name} too`;
}

function merged(base: unknown, change: unknown): unknown {
  if (!isObject(base) || !isObject(change)) return change;
  const entries = Object.entries(change).map(([field, value]): [string, unknown] => [
    field,
    replacedWhole.has(field) ? value : merged(base[field], value),
  ]);
  return { ...base, ...Object.fromEntries(entries) };
}

interface ChangedValue {
  readonly field: string;
  readonly value: string;
  readonly before: string | undefined;
}

/** What a story is called is no assumption. */
const unreported: ReadonlySet<string> = new Set(['name', 'title', 'expected', 'recoveryPoints']);

function changedValues(base: unknown, change: unknown, path: string[] = []): ChangedValue[] {
  if (!isObject(change) || replacedWhole.has(path.at(-1) ?? '')) {
    const [value, before] = [inWords(change), base === undefined ? undefined : inWords(base)];
    return value === before ? [] : [{ field: path.join('.'), value, before }];
  }
  return Object.entries(change)
    .filter(([field]) => path.length > 0 || !unreported.has(field))
    .flatMap(([field, value]) =>
      changedValues(isObject(base) ? base[field] : undefined, value, [...path, field]),
    );
}

/** A list of nights in full would be a page; its length says that it is another one. */
const wordsMax = 60;

function inWords(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en-US');
  const words = JSON.stringify(value);
  return words.length <= wordsMax ? words : `${words.slice(0, wordsMax)}…`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
