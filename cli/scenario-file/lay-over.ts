// Applies a file's changes to the scenario that it extends, and describes them for the report.
import type { Assumption, Scenario } from '#domain/scenario/scenario.ts';
import type { ScenarioFile } from './scenario-schema.ts';

/** The changes that a file makes to a scenario. */
export type ScenarioChanges = Omit<ScenarioFile, 'extends' | '$schema'>;

/** Fields that a change replaces as a whole. Members that it does not name are removed. */
const replacedWhole: ReadonlySet<string> = new Set(['expected', 'restartShare']);

/**
 * Applies changes to a scenario. Objects are merged field by field; lists are replaced as a whole.
 * Each change is added to the assumptions, so that the report is true.
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
 * Changes of the scenario's timings that have no effect, because one of its scales has a timing of
 * its own. Each is described in words.
 */
export function hiddenChanges(base: Scenario, changes: ScenarioChanges): string[] {
  return (['embedded', 'full'] as const).flatMap((scale) =>
    Object.keys(changes.timings ?? {})
      .filter((name) => name in (base[scale]?.timings ?? {}))
      .filter((name) => !(name in (changes[scale]?.timings ?? {})))
      .map((name) => `timings.${name}: ${formatHidden(scale, name)}`),
  );
}

/** Why a timing of the scenario has no effect at one of its scales. */
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

/** The name of a story is not an assumption. */
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

/** A full list of nights would fill a page. Its length shows that it was replaced. */
const wordsMax = 60;

function inWords(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en-US');
  const words = JSON.stringify(value);
  return words.length <= wordsMax ? words : `${words.slice(0, wordsMax)}…`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
