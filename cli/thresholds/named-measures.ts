// Every measure by its name: what `measures` has, and what is counted and metered.
import { metricNames } from '#domain/stack-names.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { describeColumn } from '../columns/describe-column.ts';
import { isCountedOn, meterNames } from '../columns/meter-names.ts';
import { type JudgedRun, type Measure, measures } from './measures.ts';

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
  if (part !== 'meter' || !meterNames.includes(own)) return undefined;
  const about = describeColumn(name)?.about;
  if (about === undefined) throw new Error(`expected words for the meter ${own}`);
  return { name, unit: 'number', about, of: (run) => metered(run, own) };
}

/** What is counted and never moved is 0; null: the run's cloud does not count it. */
function metered({ cloud, meters, faults }: JudgedRun, name: string): number | null {
  if (!isCountedOn(cloud, name)) return null;
  if (!name.startsWith(faultPrefix)) return meters[name] ?? 0;
  return faults === undefined ? null : (faults[name.slice(faultPrefix.length)] ?? 0);
}

/** A run keeps its faults apart from its meters, by their kinds. */
const faultPrefix = 'faults.';

/**
 * What may follow a measure's name and a dot in the name of another: `login` of `lambda.billedMs`.
 */
export function partsOf(measureName: string): string[] {
  const beginning = `${measureName}.`;
  return meterNames
    .map((name) => `meter.${name}`)
    .filter((name) => name.startsWith(beginning))
    .map((name) => name.slice(beginning.length));
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
