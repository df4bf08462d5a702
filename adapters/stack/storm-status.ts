import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Runtime } from '../runtime.ts';
import { UnfitAnswerError } from '../service-failure.ts';
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
