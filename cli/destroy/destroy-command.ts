// `rebootstorm destroy`: deletes a stack, and asks each service whether anything of it is left.
import { type Clock, wallClock } from '#adapters/operator-clock.ts';
import type { OperatorConnection } from '#adapters/operator-connection.ts';
import { NoStackError } from '#adapters/stack/stack-outputs.ts';
import {
  deleted,
  openStackRecords,
  type StackRecord,
  type StackRecords,
} from '#adapters/stack/stack-records.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { boundOfRequests } from '#runner/deployed/cost-bound.ts';
import { type Deletion, deleteStack, isOurStack } from '#runner/deployed/delete-stack.ts';
import { findLeftovers, type Leftovers } from '#runner/deployed/leftovers.ts';
import { exitCodes } from '../exit-codes.ts';
import { bookAt } from '../stack/book-at.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateTarget } from '../stack/operate-stack.ts';
import { destinationOf } from '../stack/target-options.ts';
import type { DestroyOptions } from './destroy-options.ts';
import { formatLeftovers } from './format-leftovers.ts';

/** How long after a deletion a late line can still make a log group again. */
const lateLogMs = 60_000;

/**
 * Deletes a stack unless it is only to be checked, and prints what the services still have of it.
 * @param clock the time to wait by; tests pass their own
 * @returns the exit code
 */
export function destroyCommand(
  options: DestroyOptions,
  environment: CommandEnvironment,
  clock: Clock = wallClock,
): Promise<number> {
  const { stack, onlyCheck, prices } = options;
  const { stdout, stderr } = environment;
  const say = (words: string) => stderr.write(`${plainLine(words)}\n`);
  const errand = {
    what: onlyCheck ? 'ask what is there' : 'delete it, with all that it has',
    stack,
    confirmedBy: onlyCheck ? 'account' : 'stack',
    prices,
    bound: (own: PriceBook) => boundOfRequests(requestsMax, own),
  } as const;
  return operateTarget(destinationOf(options, errand), environment, async (connection) => {
    const { place } = connection;
    const book = bookAt(connection, prices);
    const records = openStackRecords({ connection });
    try {
      const before = await records.read(stack);
      refuseOthers(before, stack, place);
      const ask = async () =>
        findLeftovers({ connection }, stack, merged(before, await records.read(stack)), book);
      const deletion = onlyCheck
        ? undefined
        : await destroyLiving(records, before, { stack, connection, say, clock });
      say(`asking: each service at ${place} what it has of stack ${stack}`);
      let found = await ask();
      if (deletion?.isGone) {
        say(`waiting: ${lateLogMs / 1000} s, since a late line makes a log group again`);
        await clock.sleep(lateLogMs);
        found = await ask();
      }
      stdout.write(
        options.json
          ? `${JSON.stringify(report(options, place, deletion, found), null, 2)}\n`
          : formatLeftovers(stack, connection, deletion, found, book),
      );
      return exitCodeOf(found);
    } finally {
      records.close();
    }
  });
}

/**
 * Lists of two looks; on AWS it asks no more. In each look KMS is asked twice of each key, so this
 * is enough for an account with a thousand of them.
 */
const requestsMax = {
  DynamoDB: 10,
  SQS: 500,
  CloudWatch: 500,
  'Secrets Manager': 500,
  KMS: 4_100,
};

interface Destruction {
  readonly stack: string;
  readonly connection: OperatorConnection;
  readonly say: (words: string) => void;
  readonly clock: Clock;
}

/** @throws {NoStackError} the living stack of that name is not one of ours */
function refuseOthers(records: readonly StackRecord[], stack: string, place: string): void {
  const living = records.find(({ status }) => status !== deleted);
  if (living === undefined || isOurStack(living)) return;
  throw new NoStackError(
    `stack ${stack} at ${place} is not a control plane of ours, so it is left alone; ` +
      'name yours with --stack',
  );
}

/** Deletes the living stack, if there is one. */
async function destroyLiving(
  records: StackRecords,
  known: readonly StackRecord[],
  { stack, connection, say, clock }: Destruction,
): Promise<Deletion | undefined> {
  const { place } = connection;
  const living = known.find(({ status }) => status !== deleted);
  if (living === undefined) {
    say(`nothing to delete: there is no stack ${stack} at ${place}`);
    return undefined;
  }
  const count = `${living.resources.length} resources`;
  say(`deleting: stack ${stack} at ${place}, ${living.status}, ${count}`);
  return deleteStack(records, living.stackId, clock);
}

/**
 * Some engines forget the resources of a stack with it, so what was listed before is kept. How a
 * stack stands is said by the newer list.
 */
function merged(before: readonly StackRecord[], now: readonly StackRecord[]): StackRecord[] {
  return [...now, ...before.map((record) => ({ ...record, status: deleted }))];
}

/** Something that is left is worse than something that is not known. */
export function exitCodeOf({ left, refused }: Leftovers): number {
  if (left.length > 0) return exitCodes.notAsExpected;
  return refused.length > 0 ? exitCodes.unknown : exitCodes.asExpected;
}

function report(
  { stack, onlyCheck }: DestroyOptions,
  place: string,
  deletion: Deletion | undefined,
  found: Leftovers,
): object {
  const usdPerMonth = found.left.reduce((sum, one) => sum + (one.usdPerMonth ?? 0), 0);
  return {
    schemaVersion: 1,
    stack,
    endpoint: place,
    onlyCheck,
    deletion: deletion ?? null,
    usdPerMonth,
    ...found,
  };
}
