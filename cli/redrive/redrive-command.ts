// `rebootstorm redrive`: sends the dead-lettered messages of a deployed stack back to their queues.
import { plainLine } from '#domain/plain-text.ts';
import { redrive } from '#runner/deployed/redrive-queue.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CommandEnvironment, operateStack } from '../stack/operate-stack.ts';
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
  const { queue: queues, rate: perSecond, limit: countMax, dryRun: isDryRun, stack } = options;
  const { stdout, stderr } = environment;
  return operateStack(stack, environment, async ({ runtime, outputs, endpoint }) => {
    const what = isDryRun ? 'judging' : 'redriving';
    const where = plainLine(`stack ${stack} at ${endpoint}`);
    stderr.write(`${what}: ${queues.join(', ')}, ${where}\n`);
    const order = { queues, perSecond, countMax, isDryRun };
    const done = await redrive(runtime, outputs, order);
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
