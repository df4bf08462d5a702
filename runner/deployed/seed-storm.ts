// Stores all that a storm on a deployed stack needs, for somebody who starts it by hand.
import { openTable } from '#adapters/network/table.ts';
import { environmentVariable, type Runtime } from '#adapters/runtime.ts';
import { firstRestartAtMs } from '#domain/storm/plan-storm.ts';
import { planOrder, type StormOrder } from './storm-order.ts';
import { refuseTakenRun, seedFreeRun } from './taken-run.ts';

/** A run that is stored and was not started yet. */
export interface SeededStorm {
  readonly runId: string;
  readonly stateMachineArn: string;
  /** What its execution is started with; the execution has the run's name. */
  readonly input: { readonly runId: string };
  /** By the stack's clock: a later start is refused. */
  readonly startByMs: number;
  readonly firstRestartAtMs: number;
}

/**
 * Stores a run whose storm begins once there was time to start it.
 * @param startWithinMs how long its start may take, on the stack's clock
 * @param onSeeding called before anything is stored
 * @throws {TakenRunError}
 */
export async function seedStorm(
  runtime: Runtime,
  order: StormOrder,
  startWithinMs: number,
  onSeeding: () => void,
): Promise<SeededStorm> {
  const { runId } = order;
  await refuseTakenRun(openTable(runtime), runId);
  onSeeding();
  const startByMs = runtime.nowMs() + startWithinMs;
  const planned = planOrder({ ...order, startByMs }, startByMs);
  await seedFreeRun(runtime, planned);
  const { storm, shiftMs } = planned.settings;
  return {
    runId,
    stateMachineArn: environmentVariable(runtime, 'STATE_MACHINE_ARN'),
    input: { runId },
    startByMs,
    firstRestartAtMs: firstRestartAtMs(storm, shiftMs),
  };
}
