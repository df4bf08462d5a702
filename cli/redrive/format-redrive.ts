// The printed result of a redrive: a line for each queue, and the messages that stay with their
// reasons.
import { plainLine } from '#domain/plain-text.ts';
import type { LeftReason, QueueRedrive } from '#runner/deployed/redrive-queue.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';

/** A redrive in lines, with advice for the messages that stay. */
export function formatRedrive(queues: readonly QueueRedrive[], isDryRun: boolean): string {
  const sentBack = isDryRun ? 'would go back' : 'sent back';
  const lines = [
    row('queue', 'dead-lettered', sentBack, 'stay'),
    ...queues.map(({ queue, observedCount, sentBackCount, stayedCount }) =>
      row(queue, ...[observedCount, sentBackCount, stayedCount].map(formatCount)),
    ),
    ...queues.flatMap(reasonLines),
    ...queues.flatMap(copyLines),
    ...queues.flatMap(hiddenLines),
    ...queues.flatMap(otherRunsLines),
    verdict(queues, isDryRun),
    '',
  ];
  return lines.join('\n');
}

function row(queue: string, ...cells: readonly string[]): string {
  return `${queue.padEnd(11)}${cells.map((cell) => cell.padStart(14)).join('')}`;
}

function reasonLines({ queue, stays, examples }: QueueRedrive): string[] {
  return Object.entries(stays).flatMap(([reason, count]) => {
    const example = examples.find((one) => one.reason === reason)?.body ?? '';
    return [
      `  ${queue}: ${formatCount(count)} ${reason}: ${meaning[reason as LeftReason]}`,
      `    such as ${printable(example)}`,
    ];
  });
}

const meaning: Readonly<Record<LeftReason, string>> = {
  malformed: 'its consumer cannot read it',
  'newer-version': 'newer functions sent it; redrive with their version',
  'unknown-run': 'the table has no such run',
  'unknown-cell': 'the run has no such cell',
  'run-over': 'nothing is served for a run that is over',
  'proof-expired': 'the client has to boot again to prove anew who it is',
  superseded: 'the node is signed in, switched off, or at a newer boot',
  stale: 'it would change nothing any more',
  'unknown-node': 'the cell has no such node',
  'epoch-from-the-future': 'that boot has not happened',
  replayed: 'its proof was used before, or a later one was',
  'not-accepted': 'SQS did not accept it now; try again',
};

function copyLines({ queue, copiedCount }: QueueRedrive): string[] {
  if (copiedCount === 0) return [];
  return [`  ${queue}: ${formatCount(copiedCount)} of those sent back could not be deleted here`];
}

function hiddenLines({ queue, hiddenCount }: QueueRedrive): string[] {
  if (hiddenCount === 0) return [];
  const are = `${formatCount(hiddenCount)} ${hiddenCount === 1 ? 'is' : 'are'}`;
  return [`  ${queue}: ${are} hidden just now: somebody else holds them; try again in a while`];
}

function otherRunsLines({ queue, otherRunsCount }: QueueRedrive): string[] {
  if (otherRunsCount === 0) return [];
  return [`  ${queue}: ${formatCount(otherRunsCount)} more name another run or none; they stay`];
}

const exampleWidth = 80;

/** A body may hold control codes, which a terminal would obey. */
function printable(body: string): string {
  const plain = plainLine(body);
  return plain.length > exampleWidth ? `${plain.slice(0, exampleWidth)}...` : plain;
}

function verdict(queues: readonly QueueRedrive[], isDryRun: boolean): string {
  const sum = (count: (one: QueueRedrive) => number) =>
    queues.reduce((total, one) => total + count(one), 0);
  const sentBack = sum(({ sentBackCount }) => sentBackCount);
  const stayed = sum(({ stayedCount }) => stayedCount);
  const hidden = sum(({ hiddenCount }) => hiddenCount);
  const others = sum(({ otherRunsCount }) => otherRunsCount);
  if (sentBack + stayed + hidden === 0)
    return `✓ no message ${others === 0 ? '' : 'of this run '}is dead-lettered`;
  const moved = `${formatCount(sentBack)} ${isDryRun ? 'would go back' : 'sent back'}`;
  const nothing = isDryRun ? '; nothing was changed' : '';
  const left = [
    stayed > 0 ? `${formatCount(stayed)} ${stayed === 1 ? 'stays' : 'stay'}` : '',
    hidden > 0 ? `${formatCount(hidden)} hidden just now` : '',
  ].filter((words) => words !== '');
  if (left.length === 0) return `✓ ${moved}, none stays${nothing}`;
  return `✗ ${[moved, ...left].join(', ')}${nothing}`;
}
