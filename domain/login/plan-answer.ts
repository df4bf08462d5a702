// What becomes of each log-in of a batch, and all that follows from it. Whoever serves log-ins asks
// this, and then only does what it says: the functions on DynamoDB and SQS, the twin on its arrays.

import type { Counted } from '../counted.ts';
import { duplicateCheckEvery } from '../limits.ts';
import type { Metric } from '../stack-names.ts';
import { unreachable } from '../unreachable.ts';
import type { Admission, RefusalReason } from './admit-login.ts';
import type { RetryReason } from './retry-login.ts';

/** What may be wrong with a proof by itself, whatever its node is. */
export type ProofFlaw = 'forged' | 'expired';

/** A request that was admitted, and was served: now a slot is looked for. */
export interface Served {
  readonly kind: 'served';
}

/** What came of looking for a slot. */
export type Placed =
  | { readonly kind: 'placed' }
  /** Another request of the same node in the same batch was placed. */
  | { readonly kind: 'superseded' }
  /** Its node is not what was read any more. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'no-capacity' };

/** What becomes of a log-in. There is exactly one outcome for each message. */
export type LoginOutcome =
  | Exclude<Admission, { kind: 'admitted' }>
  | { readonly kind: 'refused'; readonly reason: ProofFlaw }
  /** The run ended: nobody is answered any more. */
  | { readonly kind: 'run-over' }
  | { readonly kind: 'service-busy' }
  | Placed;

/** The metrics that count what becomes of log-ins. */
export type LoginMetric = Extract<
  Metric,
  | 'LoginsPlaced'
  | 'LoginsSuperseded'
  | 'LoginsRefused'
  | 'LoginsForged'
  | 'LoginsExpired'
  | 'LoginsReplayed'
  | 'LoginsDeferred'
  | 'LoginsAbandoned'
  | 'LoginsBusy'
  | 'LoginsWithoutCapacity'
  | 'LoginsOvertaken'
>;

/** The message is done, and no other one follows. Each of the metrics counts it once. */
export interface LoginOver {
  readonly kind: 'over';
  readonly metrics: readonly LoginMetric[];
}

/** Counts every request, before anything is decided about it. */
export const attemptMetric = 'LoginAttempts' as const satisfies Metric;

/** What is counted of the writes that an answer asks for. */
export const countedOfAnswer = {
  standBy: { done: 'LoginsStoodBy', notDone: null },
  /** The answer fails if another copy of the request has answered. */
  duplicateCheck: { done: null, notDone: 'LoginCopiesDropped' },
} as const satisfies Record<string, Counted>;

/** What follows from an outcome. */
export type LoginAnswer =
  | LoginOver
  | {
      readonly kind: 'ask-again';
      readonly metrics: readonly LoginMetric[];
      /** What `retryLogin` goes by when it makes the client's next request. */
      readonly reason: RetryReason;
      /** First the client is written down as a candidate, so that heal may promote it at once. */
      readonly standsBy: boolean;
      /** Then it answers a duplicate check. If another copy has answered it, no request follows. */
      readonly answersDuplicateCheck: boolean;
    };

const served: Served = { kind: 'served' };
const busy = { kind: 'service-busy' } as const;
const abandoned = { kind: 'abandoned' } as const;
const superseded = { kind: 'superseded' } as const;

/**
 * The log-in service's outcome for an admitted request. It does the work even if nobody waits for
 * the answer any more.
 */
export function afterService(
  { clientGone }: Extract<Admission, { kind: 'admitted' }>,
  isServed: boolean,
): Served | typeof busy | typeof abandoned {
  if (!isServed) return busy;
  return clientGone ? abandoned : served;
}

/** What becomes of a second request of a node in a batch, by what became of the first. */
export function outcomeOfCopy<Outcome extends { readonly kind: string }>(
  first: Outcome,
): Outcome | typeof superseded {
  // One transaction cannot write an item twice, and a client needs no second slot.
  return first.kind === 'placed' ? superseded : first;
}

/** Outcomes after which nobody asks again. */
export type FinalOutcome = Extract<
  LoginOutcome,
  { kind: 'placed' | 'superseded' | 'refused' | 'run-over' }
>;

/** What follows from an outcome after which nobody asks again. */
export function endLogin(outcome: FinalOutcome): LoginOver {
  switch (outcome.kind) {
    case 'placed':
      return ends.placed;
    case 'superseded':
      return ends.superseded;
    case 'refused':
      return ends.refused[outcome.reason];
    case 'run-over':
      return ends.runOver;
    default:
      return unreachable(outcome);
  }
}

/**
 * Decides what follows from the outcome of a log-in. Only what was read of its node ends it. After
 * a failed write its client asks again, and the next read shows the node's state. If the log-in
 * were dropped instead, the copy that made the write fail could be dropped, too, and nobody would
 * ask any more.
 * @param attempt the number of this request among the client's attempts
 * @param mayStandBy whether a client that finds no slot becomes a candidate: see `mayStandBy`
 * @param every every so many attempts a request answers a duplicate check
 */
export function planAnswer(
  outcome: LoginOutcome,
  attempt: number,
  mayStandBy: boolean,
  every = duplicateCheckEvery,
): LoginAnswer {
  switch (outcome.kind) {
    case 'placed':
    case 'superseded':
    case 'refused':
    case 'run-over':
      return endLogin(outcome);
    case 'deferred':
    case 'abandoned':
    case 'service-busy':
    case 'changed':
    case 'no-capacity':
      return {
        kind: 'ask-again',
        metrics: retryMetrics[outcome.kind],
        reason: outcome,
        standsBy: outcome.kind === 'no-capacity' && mayStandBy,
        answersDuplicateCheck: isDuplicateCheckDue(attempt, every),
      };
    default:
      return unreachable(outcome);
  }
}

/** Whether a request answers a duplicate check, if its client has to ask again. */
export function isDuplicateCheckDue(attempt: number, every = duplicateCheckEvery): boolean {
  return attempt % every === 0;
}

function over(...metrics: readonly LoginMetric[]): LoginOver {
  return { kind: 'over', metrics };
}

/** Answers that are always the same, so that none is made anew. */
const ends = {
  placed: over('LoginsPlaced'),
  superseded: over('LoginsSuperseded'),
  runOver: over(),
  /** What is wrong with a proof is counted by itself, too. */
  refused: {
    'unknown-node': over('LoginsRefused'),
    'epoch-from-the-future': over('LoginsRefused'),
    replayed: over('LoginsRefused', 'LoginsReplayed'),
    forged: over('LoginsRefused', 'LoginsForged'),
    expired: over('LoginsRefused', 'LoginsExpired'),
  } satisfies Record<RefusalReason | ProofFlaw, LoginOver>,
} as const;

/** What is counted when a client has to ask again, by the reason. */
export const retryMetrics = {
  deferred: ['LoginsDeferred'],
  abandoned: ['LoginsAbandoned'],
  'service-busy': ['LoginsBusy'],
  changed: ['LoginsOvertaken'],
  'no-capacity': ['LoginsWithoutCapacity'],
} as const satisfies Record<RetryReason['kind'], readonly LoginMetric[]>;
