// One execution of a state machine, from its start to its one end.

import type { JsonObject } from '../service.ts';
import type { Branch, Machinery } from './branch.ts';
import type { MachineDefinition } from './definition.ts';
import { Chain, History } from './history.ts';
import { isoTime } from './iso-time.ts';
import { runFlow } from './run-flow.ts';
import { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/** How an execution stands, in AWS's words. */
type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** A machine that executions can be started of. */
export interface Machine {
  readonly name: string;
  readonly arn: string;
  readonly definition: MachineDefinition;
  readonly createdAtMs: number;
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
    this.#events.add('ExecutionStarted', 'executionStartedEventDetails', { input });
    const { TimeoutSeconds: seconds } = start.machine.definition;
    if (seconds !== undefined) {
      const endMs = this.startedAtMs + seconds * 1000;
      this.#cancelTimeout = clock.at(endMs, () => this.#end('TIMED_OUT', 'TimedOut', {}));
    }
    this.#run(input);
  }

  get status(): ExecutionStatus {
    return this.#status;
  }

  get stoppedAtMs(): number | undefined {
    return this.#stoppedAtMs;
  }

  /** Stops the execution; one that has ended stays as it is. */
  stop(error: string | undefined, cause: string | undefined): void {
    this.#end('ABORTED', 'Aborted', {
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    });
  }

  /** The answer of DescribeExecution. */
  describe(): JsonObject {
    const { machine, name, arn, inputText } = this.start;
    const { output, ...ending } = this.#ending;
    const hasOutput = this.#status === 'SUCCEEDED';
    return {
      executionArn: arn,
      stateMachineArn: machine.arn,
      name,
      status: this.#status,
      startDate: this.startedAtMs / 1000,
      ...(this.#stoppedAtMs === undefined ? {} : { stopDate: this.#stoppedAtMs / 1000 }),
      input: inputText,
      inputDetails: { included: true },
      ...(hasOutput
        ? { output: JSON.stringify(output), outputDetails: { included: true } }
        : ending),
    };
  }

  #run(input: unknown): void {
    const { clock } = this.start.machinery;
    runFlow(this.start.machine.definition, input, this.#branch(input)).then(
      (output) => this.#end('SUCCEEDED', 'Succeeded', { output: output ?? null }),
      (thrown: unknown) => {
        if (this.#status !== 'RUNNING') return;
        if (thrown instanceof StatesError) {
          this.#end('FAILED', 'Failed', { error: thrown.error, cause: thrown.causeText });
          return;
        }
        // A bug must reach whoever turns the clock: nobody waits for this promise.
        clock.at(clock.nowMs(), () => {
          throw thrown;
        });
      },
    );
  }

  #branch(input: unknown): Branch {
    const { machine, name, arn, machinery } = this.start;
    return {
      machinery,
      machineArn: machine.arn,
      scope: this.#scope,
      events: this.#events,
      billing: 'standard',
      context: {
        Execution: { Id: arn, Input: input, Name: name, StartTime: isoTime(this.startedAtMs) },
        StateMachine: { Id: machine.arn, Name: machine.name },
      },
    };
  }

  #end(status: ExecutionStatus, event: string, ending: JsonObject): void {
    if (this.#status !== 'RUNNING') return;
    this.#status = status;
    this.#ending = ending;
    this.#stoppedAtMs = this.start.machinery.clock.nowMs();
    this.#events.add(`Execution${event}`, `execution${event}EventDetails`, ending);
    this.history.close();
    this.#cancelTimeout();
    this.#scope.stop(new Error(`the execution has ended: ${status}`));
  }
}
