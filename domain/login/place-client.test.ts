import fc from 'fast-check';
import { aSupernode, hourMs, noonMs, someSettings } from '#testing/domain/builders.ts';
import type { SupernodeRecord } from '../network.ts';
import { policies } from '../policies.ts';
import { placeClient } from './place-client.ts';

const resilient = someSettings();
const herd = someSettings({ policy: policies.herd });

/** Draws the given numbers in turn, over and over. */
const drawing = (...numbers: number[]) => {
  let index = -1;
  return () => {
    index = (index + 1) % numbers.length;
    return numbers[index] ?? 0;
  };
};

test('of two supernodes drawn the emptier one is chosen, whichever was drawn first', () => {
  const full = aSupernode({ nodeId: 'fuller', used: 8 });
  const empty = aSupernode({ nodeId: 'emptier', used: 2 });
  const chosen = { kind: 'chosen', supernode: empty };
  expect(placeClient([full, empty], resilient, drawing(0, 0.9), noonMs)).toEqual(chosen);
  expect(placeClient([full, empty], resilient, drawing(0.9, 0), noonMs)).toEqual(chosen);
});

test('emptier means the smaller share of its slots, not the smaller number of clients', () => {
  const small = aSupernode({ nodeId: 'small', slots: 4, used: 3 });
  const large = aSupernode({ nodeId: 'large', slots: 100, used: 10 });
  expect(placeClient([small, large], resilient, drawing(0, 0.9), noonMs)).toMatchObject({
    supernode: large,
  });
});

test('the one supernode with a free slot is found however many are full', () => {
  const full = Array.from({ length: 50 }, (_, at) => aSupernode({ nodeId: `s${at}`, used: 10 }));
  const free = aSupernode({ nodeId: 'free', used: 9 });
  const placement = placeClient([...full, free], resilient, drawing(0.3, 0.7), noonMs);
  expect(placement).toEqual({ kind: 'chosen', supernode: free });
});

test('without a live supernode there is no capacity', () => {
  expect(placeClient([], resilient, drawing(0), noonMs)).toEqual({ kind: 'no-capacity' });
  const ghost = aSupernode({ nodeEpoch: 2 });
  expect(placeClient([ghost], resilient, drawing(0), noonMs)).toEqual({ kind: 'no-capacity' });
});

test('a lease that ends now has ended', () => {
  const expired = aSupernode({ leaseUntilMs: noonMs });
  expect(placeClient([expired], resilient, drawing(0), noonMs)).toEqual({ kind: 'no-capacity' });
  expect(placeClient([expired], resilient, drawing(0), noonMs - 1).kind).toBe('chosen');
});

describe('under herd', () => {
  const at = (nodeId: string, used: number) => aSupernode({ nodeId, used });
  const chosenOf = (all: readonly SupernodeRecord[]) => placeClient(all, herd, () => 0.99, noonMs);

  test('everybody takes the emptiest of all, whatever the draw', () => {
    const emptiest = at('s2', 1);
    const chosen = chosenOf([at('s1', 4), emptiest, at('s3', 2)]);
    expect(chosen).toEqual({ kind: 'chosen', supernode: emptiest });
  });

  test('of equally empty ones the first by id is taken, in whatever order they stand', () => {
    const chosen = { kind: 'chosen', supernode: at('s1', 3) };
    expect(chosenOf([at('s2', 3), at('s1', 3)])).toEqual(chosen);
    expect(chosenOf([at('s1', 3), at('s2', 3)])).toEqual(chosen);
  });

  test('nobody is sent to a full one, and without a free slot there is no capacity', () => {
    expect(chosenOf([at('s1', 10)])).toEqual({ kind: 'no-capacity' });
  });
});

const anySupernode = fc
  .record({
    nodeId: fc.string(),
    epoch: fc.integer({ min: 1, max: 3 }),
    nodeEpoch: fc.integer({ min: 1, max: 3 }),
    slots: fc.integer({ min: 1, max: 4 }),
    used: fc.integer({ min: 0, max: 5 }),
    leaseUntilMs: fc.integer({ min: noonMs - hourMs, max: noonMs + hourMs }),
  })
  .map(aSupernode);

const aDraw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('no full, dead or expired supernode is ever chosen, and a free one is never missed', () => {
  const supernodes = fc.array(anySupernode, { maxLength: 12 });
  fc.assert(
    fc.property(supernodes, fc.tuple(aDraw, aDraw), (all, draws) => {
      const free = all.filter(
        ({ used, slots, epoch, nodeEpoch, leaseUntilMs }) =>
          used < slots && epoch === nodeEpoch && leaseUntilMs > noonMs,
      );
      const placement = placeClient(all, resilient, drawing(...draws), noonMs);
      if (placement.kind === 'chosen') expect(free).toContain(placement.supernode);
      else expect(free).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
