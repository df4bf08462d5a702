// How rows ask a state machine: what an execution came to, its history, and whether a definition is
// taken.

import {
  CreateStateMachineCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import type { ContractBench } from '../../contract/contract-case.ts';
import {
  execute,
  type Flow,
  machineOf,
  machineWithWorker,
  WORKER_ARN,
} from '../../contract/states/machine-run.ts';
import { answerOf } from '../recorded-calls.ts';
import type { RecordedRow, RecordedSource } from '../recorded-row.ts';

/** A row of Step Functions. */
export function row(described: Omit<RecordedRow, 'service'>): RecordedRow {
  return { service: 'step-functions', ...described };
}

/** A test of LocalStack's that was recorded on AWS; the file is below `stepfunctions/v2/`. */
export function localStack(file: string, test: string, date: string): RecordedSource {
  return { suite: 'LocalStack', test: `${file}: ${test}`, date };
}

/** An issue or pull request of floci that quotes what AWS answered in us-east-1. */
export function floci(number: number, date: string): RecordedSource {
  return { suite: 'floci-io/floci', test: `#${number}`, date };
}

/** A page of AWS's developer guide, looked up in November 2026. */
export function guide(page: string): RecordedSource {
  return { suite: 'AWS Step Functions Developer Guide', test: page, date: '2026-11-29' };
}

/** A machine of one state, called `S`, that ends the flow. */
export function only(state: Readonly<Record<string, unknown>>): Flow {
  return { StartAt: 'S', States: { S: state.Type === 'Fail' ? state : { ...state, End: true } } };
}

/** What came of one execution of a machine. */
export function ending(flow: Flow, input: unknown = {}): Pick<RecordedRow, 'resources' | 'ask'> {
  return { resources: resourcesOf(flow), ask: (bench) => endingOf(bench, input) };
}

async function endingOf(bench: ContractBench, input: unknown) {
  const { status, output, described } = await execute(bench, input);
  return { status, output, error: described.error, cause: described.cause };
}

/** What a Pass state makes of its input through one member `r.$` of its Parameters. */
export function value(expression: string, input: unknown): Pick<RecordedRow, 'resources' | 'ask'> {
  return {
    resources: machineOf(only({ Type: 'Pass', Parameters: { 'r.$': expression } })),
    ask: async (bench) => {
      const { output, described } = await execute(bench, input);
      return (output as { r?: unknown } | undefined)?.r ?? described.cause ?? null;
    },
  };
}

/** The history of one execution, a line for each event: `3<2 PassStateExited`. */
export function history(flow: Flow, input: unknown = {}): Pick<RecordedRow, 'resources' | 'ask'> {
  return {
    resources: resourcesOf(flow),
    ask: async (bench) => (await eventsOf(bench, input)).map(lineOf),
  };
}

function lineOf({ id, previousEventId, type }: HistoryEvent): string {
  return `${id}<${previousEventId} ${type}`;
}

/** The details of the first event of a type in the history of one execution. */
export function details(flow: Flow, type: string, input: unknown = {}) {
  const member = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
  const asked: Pick<RecordedRow, 'resources' | 'ask'> = {
    resources: resourcesOf(flow),
    ask: async (bench) => {
      const event = (await eventsOf(bench, input)).find((one) => one.type === type);
      const found = Object.entries(event ?? {}).find(([name]) => name === member);
      return withoutArns(found?.[1] ?? null);
    },
  };
  return asked;
}

async function eventsOf(bench: ContractBench, input: unknown): Promise<HistoryEvent[]> {
  const { described } = await execute(bench, input);
  const { executionArn } = described;
  const answer = await bench.sfn.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
  );
  return answer.events ?? [];
}

// The names of machines and functions are each run's own.
function withoutArns(value: unknown): unknown {
  const text = JSON.stringify(value).replace(/arn:aws:lambda:[^"\\]*/g, '<the function>');
  return JSON.parse(text) as unknown;
}

function resourcesOf(flow: Flow) {
  return JSON.stringify(flow).includes(WORKER_ARN) ? machineWithWorker(flow) : machineOf(flow);
}

/** Whether CreateStateMachine takes a definition: `'made'`, or what it is refused with. */
export function definition(flow: object): Pick<RecordedRow, 'ask'> {
  return {
    ask: async ({ sfn, freshName }) => {
      const command = new CreateStateMachineCommand({
        name: freshName('machine'),
        roleArn: 'arn:aws:iam::000000000000:role/recorded',
        definition: JSON.stringify(flow),
      });
      const answer = await answerOf(sfn.send(command));
      return 'error' in answer ? answer : 'made';
    },
  };
}

/** Whether CreateStateMachine takes a definition, where nobody recorded the words. */
export function isMade(flow: object): Pick<RecordedRow, 'ask'> {
  const { ask } = definition(flow);
  return {
    ask: async (bench) => {
      const answer = await ask(bench);
      return typeof answer === 'string' ? answer : (answer as { error: string }).error;
    },
  };
}

/** AWS's refusal of a definition with one schema error. */
export function refused(problem: string, place: string) {
  return refusedWith(`SCHEMA_VALIDATION_FAILED: ${problem} at ${place}`);
}

/** AWS's refusal of a definition with these diagnostics. */
export function refusedWith(diagnostics: string) {
  const message = `Invalid State Machine Definition: '${diagnostics}'`;
  return { error: 'InvalidDefinition', message };
}

/** How an execution ends that the interpreter itself fails. */
export function runtimeFailure(sentence: string, name = 'S', eventId = 2) {
  const place = `An error occurred while executing the state '${name}'`;
  return {
    status: 'FAILED',
    error: 'States.Runtime',
    cause: `${place} (entered at the event id #${eventId}). ${sentence}`,
  };
}

/** How an execution ends well. */
export function success(output: unknown) {
  return { status: 'SUCCEEDED', output };
}
