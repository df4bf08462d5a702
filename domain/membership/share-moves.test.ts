import fc from 'fast-check';
import { aSupernode } from '#testing/domain/builders.ts';
import { moveGroupMax } from '../limits.ts';
import type { SupernodeRecord } from '../network.ts';
import type { ChangeWrite, NodeMove } from './plan-change.ts';
import { type PlannedWrite, sharedWrites, shareMoves } from './share-moves.ts';

const homes = ['s1', 's2', 's3'].map((nodeId) => aSupernode({ nodeId }));

const aMove = (some: Partial<NodeMove> = {}): ChangeWrite => ({
  kind: 'move',
  move: {
    epoch: 2,
    state: 'waiting',
    moreUsers: 0,
    slotBackTo: undefined,
    ownRegistration: undefined,
    signsOff: true,
    ...some,
  },
});

const planned = (...writes: readonly ChangeWrite[]) =>
  writes.map((write, index) => ({ node: `n${index}`, write }));

const [home, otherHome] = homes;

test('those who come and those who go change the population together', () => {
  const joins = aMove({ moreUsers: 1 });
  const leaves = aMove({ moreUsers: -1, slotBackTo: home });
  expect(shareMoves(planned(joins, leaves, joins))).toEqual([[0, 1, 2]]);
});

test('those who restart share nothing, unless one supernode held them', () => {
  const held = aMove({ slotBackTo: home });
  expect(shareMoves(planned(held, aMove({ slotBackTo: otherHome }), aMove()))).toEqual([]);
  expect(shareMoves(planned(held, aMove({ slotBackTo: otherHome }), held))).toEqual([[0, 2]]);
});

test('one who comes alone goes alone', () => {
  expect(shareMoves(planned(aMove({ moreUsers: 1 }), { kind: 'none' }))).toEqual([]);
});

test('who carries others goes alone, since others may give a slot back there', () => {
  const carrier = aMove({ moreUsers: -1, ownRegistration: home });
  const client = aMove({ moreUsers: -1, slotBackTo: home });
  expect(shareMoves(planned(carrier, client, client))).toEqual([[1, 2]]);
});

const aWrite = fc.oneof(
  fc.constant<ChangeWrite>({ kind: 'none' }),
  fc
    .record({
      moreUsers: fc.constantFrom(-1, 0, 1),
      slotBackTo: fc.constantFrom<SupernodeRecord | undefined>(undefined, ...homes),
      ownRegistration: fc.constantFrom<SupernodeRecord | undefined>(undefined, undefined, home),
    })
    .map(aMove),
);
const aBatch = fc.array(fc.record({ node: fc.integer({ min: 0, max: 30 }), write: aWrite }), {
  maxLength: 40,
});

const movesOf = (
  batch: readonly PlannedWrite<number, SupernodeRecord>[],
  places: readonly number[],
) =>
  places.flatMap((place) => {
    const write = batch[place]?.write;
    return write?.kind === 'move' ? [write.move] : [];
  });

test('a group never writes an item twice, and is no larger than a transaction may be', () => {
  fc.assert(
    fc.property(aBatch, (batch) => {
      const groups = shareMoves(batch);
      const places = groups.flat();
      expect(new Set(places).size).toBe(places.length);
      for (const group of groups) {
        expect(group.length).toBeGreaterThan(1);
        expect(group.length).toBeLessThanOrEqual(moveGroupMax);
        const nodes = group.map((place) => batch[place]?.node);
        expect(new Set(nodes).size).toBe(nodes.length);
        const moves = movesOf(batch, group);
        expect(moves).toHaveLength(group.length);
        expect(moves.every(({ ownRegistration }) => ownRegistration === undefined)).toBe(true);
      }
    }),
  );
});

test('the later of two messages of a node is never moved before the earlier', () => {
  fc.assert(
    fc.property(aBatch, (batch) => {
      for (const place of shareMoves(batch).flat()) {
        const first = batch.findIndex(({ node }) => node === batch[place]?.node);
        expect(place).toBe(first);
      }
    }),
  );
});

test('together they change as much as one by one', () => {
  fc.assert(
    fc.property(aBatch, (batch) => {
      const moves = movesOf(
        batch,
        batch.map((_, place) => place),
      );
      const { moreUsers, slotsBack } = sharedWrites(moves);
      expect(moreUsers).toBe(moves.reduce((sum, move) => sum + move.moreUsers, 0));
      for (const one of homes)
        expect(slotsBack.get(one) ?? 0).toBe(
          moves.filter(({ slotBackTo }) => slotBackTo === one).length,
        );
    }),
  );
});
