// Every measure by its name: what `measures` has, and what is counted and metered.
import { functionNames, metricNames } from '#domain/stack-names.ts';
import { billableMeterNames } from '#pricing/billable-meters.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { type Measure, measures } from './measures.ts';

/** Meters that are details of those that are billed. */
const detailMeters = [
  'sqs.requests',
  'sqs.SendMessageBatch',
  'sqs.ReceiveMessage',
  'sqs.DeleteMessageBatch',
  'sqs.emptyReceives',
  'sqs.expired',
  'sqs.redriven',
  'lambda.gbSeconds',
  'lambda.billedMs',
  'lambda.initMs',
  'lambda.coldStarts',
  'lambda.errors',
  'lambda.throttles',
  'dynamodb.requests',
  'dynamodb.conflicts',
  'dynamodb.conditionalFailures',
  'dynamodb.readUnits.table',
  'dynamodb.readUnits.index',
  'dynamodb.writeUnits.table',
  'dynamodb.writeUnits.index',
  'dynamodb.writeUnits.refused',
  'dynamodb.writeUnits.transactional',
  'stepFunctions.executions',
  'stepFunctions.mapChildren',
  ...functionNames.flatMap((name) => [`lambda.billedMs.${name}`, `lambda.invocations.${name}`]),
];

/** The meters that a run can have. */
export const meterNames: readonly string[] = [...new Set([...billableMeterNames, ...detailMeters])];

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
  if (part === 'meter' && meterNames.includes(own))
    return {
      name,
      unit: 'number',
      about: `what the meter ${own} read`,
      of: ({ meters }) => meters[own] ?? null,
    };
  return undefined;
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
