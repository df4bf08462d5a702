import { aCell, noonMs } from '#testing/domain/builders.ts';
import { holds, written } from '../record-write.ts';
import { claimingHealStart } from './heal-writes.ts';

const claim = claimingHealStart({ step: 5, atMs: noonMs });
const cell = aCell({ healStep: 5, healDueAtMs: null });

test('a cell is claimed once at the step that was sent', () => {
  expect(holds(claim.asks, { ...cell })).toBe(true);
  const claimed = written({ ...cell }, claim);
  expect(claimed).toEqual({ ...cell, healDueAtMs: noonMs });
  expect(holds(claim.asks, claimed)).toBe(false);
});

test('a step that is overdue is claimed anew', () => {
  expect(holds(claim.asks, { ...cell, healDueAtMs: noonMs - 1 })).toBe(true);
});

test.each([4, 6])('a cell whose next step is %i is not claimed for step 5', (healStep) => {
  expect(holds(claim.asks, { ...cell, healStep })).toBe(false);
});
