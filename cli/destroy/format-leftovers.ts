// What is left of a stack, kind by kind: what it is called, what it costs a month, and what nobody
// could say.
import type { OperatorConnection, Target } from '#adapters/operator-connection.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import type { Deletion } from '#runner/deployed/delete-stack.ts';
import type { Leftover, Leftovers, Unanswered } from '#runner/deployed/leftovers.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';

/** The outcome for people. @param deletion undefined: nothing was deleted */
export function formatLeftovers(
  stack: string,
  { place, target }: Pick<OperatorConnection, 'place' | 'target'>,
  deletion: Deletion | undefined,
  found: Leftovers,
  book: PriceBook,
): string {
  const parts = [
    deletionLine(stack, deletion),
    ...leftLines(found.left),
    verdict(stack, place, found, book),
    ...found.ending.map(endingLine),
    unpricedLine(found.left),
    ...found.refused.map((one) => unansweredLine('no answer', one)),
    ...found.notAsked.map((one) => unansweredLine('not asked', one)),
    howToDelete(found.left, place, target),
  ];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}

function deletionLine(stack: string, deletion: Deletion | undefined): string {
  if (deletion === undefined) return '';
  if (deletion.isGone) return `✓ stack ${plainLine(stack)} is deleted`;
  return `✗ stack ${plainLine(stack)} is not deleted: ${plainLine(deletion.because)}`;
}

/** Names are long. Behind a price alone they fit on a terminal, where a third column would not. */
function leftLines(left: readonly Leftover[]): string[] {
  if (left.length === 0) return [];
  const kinds = [...new Set(left.map(({ kind }) => kind))];
  const prices = left.map(({ usdPerMonth }) => formatUsd(usdPerMonth));
  const width = Math.max(...prices.map(({ length }) => length));
  const ofKind = (kind: string) => left.filter((one) => one.kind === kind);
  return [
    'what is left, and what it costs a month:',
    ...kinds.flatMap((kind) => [kind, ...ofKind(kind).map((one) => leftLine(one, width))]),
  ];
}

function leftLine(one: Leftover, width: number): string {
  const words = [one.name, remark(one)].filter((part) => part !== '').join(': ');
  return `  ${formatUsd(one.usdPerMonth).padStart(width)}  ${plainLine(words)}`;
}

/** What CloudFormation does not list has to be shown to be the stack's. */
function remark({ knownBy, note }: Leftover): string {
  const evidence = knownBy === 'CloudFormation lists it' ? '' : `known by ${knownBy}`;
  return [note, evidence].filter((part) => part !== '').join('; ');
}

function verdict(stack: string, place: string, found: Leftovers, book: PriceBook): string {
  const { left, refused, asked } = found;
  const where = plainLine(`of stack ${stack} at ${place}`);
  if (left.length > 0) {
    const usd = left.reduce((sum, one) => sum + (one.usdPerMonth ?? 0), 0);
    const things = `${formatCount(left.length)} ${left.length === 1 ? 'thing is' : 'things are'}`;
    const prices = `${book.region} ${book.asOf}`;
    return `✗ ${things} left ${where}: ${formatUsd(usd)} a month unused (${prices})`;
  }
  const proved = `nothing is left ${where}: ${asked.join(', ')}`;
  return refused.length > 0 ? `? of what answered, ${proved}` : `✓ ${proved}`;
}

/** What nobody can delete any sooner. */
function endingLine({ kind, name, note }: Leftover): string {
  return `  ends by itself, free until then: ${kind} ${plainLine(name)}, ${plainLine(note)}`;
}

function unpricedLine(left: readonly Leftover[]): string {
  const unpriced = left.filter((one) => one.usdPerMonth === null);
  if (unpriced.length === 0) return '';
  const things = unpriced.map(({ name, unpriced: what }) => `${plainLine(name)} (${what})`);
  return `  the price book has no price for: ${things.join(', ')}`;
}

function unansweredLine(how: string, { service, what, because }: Unanswered): string {
  return `  ${how}: ${service}, ${what}: ${plainLine(because)}`;
}

/** The command of AWS's own command line that deletes one thing of each kind. */
export const deleteWith: Readonly<Record<Leftover['kind'], string>> = {
  stack: 'cloudformation delete-stack --stack-name',
  queue: 'sqs delete-queue --queue-url',
  table: 'dynamodb delete-table --table-name',
  function: 'lambda delete-function --function-name',
  'event source mapping': 'lambda delete-event-source-mapping --uuid',
  'state machine': 'stepfunctions delete-state-machine --state-machine-arn',
  'log group': 'logs delete-log-group --log-group-name',
  secret: 'secretsmanager delete-secret --force-delete-without-recovery --secret-id',
  alarm: 'cloudwatch delete-alarms --alarm-names',
  dashboard: 'cloudwatch delete-dashboards --dashboard-names',
  schedule: 'scheduler delete-schedule --name',
  key: 'kms schedule-key-deletion --pending-window-in-days 7 --key-id',
};

/** Whatever a living stack has goes with it. */
function howToDelete(left: readonly Leftover[], place: string, target: Target): string {
  if (left.length === 0) return '';
  const flag = target === 'aws' ? ' --target aws' : '';
  const living = left.find(({ kind }) => kind === 'stack');
  if (living !== undefined)
    return `  to delete: npx rebootstorm destroy${flag} --stack ${plainLine(living.name)}`;
  // Version 1 of AWS's command line asks AWS itself for SQS, whatever AWS_ENDPOINT_URL says.
  const aws = target === 'aws' ? 'aws' : `aws --endpoint-url ${plainLine(place)}`;
  return left
    .map(({ kind, deleteBy }) => `  to delete: ${aws} ${deleteWith[kind]} ${plainLine(deleteBy)}`)
    .join('\n');
}
