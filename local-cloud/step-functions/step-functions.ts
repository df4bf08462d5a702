// Step Functions as a service: machines, their executions, and the calls about them.

import { type JsonObject, type Service, ServiceError, UnsupportedError } from '../service.ts';
import type { TraceSampler } from '../telemetry/trace-sampler.ts';
import type { Machinery } from './branch.ts';
import { uuid } from './data/intrinsic-functions.ts';
import { Execution } from './execution.ts';
import { describeMachine, Machines, validateDefinition } from './machines.ts';
import { pageOf } from './page.ts';
import { arnOf, checkOneOf, inputTextOf, nameOf, refuseUnknown } from './states/call-arguments.ts';

/** The status of an execution. One that runs or succeeded has no error. */
export type ExecutionEnd = {
  readonly name: string;
  readonly status: string;
  readonly error: string | null;
  readonly cause: string | null;
};

type Operation = (input: JsonObject) => JsonObject;

const statuses = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'];
// AWS accepts longer tokens here than elsewhere.
const executionTokenLengthMax = 3096;

/** What the service needs from outside, and the region of its machines. */
interface Surroundings extends Machinery {
  readonly region: string;
  readonly accountId: string;
  readonly traces?: TraceSampler;
}

/**
 * The service. Not here: Express machines of their own, activities, callbacks with task tokens,
 * redrive, versions and aliases, JSONata. API:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export class StepFunctions implements Service {
  readonly target = 'AWSStepFunctions';
  readonly #machinery: Machinery;
  readonly #traces: TraceSampler | undefined;
  readonly #arnPrefix: string;
  readonly #machines: Machines;
  readonly #executions = new Map<string, Execution>();

  constructor({ region, accountId, traces, ...machinery }: Surroundings) {
    this.#machinery = machinery;
    this.#traces = traces;
    this.#arnPrefix = `arn:aws:states:${region}:${accountId}:stateMachine:`;
    this.#machines = new Machines(machinery.clock);
  }

  /**
   * Adds a machine of a template.
   * @throws {ServiceError} InvalidDefinition
   * @throws {UnsupportedError} a part of the language that the local cloud does not have
   */
  createStateMachine({
    definition,
    ...machine
  }: {
    readonly name: string;
    readonly arn: string;
    readonly roleArn: string;
    readonly definition: JsonObject;
    readonly isTraced?: boolean;
  }): void {
    const { name, arn, roleArn, isTraced = false } = machine;
    const definitionText = JSON.stringify(definition);
    this.#machines.add({ name, arn, roleArn, definitionText, isTraced });
  }

  /** The status of each execution, the oldest first. */
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
    CreateStateMachine: (input) => {
      // Logging, tracing and tags change no answer.
      const unread = ['loggingConfiguration', 'tracingConfiguration', 'tags'];
      const known = ['name', 'definition', 'roleArn', 'type', ...unread];
      refuseUnknown('CreateStateMachine', input, known);
      return this.#machines.create(input, this.#arnPrefix);
    },
    DeleteStateMachine: (input) => {
      refuseUnknown('DeleteStateMachine', input, ['stateMachineArn']);
      this.#machines.delete(input.stateMachineArn);
      return {};
    },
    ValidateStateMachineDefinition: (input) => {
      refuseUnknown('ValidateStateMachineDefinition', input, ['definition']);
      return validateDefinition(String(input.definition));
    },
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
    GetExecutionHistory: (input) => this.#history(input),
    DescribeStateMachine: (input) => {
      refuseUnknown('DescribeStateMachine', input, ['stateMachineArn', 'includedData']);
      return describeMachine(this.#machines.get(input.stateMachineArn));
    },
    ListStateMachines: (input) => {
      refuseUnknown('ListStateMachines', input, ['maxResults', 'nextToken']);
      return pageOf('stateMachines', this.#machines.summaries(), input);
    },
  };

  #startExecution(input: JsonObject): JsonObject {
    refuseUnknown('StartExecution', input, ['stateMachineArn', 'name', 'input', 'traceHeader']);
    const machine = this.#machines.get(input.stateMachineArn);
    const name = nameOf(input.name ?? uuid(this.#machinery.random));
    const inputText = inputTextOf(input.input ?? '{}');
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const earlier = this.#executions.get(arn);
    if (earlier) {
      // While the execution runs, a repeated start with the same input counts as a retry.
      const isRetry = earlier.status === 'RUNNING' && earlier.start.inputText === inputText;
      if (isRetry) return { executionArn: arn, startDate: earlier.startedAtMs / 1000 };
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const machinery = machine.isTraced ? this.#inTrace() : this.#machinery;
    const start = { machine, name, arn, inputText, machinery };
    const execution = new Execution(start);
    this.#executions.set(arn, execution);
    return { executionArn: arn, startDate: execution.startedAtMs / 1000 };
  }

  /** Begins a trace. Whatever the execution calls belongs to it. */
  #inTrace(): Machinery {
    const { invokeFunction } = this.#machinery;
    this.#traces?.begin();
    return {
      ...this.#machinery,
      invokeFunction: (functionArn, payload) => invokeFunction(functionArn, payload, true),
    };
  }

  #listExecutions(input: JsonObject): JsonObject {
    const known = ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'];
    refuseUnknown('ListExecutions', input, known);
    checkOneOf('statusFilter', input.statusFilter, statuses);
    const machine = this.#machines.get(input.stateMachineArn);
    const found = [...this.#executions.values()].filter(({ start, status }) => {
      const isAsked = input.statusFilter === undefined || status === input.statusFilter;
      return isAsked && start.machine.arn === machine.arn;
    });
    const newestFirst = found.reverse().map((execution) => execution.summary());
    return pageOf('executions', newestFirst, input, executionTokenLengthMax);
  }

  #history(input: JsonObject): JsonObject {
    const paging = ['maxResults', 'nextToken', 'reverseOrder'];
    const known = ['executionArn', 'includeExecutionData', ...paging];
    refuseUnknown('GetExecutionHistory', input, known);
    const { history } = this.#execution(input.executionArn);
    const events = history.describe({ withData: input.includeExecutionData !== false });
    return pageOf('events', input.reverseOrder === true ? events.reverse() : events, input);
  }

  #execution(arn: unknown): Execution {
    const execution = this.#executions.get(arnOf(arn, 'execution'));
    if (execution) return execution;
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }
}

function optionalText(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
