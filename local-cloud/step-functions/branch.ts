// What a running state can use.

import type { Peaks } from '../peaks.ts';
import type { Clock, JsonObject, Meters, Random } from '../service.ts';
import type { Data } from './data/paths.ts';
import { type Scope, SiblingFailed } from './data/scope.ts';
import type { Flow } from './definition/definition.ts';
import type { Chain } from './history.ts';
import { StatesError } from './states-error.ts';

/**
 * How long a state machine takes from one state to the next, in milliseconds. A guess: AWS
 * publishes no figure. Standard executions write each step to storage, and are commonly seen to
 * take some tens of milliseconds for a state.
 */
export const transitionLatencyMs = 20;

/** What the interpreter needs from outside. */
export interface Machinery {
  readonly clock: Clock;
  readonly meters: Meters;
  readonly peaks: Peaks;
  readonly random: Random;
  /**
   * Calls a function; rejects with an Error that has `errorType` and `errorMessage` when the
   * function fails.
   * @param isInTrace whether the caller is traced
   */
  readonly invokeFunction: (
    functionArn: string,
    payload: unknown,
    isInTrace?: boolean,
  ) => Promise<unknown>;
}

/** One thread of an execution. */
export interface Branch {
  readonly machinery: Machinery;
  readonly machineArn: string;
  /** The role that the machine acts in. */
  readonly roleArn: string;
  readonly scope: Scope;
  readonly events: Chain;
  /** Express executions are billed by request and duration, not by transition. */
  readonly billing: 'standard' | 'express';
  /** The context object, `$$`, without the state. */
  readonly context: JsonObject;
  /** The state that the branch is in, so that its abort can be recorded. */
  readonly at: { stateType?: string };
}

/** A branch of its own for a part of a state: a branch of a Parallel, an iteration of a Map. */
export function innerBranch(branch: Branch, scope: Scope, events: Chain): Branch {
  return { ...branch, scope, events, at: {} };
}

/**
 * Records how the state ended in which a part of a Parallel or a Map ended. A failed task has no
 * event of its own for leaving the part, and AWS records it as aborted. Other states are aborted
 * when a sibling fails. An error of the definition or its data leaves no event (LocalStack,
 * test_service_lambda_map_timeout, 2024-03; floci-io/floci#2868, 2026-09).
 */
export function noteAborted({ events, at }: Branch, thrown: unknown): void {
  const types = thrown instanceof SiblingFailed ? ['Task', 'Wait', 'Map', 'Parallel'] : ['Task'];
  if (leavesNoTrace(thrown) || !types.includes(String(at.stateType))) return;
  events.note(`${at.stateType}StateAborted`);
}

/** Whether AWS records nothing about the states that the error passes. */
export function leavesNoTrace(thrown: unknown): boolean {
  return thrown instanceof StatesError && thrown.error === 'States.Runtime';
}

/** Runs a flow to its end and returns its output. States that contain flows use it. */
export type RunFlow = (flow: Flow, input: unknown, branch: Branch) => Promise<unknown>;

/** A state's view of its branch while it runs. */
export interface Visit {
  readonly branch: Branch;
  readonly name: string;
  /** The event with which the state was entered. */
  readonly enteredEventId: number;
  /** Data for paths, with this input and with the state in the context. */
  readonly dataOf: (input: unknown, more?: JsonObject) => Data;
}
