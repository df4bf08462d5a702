// The shape of a state machine once check-definition.ts has accepted it.

import type { JsonObject } from '../../service.ts';

/** A path, or null for "nothing". */
export type OptionalPath = string | null;

/** States with transitions between them: a machine, a branch, or a map's item processor. */
export interface Flow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A whole machine; TimeoutSeconds counts from the start of the execution. */
export interface MachineDefinition extends Flow {
  readonly TimeoutSeconds?: number;
}

/** When and how often to try again. Seconds are virtual. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

/** Where to go on after an error. */
export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: OptionalPath;
}

interface Step {
  readonly Next?: string;
  readonly End?: boolean;
  readonly InputPath?: OptionalPath;
  readonly OutputPath?: OptionalPath;
}

interface Effect extends Step {
  readonly Parameters?: unknown;
  readonly ResultSelector?: JsonObject;
  readonly ResultPath?: OptionalPath;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** Calls a function. */
export interface TaskState extends Effect {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
}

/** Runs a flow for each item of a list. */
export interface MapState extends Effect {
  readonly Type: 'Map';
  readonly ItemProcessor: Flow & {
    readonly ProcessorConfig?: {
      readonly Mode?: 'INLINE' | 'DISTRIBUTED';
      readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
    };
  };
  readonly ItemsPath?: string;
  readonly ItemSelector?: unknown;
  readonly Label?: string;
  readonly MaxConcurrency?: number;
  readonly MaxConcurrencyPath?: string;
  readonly ToleratedFailureCount?: number;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: number;
  readonly ToleratedFailurePercentagePath?: string;
}

/** Runs several flows on the same input. */
export interface ParallelState extends Effect {
  readonly Type: 'Parallel';
  readonly Branches: readonly Flow[];
}

/** Passes data on, changed or replaced. */
export interface PassState extends Step {
  readonly Type: 'Pass';
  readonly Result?: unknown;
  readonly Parameters?: unknown;
  readonly ResultPath?: OptionalPath;
}

/** Waits. It has exactly one of the four fields. */
export interface WaitState extends Step {
  readonly Type: 'Wait';
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

/** Continues by the first rule that holds. */
export interface ChoiceState extends Step {
  readonly Type: 'Choice';
  readonly Choices: readonly (JsonObject & { readonly Next: string })[];
  readonly Default?: string;
}

/** Ends the flow well. */
interface SucceedState extends Step {
  readonly Type: 'Succeed';
}

/** Ends the flow with an error. */
export interface FailState {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

/** A state whose work can fail and be tried again. */
export type EffectState = TaskState | MapState | ParallelState;

/** Any state. */
export type State = EffectState | PassState | WaitState | ChoiceState | SucceedState | FailState;
