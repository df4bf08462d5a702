import { aSupernode, noonMs, someSettings, someSizes } from '#testing/domain/builders.ts';
import { planRenewal } from './plan-change.ts';

const settings = someSettings({ sizes: someSizes({ attemptsPerMinuteMax: 4 }) });
const { leaseMs } = settings.timings;
const report = { epoch: 1, dueAtMs: noonMs - 1_000 };
const flood = { attemptCount: 10 ** 6, liveCount: 1 };

describe('a report', () => {
  test('renews the lease from when it was due, and the next report follows', () => {
    const seen = { registration: aSupernode(), load: null };
    expect(planRenewal(report, seen, settings, noonMs)).toMatchObject({
      write: { kind: 'renew', epoch: 1, untilMs: noonMs - 1_000 + leaseMs },
      metric: 'LeasesRenewed',
      nextReport: { epoch: 1, afterMs: noonMs - 1_000 },
      selfRestartEpoch: null,
    });
  });

  test('is stale where there is no lease to renew, and nothing follows', () => {
    const seen = { registration: undefined, load: null };
    expect(planRenewal(report, seen, settings, noonMs).ifNotWritten).toMatchObject({
      write: { kind: 'none' },
      metric: 'StaleEvents',
      nextReport: null,
      selfRestartEpoch: null,
    });
  });

  test('of a supernode that is hit by too much restarts it, and renews nothing', () => {
    const seen = { registration: aSupernode(), load: flood };
    expect(planRenewal(report, seen, settings, noonMs)).toMatchObject({
      write: { kind: 'none' },
      metric: null,
      nextReport: null,
      selfRestartEpoch: 2,
    });
  });

  test('of another boot than the registration protects nobody', () => {
    const seen = { registration: aSupernode({ epoch: 2, nodeEpoch: 2 }), load: flood };
    expect(planRenewal(report, seen, settings, noonMs).selfRestartEpoch).toBeNull();
  });
});
