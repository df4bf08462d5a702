import fc from 'fast-check';
import { aSupernode, noonMs } from '#testing/domain/builders.ts';
import { clockSkewMsMax } from '../limits.ts';
import { holds, written } from '../record-write.ts';
import { isRenewable, renewing } from './renew-lease.ts';

const renewal = { epoch: 1, messageId: 'm1', untilMs: noonMs + 9 * clockSkewMsMax };

test('a renewal extends the lease of its own boot', () => {
  const registration = aSupernode({ leaseUntilMs: noonMs + 2 * clockSkewMsMax });
  const write = renewing(renewal, noonMs);
  expect(holds(write.asks, { ...registration })).toBe(true);
  expect(written({ ...registration }, write)).toMatchObject({
    leaseUntilMs: renewal.untilMs,
    renewalId: 'm1',
  });
});

test('the same message renews again, and a copy of it does not', () => {
  const renewed = { ...aSupernode({ leaseUntilMs: renewal.untilMs }), renewalId: 'm1' };
  expect(holds(renewing(renewal, noonMs).asks, renewed)).toBe(true);
  expect(holds(renewing({ ...renewal, messageId: 'm2' }, noonMs).asks, renewed)).toBe(false);
});

test('a lease that ends within what clocks may differ by is not renewed', () => {
  const registration = aSupernode({ leaseUntilMs: noonMs + clockSkewMsMax });
  expect(holds(renewing(renewal, noonMs).asks, { ...registration })).toBe(false);
  expect(isRenewable(registration, renewal, noonMs)).toBe(false);
});

test('whoever asks beforehand gets the answer that the write would give', () => {
  const nearMs = fc.integer({ min: -2, max: 2 });
  const boot = fc.integer({ min: 1, max: 2 });
  fc.assert(
    fc.property(boot, boot, boot, nearMs, nearMs, (epoch, nodeEpoch, reported, endMs, untilMs) => {
      const leaseUntilMs = noonMs + clockSkewMsMax + endMs;
      const registration = aSupernode({ epoch, nodeEpoch, leaseUntilMs });
      const asked = { epoch: reported, messageId: 'm1', untilMs: leaseUntilMs + untilMs };
      const { asks } = renewing(asked, noonMs);
      expect(isRenewable(registration, asked, noonMs)).toBe(holds(asks, { ...registration }));
    }),
  );
});
