// `rebootstorm redrive`: sends the dead-lettered messages of a deployed stack back to their queues.
import { UnknownRunError } from '#adapters/network/run-table.ts';
import type { RequestsMax } from '#adapters/priced-requests.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { boundOfRequests } from '#runner/deployed/cost-bound.ts';
import { redrive } from '#runner/deployed/redrive-queue.ts';
import { unknownRunWords } from '../check/check-command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateStack } from '../stack/operate-stack.ts';
import { destinationOf } from '../stack/target-options.ts';
import { formatRedrive } from './format-redrive.ts';
import type { RedriveOptions } from './redrive-options.ts';

/**
 * Redrives the dead-lettered messages of a deployed stack, and prints what became of them.
 * @returns the exit code
 */
export function redriveCommand(
  options: RedriveOptions,
  environment: CommandEnvironment,
): Promise<number> {
  const { run: runId, queue: queues, rate: perSecond, limit: countMax, stack } = options;
  const { dryRun: isDryRun } = options;
  const { stdout, stderr } = environment;
  const bound = (book: PriceBook) => boundOfRequests(requestsMaxOf(countMax), book);
  const errand = {
    what: `${isDryRun ? 'judge' : 'redrive'} dead letters of ${whichOf(options)}`,
    stack,
    confirmedBy: 'account',
    prices: options.prices,
    bound,
  } as const;
  const destination = destinationOf(options, errand);
  return operateStack(stack, destination, environment, async (operated) => {
    const { runtime, outputs, place, clock } = operated;
    const what = isDryRun ? 'judging' : 'redriving';
    const where = plainLine(`stack ${stack} at ${place}`);
    stderr.write(`${what}: ${plainLine(whichOf(options))}, ${where}\n`);
    const isClockPaused = clock.speed() === 0;
    const order = { runId, queues, perSecond, countMax, isDryRun, isClockPaused };
    const done = await redrive(runtime, outputs, order).catch((error) =>
      unknownRun(error, runId, runtime),
    );
    if (typeof done === 'string') {
      stderr.write(`error: ${plainLine(done)}\n`);
      return exitCodes.usage;
    }
    const report = { schemaVersion: 1, stack, dryRun: isDryRun, queues: done };
    stdout.write(
      options.json ? `${JSON.stringify(report, null, 2)}\n` : formatRedrive(done, isDryRun),
    );
    const isClear = done.every(
      ({ stayedCount, copiedCount, hiddenCount }) => stayedCount + copiedCount + hiddenCount === 0,
    );
    return isClear ? exitCodes.asExpected : exitCodes.notAsExpected;
  });
}

function whichOf({ run, queue }: RedriveOptions): string {
  return `${queue.join(', ')}${run === undefined ? '' : ` of run ${run}`}`;
}

/** Which runs the table has, if the named one is not among them. @throws any other error */
async function unknownRun(
  error: unknown,
  runId: string | undefined,
  runtime: Runtime,
): Promise<string> {
  if (!(error instanceof UnknownRunError) || runId === undefined) throw error;
  return unknownRunWords(runtime, runId);
}

/** On AWS a redrive is priced for at least, and at most, so many messages. */
const pricedMessages = { least: 1_000, most: 10_000 };

/** Each message is received, sent and deleted, and judged by a read; some more are given back. */
function requestsMaxOf(countMax: number): RequestsMax {
  const judged = Math.min(Math.max(countMax, pricedMessages.least), pricedMessages.most);
  return { DynamoDB: 200 + judged, SQS: 500 + 3 * judged };
}
