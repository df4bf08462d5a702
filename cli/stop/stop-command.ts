// `rebootstorm stop`: ends runs of a deployed stack before their time.
import { UnknownRunError } from '#adapters/network/run-table.ts';
import { countUnderWay } from '#adapters/queues/observe-queues.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { boundOfRequests } from '#runner/deployed/cost-bound.ts';
import type { OperatedStack } from '#runner/deployed/operated-stack.ts';
import {
  type MessagesUnderWay,
  messageCount,
  runsGoingOn,
  type StoppedRun,
  stopByHand,
  waitUntilDrained,
} from '#runner/deployed/stop-runs.ts';
import { unknownRunWords } from '../check/check-command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateStack } from '../stack/operate-stack.ts';
import { destinationOf } from '../stack/target-options.ts';
import { formatLeft, formatStopped, formatWhich } from './format-stop.ts';
import { sayWaiting } from './say-waiting.ts';
import type { StopOptions } from './stop-options.ts';

/**
 * Stops runs of a deployed stack, waits for their messages to go, and prints what is left.
 * @returns the exit code
 */
export function stopCommand(
  options: StopOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const { run, stack, prices, all } = options;
  const { stderr } = environment;
  const which = run === undefined ? `${all ? 'every' : 'the'} run that goes on` : `run ${run}`;
  const bound = (book: PriceBook) => boundOfRequests(requestsMax, book);
  const errand = { what: `stop ${which}`, stack, confirmedBy: 'account', prices, bound } as const;
  const destination = destinationOf(options, errand);
  return operateStack(stack, destination, environment, async (operated) => {
    const { runtime, place } = operated;
    stderr.write(`stopping: ${plainLine(`stack ${stack} at ${place}`)}\n`);
    try {
      return await stopNamed(operated, options, environment);
    } catch (error) {
      if (!(error instanceof UnknownRunError) || run === undefined) throw error;
      stderr.write(`error: ${plainLine(await unknownRunWords(runtime, run))}\n`);
      return exitCodes.usage;
    }
  });
}

/** A scan for the runs, and counts of three queues for half an hour; on AWS it asks no more. */
const requestsMax = { DynamoDB: 10_000, SQS: 5_000 };

async function stopNamed(
  operated: OperatedStack,
  options: StopOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const { run, all, stack, json } = options;
  const { stdout, stderr } = environment;
  const { runtime } = operated;
  const named = run === undefined ? await runsGoingOn(runtime) : [run];
  if (run === undefined && !all && named.length > 1) {
    stderr.write(`error: ${plainLine(formatWhich(named))}\n`);
    return exitCodes.usage;
  }
  const stopped: StoppedRun[] = [];
  for (const runId of named) stopped.push(await stopByHand(runtime, runId));
  stderr.write(formatStopped(stopped));
  const left = await leftAfter(operated, options, environment);
  const report = { schemaVersion: 1, stack, runs: stopped, messagesLeft: left };
  stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${formatLeft(left)}\n`);
  return messageCount(left) === 0 ? exitCodes.asExpected : exitCodes.notAsExpected;
}

async function leftAfter(
  { runtime, outputs }: OperatedStack,
  { wait }: StopOptions,
  { stderr }: CommandEnvironment,
): Promise<MessagesUnderWay> {
  if (!wait) return countUnderWay(runtime, outputs);
  return waitUntilDrained(runtime, outputs, sayWaiting(stderr));
}
