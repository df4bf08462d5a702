import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { environmentVariable, type Runtime } from '../runtime.ts';
import { UnfitAnswerError } from '../service-failure.ts';
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
