import fc from 'fast-check';
import { aSupernode, noonMs } from '#testing/domain/builders.ts';
import { holds } from '../record-write.ts';
import { areSlotsLeft, slotsTaken } from './login-writes.ts';

const boot = fc.integer({ min: 1, max: 2 });
const registration = fc
  .record({
    epoch: boot,
    nodeEpoch: boot,
    slots: fc.integer({ min: 3, max: 4 }),
    used: fc.nat(4),
    leaseUntilMs: fc.constantFrom(noonMs - 1, noonMs, noonMs + 1),
  })
  .map(aSupernode);

test('whoever asks whether slots are left gets the answer that the write would give', () => {
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(
      registration,
      registration,
      fc.integer({ min: 1, max: 3 }),
      (read, actual, count) => {
        const { asks } = slotsTaken(read, count, noonMs);
        const isWritten = holds(asks, { ...actual });
        expect(areSlotsLeft(read, count, actual, noonMs)).toBe(isWritten);
        seen.add(isWritten);
      },
    ),
    { numRuns: 1_000 },
  );
  expect(seen).toEqual(new Set([true, false]));
});
