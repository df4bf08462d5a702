// Step Functions as a service: machines, their executions, and the calls about them.

import { type JsonObject, type Service, ServiceError, UnsupportedError } from '../service.ts';
import type { Machinery } from './branch.ts';
import { checkDefinition } from './check-definition.ts';
import { Execution, type Machine } from './execution.ts';
import { uuid } from './intrinsic-functions.ts';
import { pageOf } from './page.ts';
import { fits } from './state-data.ts';

/** How an execution stands; one that runs or succeeded has no error. */
export type ExecutionEnd = {
  readonly name: string;
  readonly status: string;
  readonly error: string | null;
  readonly cause: string | null;
};

type Operation = (input: JsonObject) => JsonObject;

/**
 * The service. Not here: Express machines of their own, activities, callbacks with task tokens,
 * redrive, versions and aliases, JSONata. API:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export class StepFunctions implements Service {
  readonly target = 'AWSStepFunctions';
  readonly #machinery: Machinery;
  readonly #machines = new Map<string, Machine>();
  readonly #executions = new Map<string, Execution>();

  constructor(machinery: Machinery) {
    this.#machinery = machinery;
  }

  /**
   * Adds a machine.
   * @throws {ServiceError} InvalidDefinition
   * @throws {UnsupportedError} a part of the language that the local cloud does not have
   */
  createStateMachine({
    name,
    arn,
    definition,
  }: {
    name: string;
    arn: string;
    definition: JsonObject;
  }): void {
    const checked = checkDefinition(structuredClone(definition));
    const createdAtMs = this.#machinery.clock.nowMs();
    this.#machines.set(arn, { name, arn, definition: checked, createdAtMs });
  }

  /** How each execution stands, the oldest first. */
  ends(): ExecutionEnd[] {
    return [...this.#executions.values()].map((execution) => {
      const { status, error, cause } = execution.describe();
      return {
        name: execution.start.name,
        status: String(status),
        error: error === undefined ? null : String(error),
        cause: cause === undefined ? null : String(cause),
      };
    });
  }

  call(operation: string, input: JsonObject): JsonObject {
    const found = Object.hasOwn(this.#operations, operation)
      ? this.#operations[operation]
      : undefined;
    if (found) return found(input);
    throw new UnsupportedError(
      `the operation AWSStepFunctions.${operation}`,
      Object.keys(this.#operations),
    );
  }

  readonly #operations: Readonly<Record<string, Operation>> = {
    StartExecution: (input) => this.#startExecution(input),
    StopExecution: (input) => {
      const { executionArn, error, cause } = input;
      refuseUnknown('StopExecution', input, ['executionArn', 'error', 'cause']);
      const execution = this.#execution(executionArn);
      execution.stop(optionalText(error), optionalText(cause));
      return { stopDate: (execution.stoppedAtMs ?? 0) / 1000 };
    },
    DescribeExecution: (input) => {
      refuseUnknown('DescribeExecution', input, ['executionArn', 'includedData']);
      return this.#execution(input.executionArn).describe();
    },
    ListExecutions: (input) => this.#listExecutions(input),
    GetExecutionHistory: (input) => {
      const known = [
        'executionArn',
        'includeExecutionData',
        'maxResults',
        'nextToken',
        'reverseOrder',
      ];
      refuseUnknown('GetExecutionHistory', input, known);
      const { history } = this.#execution(input.executionArn);
      const events = history.describe({ withData: input.includeExecutionData !== false });
      return pageOf('events', input.reverseOrder === true ? events.reverse() : events, input);
    },
    DescribeStateMachine: (input) => {
      refuseUnknown('DescribeStateMachine', input, ['stateMachineArn', 'includedData']);
      const machine = this.#machine(input.stateMachineArn);
      const definition = JSON.stringify(machine.definition);
      return { ...summaryOf(machine), status: 'ACTIVE', definition };
    },
    ListStateMachines: (input) => {
      refuseUnknown('ListStateMachines', input, ['maxResults', 'nextToken']);
      return pageOf('stateMachines', [...this.#machines.values()].map(summaryOf), input);
    },
  };

  #startExecution(input: JsonObject): JsonObject {
    refuseUnknown('StartExecution', input, ['stateMachineArn', 'name', 'input', 'traceHeader']);
    const machine = this.#machine(input.stateMachineArn);
    const name = checkedName(input.name ?? uuid(this.#machinery.random));
    const inputText = checkedInput(input.input ?? '{}');
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const earlier = this.#executions.get(arn);
    if (earlier) {
      // A repeated start with the same input is taken for a retry as long as the execution runs.
      const isRetry = earlier.status === 'RUNNING' && earlier.start.inputText === inputText;
      if (isRetry) return { executionArn: arn, startDate: earlier.startedAtMs / 1000 };
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const start = { machine, name, arn, inputText, machinery: this.#machinery };
    const execution = new Execution(start);
    this.#executions.set(arn, execution);
    return { executionArn: arn, startDate: execution.startedAtMs / 1000 };
  }

  #listExecutions(input: JsonObject): JsonObject {
    const known = ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'];
    refuseUnknown('ListExecutions', input, known);
    const machine = this.#machine(input.stateMachineArn);
    const found = [...this.#executions.values()].filter(({ start, status }) => {
      const isAsked = input.statusFilter === undefined || status === input.statusFilter;
      return isAsked && start.machine.arn === machine.arn;
    });
    const newestFirst = found.reverse().map((execution) => {
      const { executionArn, stateMachineArn, name, status, startDate, stopDate } =
        execution.describe();
      const stop = stopDate === undefined ? {} : { stopDate };
      return { executionArn, stateMachineArn, name, status, startDate, ...stop };
    });
    return pageOf('executions', newestFirst, input);
  }

  #machine(arn: unknown): Machine {
    const machine = this.#machines.get(String(arn));
    if (machine) return machine;
    throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  #execution(arn: unknown): Execution {
    const execution = this.#executions.get(String(arn));
    if (execution) return execution;
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }
}

function optionalText(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function summaryOf({ name, arn, createdAtMs }: Machine): JsonObject {
  return { name, stateMachineArn: arn, type: 'STANDARD', creationDate: createdAtMs / 1000 };
}

function checkedName(name: unknown): string {
  if (typeof name === 'string' && /^[A-Za-z0-9_.+=@!()-]{1,80}$/.test(name)) return name;
  throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
}

function checkedInput(text: unknown): string {
  if (typeof text !== 'string' || !fits(text)) {
    throw new ServiceError('InvalidExecutionInput', 'input must be text of at most 256 KiB');
  }
  try {
    JSON.parse(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${problem}'`,
    );
  }
  return text;
}

function refuseUnknown(operation: string, input: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(input).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new UnsupportedError(`the parameter ${unknown} of ${operation}`, known);
}
