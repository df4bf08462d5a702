// `rebootstorm storm --seed-only`: stores a run, and says how it is started by hand.
import { plainLine } from '#domain/plain-text.ts';
import type { OperatedStack } from '#runner/deployed/operated-stack.ts';
import { type SeededStorm, seedStorm } from '#runner/deployed/seed-storm.ts';
import type { StormOrder } from '#runner/deployed/storm-order.ts';
import { formatDuration } from '#runner/sentences/human-numbers.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { pastedCommand, pastedWord } from '../stack/pasted-command.ts';
import type { StormOptions } from './storm-options.ts';

/**
 * Stores the run and prints the one command that starts it.
 * @param onSeeding called before anything is stored
 * @returns the exit code
 */
export async function seedOnly(
  { runtime, place, region, clock }: OperatedStack,
  order: StormOrder,
  options: StormOptions & { readonly startWithinMs: number },
  { env, stdout, stderr }: CommandEnvironment,
  onSeeding: () => void,
): Promise<number> {
  const { scenario, policy, seed, nodes, stack, target, quiet, startWithinMs } = options;
  const storing = `run ${order.runId}: ${scenario.name}, ${nodes} nodes, ${policy.name}`;
  if (!quiet)
    stderr.write(`${plainLine(`storing: ${storing}, seed ${seed}, stack ${stack} at ${place}`)}\n`);
  const onItsClockMs = startWithinMs * Math.max(1, clock.speed());
  const seeded = await seedStorm(runtime, order, onItsClockMs, onSeeding);
  const endpoint = target === 'aws' ? undefined : place;
  const start = startCommand(seeded, { endpoint, region, profile: env.AWS_PROFILE });
  const report = {
    schemaVersion: 1,
    stack,
    runId: seeded.runId,
    stateMachineArn: seeded.stateMachineArn,
    input: seeded.input,
    startBy: new Date(seeded.startByMs).toISOString(),
    firstRestartAt: new Date(seeded.firstRestartAtMs).toISOString(),
    command: start,
  };
  stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : `${start}\n`);
  if (!quiet) stderr.write(whatNext(seeded, startWithinMs, { ...options, env }));
  return exitCodes.asExpected;
}

/** Where Step Functions is asked. */
interface StartPlace {
  /** Undefined: AWS's own. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly profile: string | undefined;
}

/** The command of AWS's own tool that starts a run's storm. */
function startCommand(
  { runId, stateMachineArn, input }: SeededStorm,
  { endpoint, region, profile }: StartPlace,
): string {
  const words = [
    ...(endpoint === undefined ? [] : ['--endpoint-url', endpoint]),
    ...(endpoint === undefined && profile ? ['--profile', profile] : []),
    '--region',
    region,
    '--state-machine-arn',
    stateMachineArn,
    '--name',
    runId,
    '--input',
    JSON.stringify(input),
  ];
  return ['aws stepfunctions start-execution', ...words.map(pastedWord)].join(' ');
}

function whatNext(
  { runId, startByMs }: SeededStorm,
  startWithinMs: number,
  place: Parameters<typeof pastedCommand>[1],
): string {
  return [
    `run ${runId} is stored and goes on quietly. Start it with the line above within ` +
      `${formatDuration(startWithinMs)}, by ${new Date(startByMs).toISOString()} there; ` +
      'see it, or stop it, with:',
    `  ${pastedCommand(['check', runId], place)}`,
    `  ${pastedCommand(['stop', runId], place)}`,
    '',
  ].join('\n');
}
