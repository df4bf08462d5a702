import type { SupernodeRecord } from '#domain/network.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { augustOptions, median } from '#testing/twin/august-run.ts';
import type { NetworkRun, NetworkRunOptions } from './network-run.ts';
import { runNetwork } from './run-network.ts';

const hourly = { sampleEveryMs: 3_600_000 };

describe.each(['executed', 'aggregated'] as const)('with retries %s', (retries) => {
  const options = augustOptions('legacy-2007', 1_000, 3, { ...hourly, retries });
  const text = JSON.stringify(runNetwork(options));

  test('the same options give the same run, byte for byte', () => {
    expect(JSON.stringify(runNetwork(options))).toBe(text);
  });

  test('another seed is another run', () => {
    const other = augustOptions('legacy-2007', 1_000, 4, { ...hourly, retries });
    const run = runNetwork(other);
    expect(run.counts.LoginAttempts).not.toBe(
      (JSON.parse(text) as NetworkRun).counts.LoginAttempts,
    );
  });

  test('every number of a run is one', () => {
    // What is not a number, and what is infinite, is null in JSON.
    const { failure, ...numbers } = JSON.parse(text) as NetworkRun;
    expect(failure).toBeNull();
    expect(JSON.stringify(numbers)).not.toContain('null');
  });
});

test('the end of a run says of the supernodes that there are', () => {
  const ends: (readonly SupernodeRecord[])[] = [];
  const onEnd = (supernodes: readonly SupernodeRecord[]) => ends.push(supernodes);
  const options = augustOptions('resilient', 500, 3, { ...hourly, onEnd });
  const { samples } = runNetwork({ ...options, untilMs: options.settings.startsAtMs });
  expect(ends).toHaveLength(1);
  const [supernodes = []] = ends;
  const clients = supernodes.reduce((sum, { used }) => sum + used, 0);
  const nodes = supernodes.filter(({ operatorRun }) => !operatorRun).length;
  expect(clients + nodes).toBe(samples.at(-1)?.onlineCount);
});

/** What is added up from sample to sample, so that it is finer the more often they are taken. */
const bySamples = /^(dynamodb.storageByteHours|cloudwatch.metricHours)$/;

function metersBesides({ meters }: NetworkRun): [string, number][] {
  return Object.entries(meters).filter(([name]) => !bySamples.test(name));
}

test('how often samples are taken changes nothing', () => {
  const often = runNetwork(augustOptions('legacy-2007', 500, 3, { sampleEveryMs: 60_000 }));
  const seldom = runNetwork(augustOptions('legacy-2007', 500, 3, { sampleEveryMs: 7_200_000 }));
  expect(often.counts).toEqual(seldom.counts);
  expect(metersBesides(often)).toEqual(metersBesides(seldom));
  const stored = (run: NetworkRun) => run.meters['dynamodb.storageByteHours'] ?? Number.NaN;
  expect(Math.abs(stored(often) / stored(seldom) - 1)).toBeLessThan(0.03);
});

test('a sample may stop a run, and the horizon ends it', () => {
  const options = augustOptions('resilient', 1_000, 3, hourly);
  const { settings } = options;
  const stopped = runNetwork({ ...options, onSample: () => 'stop' });
  expect(stopped).toMatchObject({ ending: 'stopped', endMs: settings.startsAtMs });
  const untilMs = settings.startsAtMs + 2.5 * 3_600_000;
  const short = runNetwork({ ...options, untilMs });
  expect(short).toMatchObject({ ending: 'horizon', endMs: untilMs });
  expect(short.samples).toHaveLength(3);
});

describe('a coarser clock', () => {
  // Another clock is another history, so the middle of several is compared.
  const runsOf = (tickMs: number) =>
    [1, 2, 3, 4, 5].map((seed) =>
      runNetwork(augustOptions('resilient', 1_600, seed, { ...hourly, tickMs })),
    );
  const fine = runsOf(1);

  test.each([100, 1_000])('of %i ms says the same story', (tickMs) => {
    const coarse = runsOf(tickMs);
    for (const name of ['LoginAttempts', 'LoginsPlaced', 'MessagesHandled', 'LeasesRenewed']) {
      const middle = (runs: readonly NetworkRun[]) =>
        median(runs.map(({ counts }) => counts[name] ?? Number.NaN));
      expect(Math.abs(middle(coarse) / middle(fine) - 1)).toBeLessThan(0.05);
    }
  });
});

test('quiet days cost no log-ins but those of the day, and end healed', () => {
  const { settings, ...rest } = augustOptions('resilient', 1_000, 3, hourly);
  const nights = settings.storm.nights.map((night) => ({ ...night, restartShare: 0.001 }));
  const storm = { ...settings.storm, day: null, growthPerDay: 0, nights };
  const options: NetworkRunOptions = { ...rest, settings: { ...settings, storm }, untilMs: null };
  const run = runNetwork(options);
  expect(run.ending).toBe('healed');
  expect(run.counts.NodesJoined).toBe(0);
  expect(run.counts.LoginsPlaced).toBeLessThanOrEqual(60);
  expect(run.samples.at(-1)?.waitingCount).toBe(0);
});

describe.each(['executed', 'aggregated'] as const)('with retries %s', (retries) => {
  test.each(['legacy-2007', 'no-backpressure', 'resilient'] as const)(
    'under %s each attempt to log in has one answer',
    (policy) => {
      const options = augustOptions(policy, 800, 5, { ...hourly, retries });
      // While it goes on: what comes after a run's end is dropped without an answer.
      const untilMs = lastRestartAtMs(options.settings.storm, 0);
      const { counts, ending } = runNetwork({ ...options, untilMs });
      expect(ending).toBe('horizon');
      const answers = [
        'LoginsPlaced',
        'LoginsSuperseded',
        'LoginsRefused',
        'LoginsDeferred',
        'LoginsAbandoned',
        'LoginsBusy',
        'LoginsWithoutCapacity',
      ];
      const answered = answers.reduce((sum, name) => sum + (counts[name] ?? Number.NaN), 0);
      // What is worked out is rounded for each kind of answer.
      expect(Math.abs(answered - (counts.LoginAttempts ?? 0))).toBeLessThan(
        retries === 'aggregated' ? 1e-6 * answered + 1 : 1e-9,
      );
    },
  );
});
