import { aSupernode } from '#testing/domain/builders.ts';
import { placementGroupMax, placementTriesMax } from '../limits.ts';
import type { SupernodeRecord } from '../network.ts';
import { policies } from '../policies.ts';
import {
  firstRound,
  type PlacementRound,
  planGroup,
  roundAfter,
  triesOf,
} from './plan-placement.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index + 1}`);
const two = [aSupernode(), aSupernode({ nodeId: 's2', used: 3 })];

/** Always the first of those with a free slot. */
const choose = (supernodes: readonly SupernodeRecord[]) => {
  const supernode = supernodes.find(({ slots, used }) => used < slots);
  return supernode ? ({ kind: 'chosen', supernode } as const) : ({ kind: 'no-capacity' } as const);
};

test('each client of a round is in one group, in order, as far as there is room', () => {
  const clients = names(placementGroupMax + 2);
  const tries = triesOf(firstRound(clients, [aSupernode()]), policies.resilient, choose);
  expect(tries.map((one) => one.clients)).toEqual([
    clients.slice(0, placementGroupMax),
    clients.slice(placementGroupMax),
  ]);
  const little = triesOf(
    firstRound(clients, [aSupernode({ used: 9 })]),
    policies.resilient,
    choose,
  );
  expect(little.map((one) => one.clients)).toEqual([['n1']]);
});

test('a group that was written is placed, and nobody of it is tried again', () => {
  const outcome = { kind: 'placed' };
  const decided = { kind: 'decided', clients: ['n1', 'n2'], outcome, takenCount: 2, again: [] };
  expect(planGroup(['n1', 'n2'], { kind: 'placed' })).toEqual(decided);
});

test('who changed meanwhile is decided, and the others are tried again without it', () => {
  expect(planGroup(names(3), { kind: 'changed', clients: ['n2'] })).toEqual({
    kind: 'decided',
    clients: ['n2'],
    outcome: { kind: 'changed' },
    takenCount: 0,
    again: ['n1', 'n3'],
  });
});

test('a group whose supernode changed tries elsewhere, and each client of it is counted', () => {
  expect(planGroup(names(2), { kind: 'contended' })).toEqual({
    kind: 'elsewhere',
    clients: names(2),
    metric: 'PlacementsContended',
  });
});

/** A round after both supernodes were tried, with as many slots taken of each. */
const after = (round: PlacementRound<string>, elsewhere: readonly string[], taken: number) => {
  const [one = aSupernode(), other = one] = round.supernodes;
  return roundAfter(round, [
    { supernode: one, elsewhere, takenCount: 0 },
    { supernode: other, elsewhere: [], takenCount: taken },
    { supernode: other, elsewhere: [], takenCount: 1 },
  ]);
};

test('the next round leaves out what changed, and counts what was taken of the others', () => {
  expect(after(firstRound(names(5), two), ['n4'], 2)).toEqual({
    clients: ['n4'],
    supernodes: [{ ...two[1], used: 6 }],
    roundsLeft: placementTriesMax - 1,
  });
});

test('a supernode that one group found changed is left out, whatever another one took', () => {
  const [supernode = aSupernode()] = two;
  const next = roundAfter(firstRound(names(5), two), [
    { supernode, elsewhere: [], takenCount: 2 },
    { supernode, elsewhere: ['n3'], takenCount: 0 },
  ]);
  expect(next?.supernodes).toEqual([two[1]]);
});

test('there is no round without clients, and none beyond the last', () => {
  expect(after(firstRound(names(5), two), [], 2)).toBeNull();
  let rounds = 0;
  let round: PlacementRound<string> | null = firstRound(names(5), two);
  for (; round !== null; rounds += 1) {
    const [supernode = aSupernode()]: readonly SupernodeRecord[] = round.supernodes;
    round = roundAfter(round, [{ supernode, elsewhere: ['n1'], takenCount: 0 }]);
  }
  expect(rounds).toBe(placementTriesMax);
});
