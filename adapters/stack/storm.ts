import {
  ExecutionDoesNotExist,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type StopReason, stormErrors } from '#domain/storm/storm-end.ts';
import { environmentVariable, type Runtime } from '../runtime.ts';
import { UnfitAnswerError } from '../service-failure.ts';
import { executionArnOf } from './execution-arn.ts';
import { stepFunctionsClient } from './step-functions-client.ts';

/**
 * Starts the storm of a run that has been seeded.
 * @returns the execution's ARN; a second start of the same run returns the same execution
 */
export async function startStorm(runtime: Runtime, runId: string): Promise<string> {
  const { executionArn } = await stepFunctionsClient(runtime).send(
    new StartExecutionCommand({
      stateMachineArn: environmentVariable(runtime, 'STATE_MACHINE_ARN'),
      name: runId,
      input: JSON.stringify({ runId }),
    }),
  );
  if (executionArn === undefined)
    throw new UnfitAnswerError(`run ${runId}: expected an execution's ARN`);
  return executionArn;
}

/**
 * Ends the execution of a run's storm, wherever it is, with the reason as its cause. One that is
 * over stays as it is, and so does a run that has none.
 */
export async function abortStorm(
  runtime: Runtime,
  runId: string,
  cause: StopReason,
): Promise<void> {
  const executionArn = executionArnOf(runtime, runId);
  const error = stormErrors.stopped;
  try {
    const command = new StopExecutionCommand({ executionArn, error, cause });
    await stepFunctionsClient(runtime).send(command);
  } catch (refusal) {
    if (!(refusal instanceof ExecutionDoesNotExist)) throw refusal;
  }
}
