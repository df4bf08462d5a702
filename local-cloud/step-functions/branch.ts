// What a running state has at hand.

import type { Peaks } from '../peaks.ts';
import type { Clock, JsonObject, Meters, Random } from '../service.ts';
import type { Flow } from './definition.ts';
import type { Chain } from './history.ts';
import type { Data } from './paths.ts';
import type { Scope } from './scope.ts';

/**
 * How long a state machine takes from one state to the next, in milliseconds. A guess: AWS
 * publishes no figure; Standard executions, which write each step down, are commonly seen to take
 * some tens of milliseconds a state.
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
   */
  readonly invokeFunction: (functionArn: string, payload: unknown) => Promise<unknown>;
}

/** One thread of an execution. */
export interface Branch {
  readonly machinery: Machinery;
  readonly machineArn: string;
  readonly scope: Scope;
  readonly events: Chain;
  /** Express executions are billed by request and duration, not by transition. */
  readonly billing: 'standard' | 'express';
  /** The context object, `$$`, without the state. */
  readonly context: JsonObject;
}

/** Runs a flow to its end and returns its output; handed to the states that contain flows. */
export type RunFlow = (flow: Flow, input: unknown, branch: Branch) => Promise<unknown>;

/** A state's view of its branch while it runs. */
export interface Visit {
  readonly branch: Branch;
  readonly name: string;
  /** Data for paths, with this input and with the state in the context. */
  readonly dataOf: (input: unknown, more?: JsonObject) => Data;
}
