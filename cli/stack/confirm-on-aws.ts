// The question before anything is done on AWS: whose account, where, and what it can cost.
import { createInterface } from 'node:readline';
import { type AwsConnection, awsConnection, type Caller } from '#adapters/aws-connection.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import type { CostBound } from '#runner/deployed/cost-bound.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { bookAt } from './book-at.ts';
import type { CommandEnvironment } from './command-environment.ts';
import { formatBound, roundedUp } from './format-bound.ts';
import type { Destination } from './target-options.ts';

/** It was not confirmed. */
export class NotConfirmedError extends Error {
  override readonly name = 'NotConfirmedError';
}

/**
 * Opens AWS, once it was confirmed. What can be refused without a byte is refused before the first
 * one: no terminal, no region, a price that nobody allowed.
 * @throws {NotConfirmedError}
 * @throws {ForeignEndpointError} the environment names an engine, too
 */
export async function confirmOnAws(
  { yes, maxCost, errand }: Extract<Destination, { target: 'aws' }>,
  environment: CommandEnvironment,
): Promise<AwsConnection> {
  const { env, stderr, stdin, transport } = environment;
  if (!yes && !(stdin?.isTTY && stderr.isTTY))
    throw new NotConfirmedError(
      'there is no terminal to confirm at, and nothing was sent; add --yes --max-cost 2.00',
    );
  const connection = await awsConnection(env, transport);
  const book = bookAt(connection, errand.prices);
  const bound = await errand.bound(book);
  if (maxCost !== undefined && bound.totalUsd > maxCost)
    throw new NotConfirmedError(
      `to ${errand.what} may cost ${formatUsd(roundedUp(bound.totalUsd))}, more than ` +
        `--max-cost ${maxCost}; nothing was sent`,
    );
  const caller = await connection.askCaller();
  stderr.write(await formatErrand(connection, caller, errand, bound, book));
  if (!yes) await askFor(wordOf(errand, caller), environment);
  const { region } = connection;
  connection.permit({ accountId: caller.accountId, region, requestsMax: bound.requestsMax });
  return connection;
}

type AwsErrand = Extract<Destination, { target: 'aws' }>['errand'];

function wordOf({ confirmedBy, stack }: AwsErrand, { accountId }: Caller): string {
  return confirmedBy === 'stack' ? stack : accountId;
}

async function formatErrand(
  { region }: AwsConnection,
  { accountId, arn }: Caller,
  errand: AwsErrand,
  bound: CostBound,
  book: PriceBook,
): Promise<string> {
  const upkeep = await errand.upkeep?.(book);
  const lines = [
    `AWS account ${accountId}, ${region}`,
    `as ${arn}`,
    `stack ${errand.stack}`,
    `to ${errand.what}`,
  ];
  return `${lines.map(plainLine).join('\n')}\n\n${formatBound(bound, upkeep, book)}\n`;
}

/** @throws {NotConfirmedError} another word was typed, or none */
async function askFor(word: string, { stdin, stderr }: CommandEnvironment): Promise<void> {
  stderr.write(`Type ${plainLine(word)} to go on: `);
  const typed = stdin === undefined ? '' : await lineOf(stdin);
  if (typed.trim() === word) return;
  throw new NotConfirmedError(
    `${plainLine(word)} was not typed; AWS was asked for the account alone, and nothing was ` +
      'changed',
  );
}

/** The terminal stays as it is, so that Ctrl-C still ends the process. Empty at its end. */
async function lineOf(input: NonNullable<CommandEnvironment['stdin']>): Promise<string> {
  const lines = createInterface({ input, terminal: false });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
