// One node, the copies of its log-in, and all that may get in their way: a world that is small
// enough to be explored in every order of events.
import { admitLogin } from '#domain/login/admit-login.ts';
import { attemptSentBack } from '#domain/login/login-turn.ts';
import {
  answeringDuplicateCheck,
  homing,
  slotsTaken,
  standingBy,
} from '#domain/login/login-writes.ts';
import { type LoginAnswer, planAnswer } from '#domain/login/plan-answer.ts';
import { newNonce, nextNonceMin } from '#domain/login/proof-nonce.ts';
import {
  moving,
  promoting,
  registrationDying,
  slotReturned,
} from '#domain/membership/node-writes.ts';
import { planChange } from '#domain/membership/plan-change.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import type { StoredRecord } from '#domain/record-write.ts';
import { aSupernode, aWaitingNode, someSettings } from '#testing/domain/builders.ts';

/** The decisions that are checked: the handlers' own, unless one is broken on purpose. */
export const ourRules = {
  admitLogin,
  planAnswer,
  planChange,
  newNonce,
  nextNonceMin,
  homing,
  slotsTaken,
  standingBy,
  answeringDuplicateCheck,
  moving,
  promoting,
  slotReturned,
  registrationDying,
  attemptSentBack,
} as const;

export type Rules = { readonly [Name in keyof typeof ourRules]: (typeof ourRules)[Name] };

/** A message. A deleted one is kept while a late copy of it may still be handed out. */
export interface Message {
  readonly id: number;
  readonly kind: 'login' | 'restart' | 'death' | 'loss';
  readonly epoch: number;
  readonly attempt: number;
  readonly nonce: number;
  readonly isDeleted: boolean;
}

/** A function at work on a message: what it has read, and what it does next. */
export interface Task {
  readonly message: number;
  readonly step: Step;
  readonly isLate: boolean;
  readonly node: NodeRecord | null;
  readonly registrations: readonly SupernodeRecord[];
  readonly answer: Extract<LoginAnswer, { kind: 'ask-again' }> | null;
}

export type Step =
  | 'read-node'
  | 'read-registrations'
  | 'place'
  | 'stand-by'
  | 'duplicate-check'
  | 'send-next'
  | 'move'
  | 'notify'
  | 'delete';

/** How often something may still happen. */
export interface Budget {
  /** Log-ins that are handed out. */
  readonly deliveries: number;
  /** Of these, those that waited beyond their client's timeout. */
  readonly late: number;
  /** A message is handed out again while it is handled, or after it was deleted. */
  readonly duplicates: number;
  /** A function dies between two calls. */
  readonly crashes: number;
  /** Somebody else takes a slot, or gives one back. */
  readonly others: number;
  readonly restarts: number;
  /** The supernode goes, and whoever is homed there is notified. */
  readonly deaths: number;
  readonly promotions: number;
  /** A promoted node falls silent. */
  readonly losses: number;
  /** A proof is made anew before its half-life. */
  readonly renewals: number;
  /** A nonce is made by a clock that is behind. */
  readonly skews: number;
}

export const noBudget: Budget = {
  deliveries: 0,
  late: 0,
  duplicates: 0,
  crashes: 0,
  others: 0,
  restarts: 0,
  deaths: 0,
  promotions: 0,
  losses: 0,
  renewals: 0,
  skews: 0,
};

export interface World {
  readonly node: StoredRecord;
  readonly registrations: Readonly<Record<string, StoredRecord>>;
  /** Slots of each registration that others use. */
  readonly others: Readonly<Record<string, number>>;
  readonly messages: readonly Message[];
  readonly tasks: readonly Task[];
  readonly left: Budget;
  /** What heal found in its index and has not promoted yet. */
  readonly candidate: NodeRecord | null;
  /** Nonces of this boot that signed the node in. */
  readonly used: readonly number[];
  /** Who went on after which duplicate check: sign-in and attempt, and the message. */
  readonly wentOn: Readonly<Record<string, number>>;
  readonly clock: number;
  readonly nextId: number;
  /** What was broken by the step that led here. */
  readonly broken: string | null;
}

/**
 * Every so many attempts a log-in answers a duplicate check here: small, so that many are reached.
 */
export const checkedEvery = 2;

export const checkedSettings = someSettings();

/** Leases last until then, or are over. */
export const nowMs = 1_000;

/** What a world begins with. */
export interface Beginning {
  readonly title: string;
  /** Attempts of the copies of one log-in that are under way. */
  readonly attempts: readonly number[];
  /** The nonces of their proofs, where they are not of one sign-in. */
  readonly nonces?: readonly number[];
  readonly budget: Partial<Budget>;
  /** Free slots of the two supernodes. */
  readonly slots: readonly [number, number];
  readonly node?: Partial<NodeRecord>;
}

const firstNonce = 10;

export function beginningOf({ attempts, nonces, budget, slots, node }: Beginning): World {
  const eligible = { eligible: true, claimedSlots: 5, provenEpoch: 0 };
  const { home, ...waiting } = aWaitingNode({ ...eligible, ...node });
  const registration = (nodeId: string, count: number) => ({
    ...aSupernode({ nodeId, slots: count, leaseUntilMs: nowMs + 1 }),
    used: home?.supernode === nodeId ? 1 : 0,
  });
  const message = (attempt: number, id: number): Message => {
    const nonce = nonces?.[id] ?? firstNonce;
    return { id, kind: 'login', epoch: 1, attempt, nonce, isDeleted: false };
  };
  return {
    node: home === null ? waiting : { ...waiting, home },
    registrations: { s1: registration('s1', slots[0]), s2: registration('s2', slots[1]) },
    others: { s1: 0, s2: 0 },
    messages: attempts.map(message),
    tasks: [],
    left: { ...noBudget, ...budget },
    candidate: null,
    used: [],
    wentOn: {},
    clock: firstNonce + 2,
    nextId: attempts.length,
    broken: null,
  };
}

/** A node as it is read. */
export function nodeRead(node: StoredRecord): NodeRecord {
  const { duplicateCheck: _rollCall, candidateCell: _cell, ...record } = node;
  return { home: null, ...record } as unknown as NodeRecord;
}

export function registrationsRead(registrations: World['registrations']): SupernodeRecord[] {
  return Object.values(registrations) as unknown as SupernodeRecord[];
}

/** The world with less of something left. */
export function spent(world: World, what: keyof Budget): World {
  return { ...world, left: { ...world.left, [what]: world.left[what] - 1 } };
}
