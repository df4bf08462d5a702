import { DescribeExecutionCommand, ExecutionDoesNotExist } from '@aws-sdk/client-sfn';
import type { Runtime } from '../runtime.ts';
import { UnfitAnswerError } from '../service-failure.ts';
import { executionArnOf } from './execution-arn.ts';
import { stepFunctionsClient } from './step-functions-client.ts';

/** The status of a storm's execution. */
export interface StormStatus {
  /** `RUNNING`, or the final status in Step Functions' words. */
  readonly status: string;
  /** What the state machine reported, if the storm healed. */
  readonly report: Readonly<Record<string, unknown>> | null;
  /** Why the execution did not succeed, in Step Functions' words. */
  readonly error: string | null;
  readonly cause: string | null;
}

/**
 * Returns a function that reads the status of a storm's execution. It can be called again and
 * again.
 */
export function openStormStatus(
  runtime: Runtime,
  executionArn: string,
): () => Promise<StormStatus> {
  const client = stepFunctionsClient(runtime);
  return async () => {
    const { status, output, error, cause } = await client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status === undefined)
      throw new UnfitAnswerError(`expected ${executionArn} to have a status`);
    return {
      status,
      report: output ? JSON.parse(output) : null,
      error: error ?? null,
      cause: cause ?? null,
    };
  };
}

/**
 * Reads how the execution of a run stands.
 * @returns null where Step Functions knows none: the run was never started, or it was long ago
 */
export async function readStormOf(runtime: Runtime, runId: string): Promise<StormStatus | null> {
  try {
    return await openStormStatus(runtime, executionArnOf(runtime, runId))();
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return null;
    throw error;
  }
}
