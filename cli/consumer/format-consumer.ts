// The result of a trial for people: a column for each consumer, and a sentence.
import { plainLine } from '#domain/plain-text.ts';
import type { ConsumerResult } from '#runner/consumer/try-consumer.ts';
import { formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';

/** A trial that was made. */
export interface TriedConsumer {
  readonly name: string;
  readonly result: ConsumerResult;
}

/** So many different errors are shown. */
const errorsShown = 3;

/** The table, and what each consumer did. */
export function formatConsumers(tried: readonly TriedConsumer[]): string {
  const row = (label: string, value: (result: ConsumerResult) => string) => [
    label,
    ...tried.map(({ result }) => value(result)),
  ];
  const rows = [
    ['', ...tried.map(({ name }) => plainLine(name))],
    row('Messages sent', ({ sent }) => formatCount(sent)),
    row('of them poison', ({ poison }) => formatCount(poison)),
    row('Handed to the function', ({ receives }) => formatCount(receives)),
    row('Invocations', ({ invocations }) => formatCount(invocations)),
    row('Cold starts', ({ coldStarts }) => formatCount(coldStarts)),
    row('Throttled invocations', ({ throttles }) => formatCount(throttles)),
    row('Ordered in all', ({ ordered }) => formatCount(ordered)),
    row('Counted in all', ({ counted }) => formatCount(counted)),
    row('Too much or too little', ({ off }) =>
      off > 0 ? `+${formatCount(off)}` : formatCount(off),
    ),
    row('Good orders among dead letters', ({ deadOrders }) => formatCount(deadOrders)),
    row('Poison among them', ({ deadPoison }) => formatCount(deadPoison)),
    row('Sent back from there', ({ redriven }) => formatCount(redriven)),
    row('Queue empty after', ({ doneMs }) =>
      doneMs === null ? 'not in 12 h' : formatDuration(doneMs),
    ),
    row('DynamoDB write units', ({ writeUnits }) => formatCount(writeUnits)),
    row('of one key in a second', ({ keyWriteUnitsPeak }) => formatCount(keyWriteUnitsPeak)),
    row('SQS requests', ({ sqsRequests }) => formatCount(sqsRequests)),
  ];
  const colAligns = rows[0]?.map((_, at) => (at === 0 ? ('left' as const) : ('right' as const)));
  const table = plainTable(rows, { colAligns: colAligns ?? [] });
  return `${[table, '', ...tried.flatMap(sentences)].join('\n')}\n`;
}

function sentences({ name, result }: TriedConsumer): string[] {
  const thrown = result.errors
    .slice(0, errorsShown)
    .map(({ error, count }) => `  threw ${formatCount(count)} times: ${plainLine(error)}`);
  return [`${plainLine(name)}: ${sentence(result)}`, ...thrown];
}

function sentence({ off, deadOrders, doneMs }: ConsumerResult): string {
  if (doneMs === null) return 'messages are still in the queue after 12 hours.';
  const dead = deadOrders > 0 ? ` ${formatCount(deadOrders)} good orders are dead letters.` : '';
  if (off > 0) return `it counted ${formatCount(off)} too much.${dead}`;
  if (off < 0) return `it counted ${formatCount(-off)} too little.${dead}`;
  return `it counted every order once.${dead}`;
}
