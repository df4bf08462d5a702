import fc from 'fast-check';
import {
  aLogin,
  aProof,
  minuteMs,
  noonMs,
  someSettings,
  someTimings,
} from '#testing/domain/builders.ts';
import { proofLifeMs } from '../limits.ts';
import { policies } from '../policies.ts';
import { longestBackoffFrom, needsNewProof, type RetryReason, retryLogin } from './retry-login.ts';

const timings = someTimings({ backoffMsBase: 5_000, backoffMsMax: 300_000, retryMs: 50_000 });
const resilient = someSettings({ timings });
const noBackpressure = someSettings({ timings, policy: policies['no-backpressure'] });

const admissionAtMs = noonMs + 7 * minuteMs;
const deferred: RetryReason = { kind: 'deferred', admissionAtMs };
const reasons: readonly RetryReason[] = [
  deferred,
  { kind: 'abandoned' },
  { kind: 'service-busy' },
  { kind: 'no-capacity' },
];

test('without backpressure the client asks again after the same pause, whatever the answer', () => {
  for (const attempt of [1, 2, 500]) {
    for (const reason of reasons) {
      const next = retryLogin(aLogin({ attempt }), reason, noBackpressure, () => 0.99, noonMs);
      expect(next).toMatchObject({ attempt: attempt + 1, dueAtMs: noonMs + 50_000 });
    }
  }
});

test('with backpressure a client that was given an admission time comes back exactly then', () => {
  const next = retryLogin(aLogin(), deferred, resilient, () => 0.5, noonMs);
  expect(next).toMatchObject({ attempt: 2, admissionAtMs, dueAtMs: admissionAtMs });
});

test.each([
  [1, 10_000],
  [2, 20_000],
  [5, 160_000],
  [6, 300_000],
  [2 ** 31, 300_000],
])('the pause after attempt %i is drawn from up to %i ms', (attempt, boundMs) => {
  const after = (draw: number) =>
    retryLogin(aLogin({ attempt }), { kind: 'no-capacity' }, resilient, () => draw, noonMs);
  expect(after(0).dueAtMs).toBe(noonMs);
  expect(after(0.5).dueAtMs).toBe(noonMs + boundMs / 2);
  expect(after(1 - Number.EPSILON).dueAtMs).toBe(noonMs + boundMs);
});

test.each([
  [5_000, 300_000, 6],
  [5_000, 320_000, 6],
  [5_000, 320_001, 7],
  [1_000, 1_000_000, 10],
  [1_000, 1_000, 1],
])('from a base of %i ms to at most %i ms it takes %i attempts', (base, most, attempts) => {
  const given = someTimings({ backoffMsBase: base, backoffMsMax: most });
  expect(longestBackoffFrom(given)).toBe(attempts);
  const settings = someSettings({ timings: given });
  const boundMs = (attempt: number) =>
    retryLogin(aLogin({ attempt }), { kind: 'no-capacity' }, settings, () => 1, noonMs).dueAtMs -
    noonMs;
  expect(boundMs(attempts)).toBe(most);
  if (attempts > 1) expect(boundMs(attempts - 1)).toBeLessThan(most);
});

test('an admission time survives a busy service', () => {
  const reported = aLogin({ admissionAtMs });
  const next = retryLogin(reported, { kind: 'service-busy' }, resilient, () => 0.5, noonMs);
  expect(next.admissionAtMs).toBe(admissionAtMs);
});

test('a retry is of the same boot, under an id of its own, and never in the past', () => {
  const aReason = fc.constantFrom(...reasons);
  const aDraw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const attempts = fc.integer({ min: 1, max: 1_000 });
  fc.assert(
    fc.property(
      aReason,
      attempts,
      aDraw,
      fc.boolean(),
      (reason, attempt, draw, hasBackpressure) => {
        const request = aLogin({ attempt, epoch: 3 });
        const settings = hasBackpressure ? resilient : noBackpressure;
        const next = retryLogin(request, reason, settings, () => draw, noonMs);
        const { runId, cell, nodeId, epoch } = request;
        expect(next).toMatchObject({ runId, cell, nodeId, epoch, attempt: attempt + 1 });
        expect(next.id).not.toBe(request.id);
        expect(next.dueAtMs).toBeGreaterThanOrEqual(noonMs);
      },
    ),
  );
});

test('a request needs a new proof once less than half of its life is left when it is due', () => {
  const expiresAtMs = noonMs + proofLifeMs;
  const dueIn = (durationMs: number) =>
    aLogin({ proof: aProof({ expiresAtMs }), dueAtMs: noonMs + durationMs });
  expect(needsNewProof(dueIn(proofLifeMs / 2))).toBe(false);
  expect(needsNewProof(dueIn(proofLifeMs / 2 + 1))).toBe(true);
});
