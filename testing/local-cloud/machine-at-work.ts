// A state machine set up for tests: definition and functions in, outcome, meters and events out.

import { PeakBook } from '#local-cloud/peaks.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import { StepFunctions } from '#local-cloud/step-functions/step-functions.ts';
import { SteppedClock } from '#local-cloud/step-functions/stepped-clock.ts';

/** A function's behaviour; `call` counts from 1. It fails by throwing what `failsWith` makes. */
export type Behaviour = (
  payload: JsonObject,
  call: number,
  clock: SteppedClock,
) => unknown | Promise<unknown>;

/** When the tests begin: 2007-08-14T00:00:00Z, the Patch Tuesday of that August. */
export const startMs = 1_187_049_600_000;

/** The ARN of a test's state machine. */
export const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Storm';

/** The ARN of the role of a test's state machine. */
export const roleArn = 'arn:aws:iam::000000000000:role/Storm';

/** The ARN of a test's function. */
export const functionArn = (name: string) =>
  `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** An error as the function service hands it over. */
export function failsWith(errorType: string, errorMessage = 'on purpose'): Error {
  return Object.assign(new Error(errorMessage), { errorType, errorMessage });
}

/** A machine with its functions, ready to start. */
export function machineAtWork(
  definition: JsonObject,
  functions: Record<string, Behaviour> = {},
  random: () => number = () => 0.5,
) {
  const clock = new SteppedClock(startMs);
  const meters: Record<string, number> = {};
  const calls: { name: string; payload: unknown; atMs: number }[] = [];
  const counts: Record<string, number> = {};
  const service = new StepFunctions({
    clock,
    random,
    peaks: new PeakBook(() => clock.nowMs()),
    region: 'us-east-1',
    accountId: '000000000000',
    meters: {
      add: (name, quantity) => {
        meters[name] = (meters[name] ?? 0) + quantity;
      },
    },
    invokeFunction: async (arn, payload) => {
      const name = arn.split(':').at(-1) ?? '';
      calls.push({ name, payload, atMs: clock.nowMs() - startMs });
      counts[name] = (counts[name] ?? 0) + 1;
      return functions[name]?.(payload as JsonObject, counts[name], clock);
    },
  });
  service.createStateMachine({ name: 'Storm', arn: machineArn, roleArn, definition });
  const start = (input: unknown = {}, name = 'run-1') => {
    const text = JSON.stringify(input);
    const call = { stateMachineArn: machineArn, name, input: text };
    return String(service.call('StartExecution', call).executionArn);
  };
  const describe = (executionArn: string) => service.call('DescribeExecution', { executionArn });
  const eventTypes = (executionArn: string) => {
    const { events } = service.call('GetExecutionHistory', { executionArn, maxResults: 1000 });
    return (events as JsonObject[]).map((event) => event.type);
  };
  return { service, clock, meters, calls, start, describe, eventTypes };
}

/** Runs a machine to its end; `output` is parsed, `tookMs` is virtual. */
export async function outcomeOf(
  definition: JsonObject,
  input: unknown = {},
  functions: Record<string, Behaviour> = {},
  random?: () => number,
) {
  const machine = machineAtWork(definition, functions, random);
  const arn = machine.start(input);
  await machine.clock.run();
  const { status, output, error, cause, stopDate, startDate } = machine.describe(arn);
  return {
    ...machine,
    arn,
    status,
    error,
    cause,
    output: output === undefined ? undefined : (JSON.parse(String(output)) as unknown),
    tookMs: Math.round((Number(stopDate) - Number(startDate)) * 1000),
  };
}

/** A machine of one state. */
export const only = (state: JsonObject): JsonObject => ({
  StartAt: 'Only',
  States: { Only: state.Type === 'Fail' ? state : { ...state, End: true } },
});
