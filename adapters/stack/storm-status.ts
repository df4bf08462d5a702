import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Runtime } from '../runtime.ts';
import { UnfitAnswerError } from '../service-failure.ts';
import { stepFunctionsClient } from './step-functions-client.ts';

/** How a storm's execution stands. */
export interface StormStatus {
  /** `RUNNING`, or as Step Functions calls the end of it. */
  readonly status: string;
  /** What the state machine reported of a storm that healed. */
  readonly report: Readonly<Record<string, unknown>> | null;
  /** Why an execution that did not succeed ended, in Step Functions' words. */
  readonly error: string | null;
  readonly cause: string | null;
}

/** Returns what asks how the execution of a storm stands, as often as it is called. */
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
