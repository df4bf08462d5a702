// A state machine for a case, and what one execution of it comes to.

import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type {
  ContractBench,
  ContractCase,
  ContractResource,
  ContractResources,
} from '../contract-case.ts';
import { aWorker, NO_ROLE } from '../worker-function.ts';

/** A flow of the Amazon States Language. */
export type Flow = {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
};

/** A case of Step Functions. */
export function statesCase(described: Omit<ContractCase, 'service'>): ContractCase {
  return { service: 'states', ...described };
}

/** Stands for the worker's ARN in a flow. */
export const WORKER_ARN = '<the ARN of Worker>';

/** The resource `Machine`. */
export function machineOf(flow: Flow): ContractResources {
  return { Machine: aMachine(flow) };
}

/**
 * The resource `Machine`, and a worker that does what its event says: `reports` reports the event,
 * `fails` throws an error of that name, `hangs` answers after so many ms; the answer is `answers`,
 * or the event itself.
 */
export function machineWithWorker(flow: Flow): ContractResources {
  return { ...aWorker(OBEDIENT), Machine: aMachine(flow) };
}

const OBEDIENT = `
  if (event.reports) await report(event);
  if (event.hangs) await new Promise((resolve) => setTimeout(resolve, event.hangs));
  if (event.fails) throw Object.assign(new Error('on purpose'), { name: event.fails });
  return event.answers === undefined ? event : event.answers;
`;

function aMachine(flow: Flow): ContractResource {
  const texts = JSON.stringify(flow).split(WORKER_ARN);
  const arn = { 'Fn::GetAtt': ['Worker', 'Arn'] };
  const pieces = texts.flatMap((text, index) => (index === 0 ? [text] : [arn, text]));
  return {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineType: 'STANDARD',
      RoleArn: NO_ROLE,
      DefinitionString: texts.length === 1 ? texts[0] : { 'Fn::Join': ['', pieces] },
    },
  };
}

/** How an execution ended. */
export type ExecutionEnd = {
  readonly status: string;
  /** Parsed; undefined unless it succeeded. */
  readonly output?: unknown;
  readonly error?: string;
  /** Of the times that the service itself reports. */
  readonly tookMs: number;
  readonly described: DescribeExecutionCommandOutput;
};

/** Starts an execution of `Machine`; the answer is its ARN. */
export async function start(bench: ContractBench, input: unknown, name?: string): Promise<string> {
  const { executionArn = '' } = await bench.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: bench.ref('Machine'),
      input: JSON.stringify(input),
      ...(name === undefined ? {} : { name }),
    }),
  );
  return executionArn;
}

/** Starts an execution of `Machine` and waits for its end. */
export async function execute(bench: ContractBench, input: unknown = {}): Promise<ExecutionEnd> {
  return endOf(bench, await start(bench, input));
}

/** Waits for the end of an execution. @throws {Error} it did not end within half a minute */
export async function endOf(bench: ContractBench, executionArn: string): Promise<ExecutionEnd> {
  const untilMs = bench.nowMs() + PATIENCE_MS;
  while (bench.nowMs() < untilMs) {
    const described = await bench.sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { status = '', output, error, startDate, stopDate } = described;
    if (status !== 'RUNNING')
      return {
        status,
        ...(output === undefined ? {} : { output: JSON.parse(output) as unknown }),
        ...(error === undefined ? {} : { error }),
        tookMs: Number(stopDate) - Number(startDate),
        described,
      };
    await bench.wait(POLL_MS);
  }
  throw new Error('the execution did not end in time');
}

/** What most cases look at. */
export async function statusAndOutput(bench: ContractBench, input: unknown = {}) {
  const { status, output, error } = await execute(bench, input);
  return { status, output, error };
}

const POLL_MS = 200;
const PATIENCE_MS = 30_000;
