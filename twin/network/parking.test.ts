import { augustOptions, median } from './august-run.ts';
import type { NetworkRun, NetworkRunOptions } from './network-run.ts';
import { runNetwork } from './run-network.ts';

/** One storm is not like another, so the middle ones of several are compared. */
const seeds = [1, 2, 3, 4, 5, 6, 7];

type Retries = NetworkRunOptions['retries'];
type Policy = 'legacy-2007' | 'ghost-slots';

function runsOf(policy: Policy, retries: Retries): NetworkRun[] {
  return seeds.map((seed) => runNetwork(augustOptions(policy, 2_000, seed, { retries })));
}

/** By how much the middle of these numbers is off, as a share of the executed ones. */
function distance(
  runs: Readonly<Record<Retries, readonly NetworkRun[]>>,
  of: (run: NetworkRun) => number,
): number {
  return median(runs.computed.map(of)) / median(runs.executed.map(of)) - 1;
}

/** The share of those who want that are online, hour by hour. */
function hourlyShares({ samples }: NetworkRun): number[] {
  const hours: number[] = [];
  for (let from = 0; from + 60 <= samples.length; from += 60) {
    const hour = samples.slice(from, from + 60);
    hours.push(hour.reduce((sum, one) => sum + one.onlineCount / one.wantedCount, 0) / 60);
  }
  return hours;
}

describe.each(['legacy-2007', 'ghost-slots'] as const)('under %s', (policy) => {
  const runs = {
    executed: runsOf(policy, 'executed'),
    computed: runsOf(policy, 'computed'),
  };

  test.each([
    ...['LoginAttempts', 'LoginsPlaced', 'LoginsBusy', 'LoginsWithoutCapacity'],
    ...['SelfProtections', 'Promotions', 'OrphansFound', 'MessagesHandled'],
  ])('%s are as many when attempts are worked out as when they are executed', (name) => {
    expect(Math.abs(distance(runs, ({ counts }) => counts[name] ?? 0))).toBeLessThan(0.05);
  });

  test.each([
    ...['dynamodb.readUnits', 'dynamodb.writeUnits', 'dynamodb.requests', 'sqs.requests'],
    ...['lambda.billedMs', 'lambda.invocations.membership', 'lambda.invocations.heal'],
  ])('%s come to the same bill', (name) => {
    expect(Math.abs(distance(runs, ({ meters }) => meters[name] ?? 0))).toBeLessThan(0.05);
  });

  test('the curve is the same, hour by hour', () => {
    const curves = {
      executed: runs.executed.map(hourlyShares),
      computed: runs.computed.map(hourlyShares),
    };
    for (let hour = 0; hour < 45; hour += 1) {
      const executed = median(curves.executed.map((shares) => shares[hour] ?? 0));
      const computed = median(curves.computed.map((shares) => shares[hour] ?? 0));
      expect(Math.abs(executed - computed)).toBeLessThan(0.05);
    }
  });

  test('no proof is used twice, and nobody is forgotten among those who wait', () => {
    for (const run of runs.computed) {
      expect(run.counts.LoginsReplayed).toBeLessThan(0.001 * (run.counts.LoginAttempts ?? 0));
      expect(run.violations).toEqual([]);
    }
  });

  test('most attempts are worked out and not executed', () => {
    for (const { executedEventCount, computedEventCount } of runs.computed)
      expect(computedEventCount).toBeGreaterThan(executedEventCount / 2);
  });
});
