// What the page and the worker of an own policy say to each other, beyond what any worker says.
import type { Hypothesis } from '#domain/policies.ts';
import type { Insertion } from './checked-text.ts';

/** The page's question before a run: what the policy is called. */
export interface InspectRequest {
  readonly kind: 'inspect';
}

/** The answer: what the text exports, without its functions. */
export interface PolicyInspected {
  readonly kind: 'inspected';
  readonly id: string;
  readonly hypotheses: readonly Hypothesis[];
}

/**
 * The author's code is about to run, still runs, or will not for a while. From a worker in which it
 * runs something is heard at least every second: else it hangs.
 */
export interface OwnCodeRuns {
  readonly kind: 'own-code';
  readonly isRunning: boolean;
}

/** Where the author's text is in the worker's code. */
export interface TextPlace {
  /** As the author wrote it. */
  readonly text: string;
  /** The line of the worker's code that has the text's first, from 1 on. */
  readonly firstLine: number;
  readonly insertions: readonly Insertion[];
}
