import fc from 'fast-check';
import { aCell, noonMs } from '#testing/domain/builders.ts';
import { openGate } from '../network.ts';
import { holds, written } from '../record-write.ts';
import { claimingHealStart, isStepRecordable, recordingStep } from './heal-writes.ts';

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

const row = { healStep: 6, healDueAtMs: noonMs, gate: openGate };

test('a step is recorded once, and its copy finds the next number', () => {
  const { asks, sets } = recordingStep(cell, row);
  expect(sets).toEqual(row);
  expect(holds(asks, { ...cell })).toBe(true);
  expect(holds(asks, { ...cell, healStep: 6 })).toBe(false);
});

test('a step that goes on is recorded whatever news came, and one that ends heal is not', () => {
  const later = aCell({ healStep: 5, newsCount: cell.newsCount + 1 });
  expect(holds(recordingStep(cell, row).asks, { ...later })).toBe(true);
  const end = recordingStep(cell, { ...row, healDueAtMs: null });
  expect(holds(end.asks, { ...cell })).toBe(true);
  expect(holds(end.asks, { ...later })).toBe(false);
});

test('whoever asks beforehand gets the answer that the record of a step would give', () => {
  const near = fc.integer({ min: 4, max: 5 });
  const aRow = fc.record({ healStep: near, newsCount: near });
  const due = fc.option(fc.constant(noonMs));
  fc.assert(
    fc.property(aRow, aRow, due, (read, actual, healDueAtMs) => {
      const { asks } = recordingStep(read, { ...row, healDueAtMs });
      const isWritten = holds(asks, { ...actual });
      expect(isStepRecordable(read, { healDueAtMs }, actual)).toBe(isWritten);
    }),
  );
});
