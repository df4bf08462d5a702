import { aSupernode, noonMs } from '#testing/domain/builders.ts';
import { isLive } from '../network.ts';
import { believed, isListKept, listAnew } from './candidate-list.ts';
import { hasRoom } from './place-client.ts';

const list = { listedAtMs: noonMs, supernodes: [aSupernode()] };

test('a list is kept until it is too old', () => {
  expect(isListKept(list, 1_000, noonMs + 1_000)).toBe(true);
  expect(isListKept(list, 1_000, noonMs + 1_001)).toBe(false);
});

test('a list that is missing or names nobody is made anew', () => {
  expect(isListKept(undefined, 1_000, noonMs)).toBe(false);
  expect(isListKept(null, 1_000, noonMs)).toBe(false);
  expect(isListKept({ ...list, supernodes: [] }, 1_000, noonMs)).toBe(false);
});

test('a new list names those who live now', () => {
  const live = aSupernode({ leaseUntilMs: noonMs + 1 });
  const dead = [aSupernode({ nodeEpoch: 2 }), aSupernode({ leaseUntilMs: noonMs })];
  expect(listAnew([...dead, live], noonMs)).toEqual({ listedAtMs: noonMs, supernodes: [live] });
});

test('whoever is listed is believed to be live and empty, however full or dead', () => {
  const full = aSupernode({ used: 10, nodeEpoch: 2, leaseUntilMs: 0 });
  const seen = believed(full.cell, full);
  expect(seen).toMatchObject({ nodeId: full.nodeId, epoch: full.epoch, slots: full.slots });
  expect(isLive(seen, noonMs) && hasRoom(seen, noonMs)).toBe(true);
  expect(seen.used).toBe(0);
});
