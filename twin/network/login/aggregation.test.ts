import { augustOptions, median } from '#testing/twin/august-run.ts';
import type { NetworkRun, NetworkRunOptions } from '../network-run.ts';
import { runNetwork } from '../run-network.ts';

type Retries = NetworkRunOptions['retries'];
type Policy = 'legacy-2007' | 'ghost-slots';

/** Without supernodes that sign off, a flood that hardly hangs on chance: hours of waiting. */
function steadyFloods(policy: Policy, retries: Retries): NetworkRun[] {
  return [1, 2].map((seed) => {
    const options = augustOptions(policy, 2_000, seed, { retries });
    const { settings } = options;
    const sizes = { ...settings.sizes, attemptsPerMinuteMax: null };
    return runNetwork({ ...options, settings: { ...settings, sizes } });
  });
}

/** By how much the middle of these numbers is off, as a share of the executed ones. */
function distance(
  runs: Readonly<Record<Retries, readonly NetworkRun[]>>,
  of: (run: NetworkRun) => number,
): number {
  return Math.abs(median(runs.aggregated.map(of)) / median(runs.executed.map(of)) - 1);
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

describe.each(['legacy-2007', 'ghost-slots'] as const)('in a flood under %s', (policy) => {
  const runs = {
    executed: steadyFloods(policy, 'executed'),
    aggregated: steadyFloods(policy, 'aggregated'),
  };

  test.each([
    'LoginAttempts',
    'LoginsPlaced',
    'LoginsBusy',
    'LoginsWithoutCapacity',
    'MessagesHandled',
    'HealSteps',
    'LeasesRenewed',
    'NodesRestarted',
  ])('%s are as many when attempts are worked out as when they are executed', (name) => {
    expect(distance(runs, ({ counts }) => counts[name] ?? Number.NaN)).toBeLessThan(0.04);
  });

  test.each([
    'dynamodb.readUnits',
    'dynamodb.writeUnits',
    'dynamodb.requests',
    'sqs.requests',
    'lambda.invocations.membership',
    'lambda.invocations.heal',
    'stepFunctions.transitions',
  ])('%s come to the same bill', (name) => {
    expect(distance(runs, ({ meters }) => meters[name] ?? Number.NaN)).toBeLessThan(0.05);
  });

  // Whoever is executed now and then would have shared a batch with those who are worked out.
  test('log-in batches are as many, more or less', () => {
    const batches = ({ meters }: NetworkRun) => meters['lambda.invocations.login'] ?? Number.NaN;
    expect(distance(runs, batches)).toBeLessThan(0.2);
  });

  test('the curve is the same, hour by hour', () => {
    for (const [at, run] of runs.aggregated.entries()) {
      const executed = runs.executed[at];
      if (executed === undefined) throw new Error('expected a run of the same seed');
      const hours = hourlyShares(executed);
      for (const [hour, share] of hourlyShares(run).entries())
        expect(Math.abs(share - (hours[hour] ?? Number.NaN))).toBeLessThan(0.005);
    }
  });

  test('most attempts in vain are worked out', () => {
    for (const [at, { executedEventCount }] of runs.aggregated.entries())
      expect(executedEventCount).toBeLessThan((runs.executed[at]?.executedEventCount ?? 0) * 0.7);
  });
});

test('where pauses go on growing after many attempts, those attempts are executed', () => {
  // One such storm is not like another.
  const attempts = (retries: Retries) => median([1, 2, 3].map((seed) => attemptsOf(seed, retries)));
  const attemptsOf = (seed: number, retries: Retries) => {
    const options = augustOptions('ghost-slots', 2_000, seed, { retries });
    const { settings } = options;
    const timings = { ...settings.timings, backoffMsBase: 1_000, backoffMsMax: 3_600_000 };
    const { counts } = runNetwork({ ...options, settings: { ...settings, timings } });
    return counts.LoginAttempts ?? Number.NaN;
  };
  expect(Math.abs(attempts('aggregated') / attempts('executed') - 1)).toBeLessThan(0.04);
});

describe('where supernodes drive each other away', () => {
  const seeds = [1, 2, 3, 4];
  const runsOf = (retries: Retries) =>
    seeds.map((seed) => runNetwork(augustOptions('legacy-2007', 2_000, seed, { retries })));
  const runs = { executed: runsOf('executed'), aggregated: runsOf('aggregated') };
  const meanShare = ({ samples }: NetworkRun) =>
    samples.reduce((sum, one) => sum + one.onlineCount / one.wantedCount, 0) / samples.length;

  const total = (some: readonly NetworkRun[], name: string) =>
    some.reduce((sum, { counts }) => sum + (counts[name] ?? Number.NaN), 0);

  // One such storm is not like another, so several are compared together.
  test.each(['LoginAttempts', 'LoginsPlaced', 'LoginsWithoutCapacity'])(
    '%s are as many, all in all',
    (name) => {
      const share = total(runs.aggregated, name) / total(runs.executed, name);
      expect(Math.abs(share - 1)).toBeLessThan(0.05);
    },
  );

  test('as many are online on average', () => {
    expect(distance(runs, meanShare)).toBeLessThan(0.005);
  });

  test('a request that became void is not taken for its client’s next one', () => {
    for (const { counts } of runs.aggregated) expect(counts.LoginsReplayed).toBeLessThan(10);
  });

  test('every counter is right at the end', () => {
    for (const { violations } of runs.aggregated) expect(violations).toEqual([]);
  });
});
