// The decisions that a policy may make otherwise. The switches of a policy change how the built-in
// decisions decide; a policy file may also bring decisions of its own, one function each.

import { healStep } from './heal/heal-step.ts';
import { admitLogin } from './login/admit-login.ts';
import { placeClient } from './login/place-client.ts';
import { retryLogin } from './login/retry-login.ts';
import type { Hypothesis } from './policies.ts';

/** What the control plane decides by: pure functions, each in the file of its name. */
export interface Decisions {
  readonly admitLogin: typeof admitLogin;
  readonly placeClient: typeof placeClient;
  readonly retryLogin: typeof retryLogin;
  readonly healStep: typeof healStep;
}

/** The decisions as they stand in `domain/`. */
export const builtInDecisions: Decisions = Object.freeze({
  admitLogin,
  placeClient,
  retryLogin,
  healStep,
});

/** What a policy file exports under the name `policy`: see docs/policies.md. */
export interface PolicyFile {
  /** Its name in tables and charts: letters, digits, dots and dashes. */
  readonly id: string;
  /** What it does wrong on purpose; nothing when absent. */
  readonly hypotheses?: readonly Hypothesis[];
  /**
   * Its own decisions, in place of built-in ones of the same names. They get the same arguments,
   * and must not keep anything between two calls: the next one may be made in another process.
   */
  readonly decisions?: (builtIn: Decisions) => Partial<Decisions>;
}

/** The decisions of a run: the file's own ones, and the built-in ones for the rest. */
export function decisionsOf(own: PolicyFile['decisions'] | undefined): Decisions {
  return { ...builtInDecisions, ...own?.(builtInDecisions) };
}
