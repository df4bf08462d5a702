// `rebootstorm forget`: deletes what a deployed stack keeps of a run that is over.
import { UnknownRunError } from '#adapters/network/run-table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { boundOfRequests } from '#runner/deployed/cost-bound.ts';
import { type ForgetObserver, forgetRun, RunGoesOnError } from '#runner/deployed/forget-run.ts';
import { formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import { unknownRunWords } from '../check/check-command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateStack } from '../stack/operate-stack.ts';
import { pastedCommand } from '../stack/pasted-command.ts';
import { destinationOf } from '../stack/target-options.ts';
import { sayWaiting } from '../stop/say-waiting.ts';
import type { ForgetOptions } from './forget-options.ts';
import { formatForgotten } from './format-forget.ts';

/**
 * Forgets a run of a deployed stack, and prints what was deleted.
 * @returns the exit code
 */
export function forgetCommand(
  options: ForgetOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const { run, stack, json, prices } = options;
  const { stdout, stderr } = environment;
  const bound = (book: PriceBook) => boundOfRequests(requestsMax, book);
  const what = `forget run ${run}`;
  const errand = { what, stack, confirmedBy: 'account', prices, bound } as const;
  const destination = destinationOf(options, errand);
  return operateStack(stack, destination, environment, async ({ runtime, outputs, place }) => {
    stderr.write(`forgetting: ${plainLine(`run ${run}, stack ${stack} at ${place}`)}\n`);
    try {
      const forgotten = await forgetRun(runtime, outputs, run, observerOf(environment));
      const report = { schemaVersion: 1, stack, ...forgotten };
      stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : formatForgotten(forgotten));
      const isAll = Object.values(forgotten.unreadLetters).every((count) => count === 0);
      return isAll ? exitCodes.asExpected : exitCodes.notAsExpected;
    } catch (error) {
      const why = await whyNot(error, { ...options, env: environment.env }, runtime);
      if (why === undefined) throw error;
      stderr.write(`error: ${plainLine(why)}\n`);
      return exitCodes.usage;
    }
  });
}

/** Why the run cannot be forgotten; undefined for any other error. */
async function whyNot(
  error: unknown,
  { run, ...place }: ForgetOptions & Pick<CommandEnvironment, 'env'>,
  runtime: Runtime,
): Promise<string | undefined> {
  if (error instanceof RunGoesOnError)
    return `${error.message}; end it first: ${pastedCommand(['stop', run], place)}`;
  if (error instanceof UnknownRunError) return unknownRunWords(runtime, run);
  return undefined;
}

/**
 * A run of a quarter of a million rows, and ten thousand messages of each of four queues, received
 * and deleted or given back; on AWS it asks no more, and the next `forget` goes on from there.
 */
const requestsMax = { DynamoDB: 15_000, SQS: 10_000 };

/** It is said only this often that it goes on. */
const sayEveryItems = 1_000;

function observerOf({ stderr }: CommandEnvironment): ForgetObserver {
  let saidItemCount = 0;
  return {
    settling(durationMs) {
      const left = formatDuration(durationMs);
      stderr.write(`waiting: for ${left}, until every function knows that the run is over\n`);
    },
    waiting: sayWaiting(stderr),
    deleted(itemCount) {
      if (itemCount - saidItemCount < sayEveryItems) return;
      saidItemCount = itemCount;
      stderr.write(`deleted: ${formatCount(itemCount)} items so far\n`);
    },
  };
}
