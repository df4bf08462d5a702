import { aSupernode, noonMs, someSettings, someSizes } from '#testing/domain/builders.ts';
import type { SupernodeRecord } from '../network.ts';
import { protectsItself } from './protect-supernode.ts';

/** It bears four attempts a minute: sixty between two renewals a quarter of an hour apart. */
const bearsFour = someSettings({ sizes: someSizes({ attemptsPerMinuteMax: 4 }) });

const protects = (
  load: { attemptCount: number; liveCount: number },
  some: Partial<SupernodeRecord> = {},
  settings = bearsFour,
) => protectsItself(aSupernode(some), load, settings, noonMs);

test('a supernode that is hit by more than it bears signs off, by just that much not', () => {
  expect(protects({ attemptCount: 61, liveCount: 1 })).toBe(true);
  expect(protects({ attemptCount: 60, liveCount: 1 })).toBe(false);
});

test('attempts are shared by all that live, so each that goes leaves more to the others', () => {
  expect(protects({ attemptCount: 200, liveCount: 4 })).toBe(false);
  expect(protects({ attemptCount: 200, liveCount: 3 })).toBe(true);
});

test('an operator-run one, a dead one, and one without a limit never sign off', () => {
  const flood = { attemptCount: 10 ** 6, liveCount: 1 };
  expect(protects(flood, { operatorRun: true })).toBe(false);
  expect(protects(flood, { nodeEpoch: 2 })).toBe(false);
  expect(protects(flood, { leaseUntilMs: noonMs })).toBe(false);
  expect(protects(flood, {}, someSettings())).toBe(false);
});
