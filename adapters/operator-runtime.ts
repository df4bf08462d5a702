import { builtInDecisions } from '#domain/decisions.ts';
import type { Runtime } from './runtime.ts';

/**
 * The runtime of whoever operates a stack from outside: it knows the stack by its outputs, and
 * neither logs nor counts.
 * @param outputs the stack's CloudFormation outputs
 */
export function operatorRuntime(
  outputs: Readonly<Record<string, string>>,
  environment: Pick<Runtime, 'nowMs' | 'sleep' | 'random' | 'connection'>,
): Runtime {
  return {
    ...environment,
    env: {
      TABLE_NAME: outputs.TableName,
      STATE_MACHINE_ARN: outputs.StateMachineArn,
      MEMBERSHIP_QUEUE_URL: outputs.MembershipQueueUrl,
      LOGIN_QUEUE_URL: outputs.LoginQueueUrl,
      HEAL_QUEUE_URL: outputs.HealQueueUrl,
      QUARANTINE_QUEUE_URL: outputs.QuarantineQueueUrl,
    },
    // An operator decides nothing.
    decisions: builtInDecisions,
    log: () => {},
    count: () => {},
  };
}
