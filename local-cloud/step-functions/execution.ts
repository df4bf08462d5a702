// One execution of a state machine, from its start to its one end.

import type { JsonObject } from '../service.ts';
import type { Branch, Machinery } from './branch.ts';
import { isoTime } from './data/iso-time.ts';
import { Scope } from './data/scope.ts';
import type { MachineDefinition } from './definition/definition.ts';
import { Chain, History } from './history.ts';
import { runFlow } from './run-flow.ts';
import { errorMembers, StatesError } from './states-error.ts';

/** The status of an execution, in AWS's words. */
type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** A machine whose executions can be started. */
export interface Machine {
  readonly name: string;
  readonly arn: string;
  /** The role of the machine. Nothing here checks it. */
  readonly roleArn: string;
  /** The definition as it was given. */
  readonly definitionText: string;
  readonly definition: MachineDefinition;
  readonly createdAtMs: number;
  /** Whether X-Ray traces its executions. */
  readonly isTraced: boolean;
}

/** What an execution is started with; `inputText` is JSON. */
export interface Start {
  readonly machine: Machine;
  readonly name: string;
  readonly arn: string;
  readonly inputText: string;
  readonly machinery: Machinery;
}

/** A running or finished execution. It starts when it is made. */
export class Execution {
  readonly start: Start;
  readonly startedAtMs: number;
  readonly history: History;
  #status: ExecutionStatus = 'RUNNING';
  #stoppedAtMs: number | undefined;
  #ending: JsonObject = {};
  readonly #scope = new Scope();
  readonly #events: Chain;
  #cancelTimeout = () => {};

  constructor(start: Start) {
    const { clock, meters } = start.machinery;
    this.start = start;
    this.startedAtMs = clock.nowMs();
    this.history = new History(start.machinery);
    this.#events = new Chain(this.history);
    meters.add('stepFunctions.executions', 1);
    const input: unknown = JSON.parse(start.inputText);
    const { roleArn } = start.machine;
    // The event of the first state has no predecessor, as if there were no start event.
    this.#events.note('ExecutionStarted', 'executionStartedEventDetails', { input, roleArn });
    const { TimeoutSeconds: seconds } = start.machine.definition;
    if (seconds !== undefined) {
      const endMs = this.startedAtMs + seconds * 1000;
      this.#cancelTimeout = clock.at(endMs, () => this.#timeOut());
    }
    this.#run(input);
  }

  get status(): ExecutionStatus {
    return this.#status;
  }

  get stoppedAtMs(): number | undefined {
    return this.#stoppedAtMs;
  }

  /** Stops the execution. An execution that has ended does not change. */
  stop(error: string | undefined, cause: string | undefined): void {
    this.#events.continueFrom(0);
    this.#end('ABORTED', 'Aborted', {
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    });
  }

  /** The entry of ListExecutions. */
  summary(): JsonObject {
    const { machine, name, arn } = this.start;
    return {
      executionArn: arn,
      stateMachineArn: machine.arn,
      name,
      status: this.#status,
      startDate: this.startedAtMs / 1000,
      ...(this.#stoppedAtMs === undefined ? {} : { stopDate: this.#stoppedAtMs / 1000 }),
      redriveCount: 0,
    };
  }

  /** The answer of DescribeExecution. */
  describe(): JsonObject {
    const { inputText } = this.start;
    const { output, ...ending } = this.#ending;
    const hasOutput = this.#status === 'SUCCEEDED';
    return {
      ...this.summary(),
      input: inputText,
      inputDetails: { included: true },
      ...this.#redrive(),
      ...(hasOutput
        ? { output: JSON.stringify(output), outputDetails: { included: true } }
        : ending),
    };
  }

  // Executions are never redriven here. The answer says so in AWS's words.
  #redrive(): JsonObject {
    if (this.#status !== 'RUNNING' && this.#status !== 'SUCCEEDED') {
      return { redriveStatus: 'REDRIVABLE' };
    }
    const redriveStatusReason = `Execution is ${this.#status} and cannot be redriven`;
    return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason };
  }

  #run(input: unknown): void {
    const { clock } = this.start.machinery;
    runFlow(this.start.machine.definition, input, this.#branch(input)).then(
      (output) => this.#end('SUCCEEDED', 'Succeeded', { output: output ?? null }),
      (thrown: unknown) => {
        if (this.#status !== 'RUNNING') return;
        if (thrown instanceof StatesError) {
          this.#end('FAILED', 'Failed', errorMembers(thrown));
          return;
        }
        // A bug must reach the code that runs the clock, since nobody waits for this promise.
        clock.at(clock.nowMs(), () => {
          throw thrown;
        });
      },
    );
  }

  // Only the event has the error. The execution itself has none.
  #timeOut(): void {
    this.#events.continueFrom(0);
    this.#end('TIMED_OUT', 'TimedOut', {}, { error: 'States.Timeout' });
  }

  #branch(input: unknown): Branch {
    const { machine, name, arn, machinery } = this.start;
    return {
      machinery,
      machineArn: machine.arn,
      roleArn: machine.roleArn,
      at: {},
      scope: this.#scope,
      events: this.#events,
      billing: 'standard',
      context: {
        Execution: {
          Id: arn,
          Input: input,
          StartTime: isoTime(this.startedAtMs),
          Name: name,
          RoleArn: machine.roleArn,
          RedriveCount: 0,
        },
        StateMachine: { Id: machine.arn, Name: machine.name },
      },
    };
  }

  #end(status: ExecutionStatus, event: string, ending: JsonObject, details = ending): void {
    if (this.#status !== 'RUNNING') return;
    this.#status = status;
    this.#ending = ending;
    this.#stoppedAtMs = this.start.machinery.clock.nowMs();
    this.#events.add(`Execution${event}`, `execution${event}EventDetails`, details);
    this.history.close();
    this.#cancelTimeout();
    this.#scope.stop(new Error(`the execution has ended: ${status}`));
  }
}
