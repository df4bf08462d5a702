import { environmentVariable, type Runtime } from '../runtime.ts';

/** The ARN of the execution of a run's storm, which has the run's name. */
export function executionArnOf(runtime: Runtime, runId: string): string {
  const machineArn = environmentVariable(runtime, 'STATE_MACHINE_ARN');
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${runId}`;
}
