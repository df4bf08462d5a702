import { aCell, noonMs, someTimings } from '#testing/domain/builders.ts';
import { needsHeal, planHealAgain, planHealCall } from './call-heal.ts';

const timings = someTimings({ healOverdueMs: 1_000 });
const idle = aCell({ healStep: 5, healDueAtMs: null });
const call = { step: 5, atMs: noonMs };

test('a cell that nobody looks after is sent its next heal step', () => {
  expect(planHealCall(idle, timings, noonMs)).toEqual(call);
});

test('heal under way is not called again before its step is overdue', () => {
  const underWay = { ...idle, healDueAtMs: noonMs - 1_000 };
  expect(planHealCall(underWay, timings, noonMs)).toBeNull();
  expect(planHealCall({ ...underWay, healDueAtMs: noonMs - 1_001 }, timings, noonMs)).toEqual(call);
});

test('whoever looks at all cells calls heal for one where somebody waits, and for no other', () => {
  const cell = { ...idle, population: 3 };
  expect(planHealAgain(cell, 2, timings, noonMs)).toEqual(call);
  expect(planHealAgain(cell, 3, timings, noonMs)).toBeNull();
  expect(planHealAgain({ ...cell, healDueAtMs: noonMs }, 2, timings, noonMs)).toBeNull();
});

test('a message that needs no heal calls it all the same where a supernode is silent', () => {
  expect(needsHeal({ callsHeal: false }, false)).toBe(false);
  expect(needsHeal({ callsHeal: true }, false)).toBe(true);
  expect(needsHeal({ callsHeal: false }, true)).toBe(true);
});
