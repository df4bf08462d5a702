import { builtInDecisions } from '#domain/decisions.ts';
import type { Runtime } from './runtime.ts';

/**
 * The runtime of an operator's command. It knows the stack by its outputs, and neither logs nor
 * counts.
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
    // An operator makes no decisions; the type needs some.
    decisions: builtInDecisions,
    log: () => {},
    count: () => {},
  };
}
