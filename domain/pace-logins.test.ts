import fc from 'fast-check';
import { noonMs, someTimings } from '#testing/domain/builders.ts';
import { paceLogins } from './heal/heal-step.ts';
import { dueAheadMsMax } from './limits.ts';
import { openGate } from './network.ts';

/** Ten log-ins are served in 20 s, so a hundred take 200 s. */
const timings = someTimings({
  loginsPerRateLimitWindow: 10,
  rateLimitWindowMs: 20_000,
  healPaceMs: 60_000,
});

const pace = (gate: typeof openGate, waitingCount: number, nowMs = noonMs) =>
  paceLogins(gate, waitingCount, { timings }, nowMs);

test('those who wait are spread over the time that the log-in service needs for them', () => {
  expect(pace(openGate, 100)).toEqual({ fromMs: noonMs, refillMs: 200_000 });
});

test('as many as one window serves need no gate', () => {
  expect(pace(openGate, 10)).toBe(openGate);
  expect(pace(openGate, 11)).toEqual({ fromMs: noonMs, refillMs: 22_000 });
});

test('a gate that still refills is kept while the queue shrinks as it was planned', () => {
  const gate = { fromMs: noonMs, refillMs: 200_000 };
  expect(pace(gate, 70, noonMs + 60_000)).toBe(gate);
});

test('a gate is set anew once far more wait than it was set for', () => {
  const gate = { fromMs: noonMs, refillMs: 200_000 };
  const nowMs = noonMs + 60_000;
  expect(pace(gate, 100, nowMs)).toBe(gate);
  expect(pace(gate, 101, nowMs)).toEqual({ fromMs: nowMs, refillMs: 202_000 });
});

test('a gate that has refilled is set anew for those who still wait', () => {
  const gate = { fromMs: noonMs, refillMs: 200_000 };
  const nowMs = noonMs + 200_000;
  expect(pace(gate, 20, nowMs)).toEqual({ fromMs: nowMs, refillMs: 40_000 });
});

test('a gate is either kept or long enough for everybody who waits', () => {
  const aGate = fc.record({
    fromMs: fc.integer({ min: 0, max: 2 * noonMs }),
    refillMs: fc.nat({ max: 10 ** 8 }),
  });
  fc.assert(
    fc.property(aGate, fc.nat({ max: 10 ** 6 }), (gate, waitingCount) => {
      const next = pace(gate, waitingCount);
      if (next === gate) return;
      expect(next.fromMs).toBe(noonMs);
      const servedCount =
        (next.refillMs / timings.rateLimitWindowMs) * timings.loginsPerRateLimitWindow;
      const halfDayMs = dueAheadMsMax / 2;
      expect(next.refillMs).toBeLessThanOrEqual(halfDayMs);
      if (next.refillMs < halfDayMs) expect(servedCount).toBeGreaterThanOrEqual(waitingCount);
    }),
  );
});
