import fc from 'fast-check';
import { LeaseLedger } from './lease-ledger.ts';

const HOUR_MS = 3_600_000;

/** The renewals of leases, executed one by one. */
function executed(leases: readonly (readonly [number, number])[]): Int32Array {
  const perSecond = new Int32Array(3_600);
  for (const [beganMs, endsMs] of leases) {
    for (let atMs = beganMs + 60_000; atMs < endsMs && atMs < HOUR_MS; atMs += 60_000) {
      const second = Math.floor(atMs / 1_000);
      perSecond[second] = (perSecond[second] ?? 0) + 1;
    }
  }
  return perSecond;
}

test('renewals are those that would be executed, for any beginnings and ends', () => {
  const aLease = fc.tuple(fc.nat(HOUR_MS - 2), fc.nat(600_000)).map(([beganMs, lengthMs]) => {
    // Ends in the second of a renewal are the edge of it.
    const roundMs = lengthMs % 3 === 0 ? Math.round(lengthMs / 60_000) * 60_000 : lengthMs;
    return [beganMs, Math.max(beganMs + 1, beganMs + roundMs + (lengthMs % 5) - 2)] as const;
  });
  fc.assert(
    fc.property(fc.array(aLease, { maxLength: 30 }), (leases) => {
      const ledger = new LeaseLedger(HOUR_MS);
      const moments = leases
        .flatMap(([beganMs, endsMs]) => [
          { atMs: beganMs, note: () => ledger.begin(beganMs) },
          { atMs: endsMs, note: () => ledger.end(beganMs, endsMs) },
        ])
        .filter(({ atMs }) => atMs < HOUR_MS)
        .toSorted((a, b) => a.atMs - b.atMs);
      for (const { atMs, note } of moments) {
        ledger.moveTo(atMs);
        note();
      }
      ledger.moveTo(HOUR_MS - 1);
      expect(ledger.renewalsPerSecond).toEqual(executed(leases));
    }),
  );
});
