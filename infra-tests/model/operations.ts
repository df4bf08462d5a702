// What may happen to a network, as data: drawn at random, shrunk, and kept as counterexamples.
import fc from 'fast-check';
import { type PolicyId, policyIds } from '#domain/policies.ts';

/** What is delivered, or that time passes. Names and numbers are taken modulo what there is. */
export const deeds = [
  'deliver',
  'deliver',
  'deliver',
  'redeliver',
  'wait',
  'join',
  'leave',
  'restart',
  'protect',
  'lose',
  'report',
  'login',
  'forge',
  'replay',
  'expire',
  'heal',
] as const;

export type Deed = 'deliver' | 'redeliver' | 'wait' | NewDeed;

/** Those that bring a message from outside. */
export type NewDeed =
  | 'join'
  | 'leave'
  | 'restart'
  | 'protect'
  | 'lose'
  | 'report'
  | 'login'
  | 'forge'
  | 'replay'
  | 'expire'
  | 'heal';

/**
 * How a message is handled: by itself; in one batch with another one; by a function that dies at
 * its nth call, and at once again or not; or while another function handles another message, one
 * that is there or fresh news, which begins and ends just before the nth call.
 */
export type Way =
  | 'alone'
  | 'in a pair'
  | 'cut off'
  | 'at the second try'
  | 'beside another'
  | 'beside news';

export interface Operation {
  readonly deed: Deed;
  readonly way: Way;
  /** Which node, or which of the messages that there are. */
  readonly who: number;
  /** Which other message takes part, if one does. */
  readonly other: number;
  /** At which of the handler's calls something happens to it. */
  readonly call: number;
  /** Boots ahead of what is known, profile, and how long time passes. */
  readonly extra: number;
}

/** One random life of a network. */
export interface Life {
  readonly policy: PolicyId;
  readonly seed: number;
  readonly operations: readonly Operation[];
}

const ways: readonly Way[] = [
  'alone',
  'alone',
  'in a pair',
  'cut off',
  'at the second try',
  'beside another',
  'beside news',
];

const operation: fc.Arbitrary<Operation> = fc.record({
  deed: fc.constantFrom(...(deeds as readonly Deed[])),
  way: fc.constantFrom(...ways),
  who: fc.nat({ max: 63 }),
  other: fc.nat({ max: 63 }),
  call: fc.nat({ max: 8 }),
  extra: fc.nat({ max: 63 }),
});

/** Draws lives; a counterexample among them shrinks to the few operations that matter. */
export const lives: fc.Arbitrary<Life> = fc.record({
  policy: fc.constantFrom(...policyIds),
  seed: fc.nat({ max: 1_000 }),
  operations: fc.array(operation, { minLength: 1, maxLength: 24, size: 'max' }),
});
