// The states of the storm's execution, as they are told to whoever looks on.

/** A state of `RebootStorm`, by its name in cdk/reboot-storm.ts. */
export type StormState =
  | 'PlanStorm'
  | 'WaitForWave'
  | 'DispatchCells'
  | 'DispatchCell'
  | 'WaitToObserve'
  | 'Observe'
  | 'WhatNext'
  | 'KeepObserving'
  | 'WaitToPoll'
  | 'Poll'
  | 'PollAgain'
  | 'PollingEnds'
  | 'ReportStorm'
  | 'HowItEnded'
  | 'Healed'
  | 'NotHealed'
  | 'Broke';

/** A state that was entered, or tried again. */
export interface StateEntered {
  readonly state: StormState;
  /** Virtual time, in milliseconds since 1970. It never goes back from one to the next. */
  readonly atMs: number;
  /** How often: the children of a map enter theirs together. */
  readonly times: number;
}

/** Is told of each state as the execution enters it, or a little before. */
export type StateListener = (entered: StateEntered) => void;

/** The state that ends an execution, by what the storm is reported as. */
export const endStates = { healed: 'Healed', 'timed-out': 'NotHealed', failed: 'Broke' } as const;
