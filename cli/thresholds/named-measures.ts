// Every measure by its name: what `measures` has, and what is counted and metered.
import { functionNames, metricNames } from '#domain/stack-names.ts';
import { billableMeterNames } from '#pricing/billable-meters.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { describeColumn } from '../columns/describe-column.ts';
import { detailWords } from '../columns/meter-words.ts';
import { type Measure, measures } from './measures.ts';

/** The meters that a run can have: what is billed, and its details. */
const meterNames: readonly string[] = [
  ...billableMeterNames,
  ...Object.keys(detailWords).flatMap((name) =>
    name.endsWith('<function>')
      ? functionNames.map((one) => name.replace('<function>', one))
      : [name],
  ),
].filter((name) => !name.includes('<'));

const byColumn = new Map(
  Object.entries(measures).flatMap(([name, { column }]) =>
    column === undefined ? [] : [[column, name] as const],
  ),
);

/** A measure under its one name. */
export interface NamedMeasure extends Measure {
  readonly name: string;
}

/**
 * The measure that a text names: by its name, or by the column of a sweep's `points.csv`. Undefined
 * where there is none.
 */
export function measureNamed(text: string): NamedMeasure | undefined {
  const name = byColumn.get(text) ?? text;
  const found = Object.hasOwn(measures, name) ? measures[name] : undefined;
  if (found !== undefined) return { ...found, name };
  const [, part, own = ''] = /^(count|meter)\.(.+)$/.exec(name) ?? [];
  if (part === 'count' && metricNames.some((metric) => metric === own))
    return {
      name,
      unit: 'number',
      about: `how often functions counted ${own}`,
      of: ({ counts }) => counts[own] ?? 0,
    };
  const about = part === 'meter' ? describeColumn(name)?.about : undefined;
  if (about === undefined) return undefined;
  return { name, unit: 'number', about, of: ({ meters }) => meters[own] ?? null };
}

/** What is said of a text that names no measure: the nearest one, and which there are. */
export function unknownMeasure(text: string): string {
  const all = [
    ...Object.keys(measures),
    ...metricNames.map((name) => `count.${name}`),
    ...meterNames.map((name) => `meter.${name}`),
  ];
  const nearest = nearestWord(text, all);
  const suggestion = nearest === undefined ? '' : `Did you mean ${nearest}? `;
  return (
    `No measure is called ${text}. ${suggestion}Known: ${Object.keys(measures).join(', ')}, ` +
    'and count.… and meter.… as the columns of points.csv are called'
  );
}
