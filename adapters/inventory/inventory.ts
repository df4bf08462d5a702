// Every service that a stack of ours can leave something at.
import type { Connected } from '../clients.ts';
import type { Question } from './found.ts';
import { eventSourceMappings, functions, stateMachines } from './functions.ts';
import { keys } from './keys.ts';
import { queues, secrets, tables } from './messages-and-data.ts';
import { schedules } from './schedules.ts';
import { alarms, dashboards, logGroups } from './watching.ts';

/**
 * What to ask, and whom. No tag API is among them: it lists things for hours after they are gone
 * (aws/aws-cli issue 8197).
 */
export function inventoryQuestions(connected: Connected): readonly Question[] {
  return [
    queues(connected),
    tables(connected),
    functions(connected),
    eventSourceMappings(connected),
    stateMachines(connected, (name) => name.includes(stateMachineLogicalId)),
    logGroups(connected),
    secrets(connected),
    alarms(connected),
    dashboards(connected),
    schedules(connected),
    keys(connected),
  ];
}

/** The state machine's logical id in the template begins so (cdk/rebootstorm-stack.ts). */
const stateMachineLogicalId = 'RebootStorm';
