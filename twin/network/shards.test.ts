import fc from 'fast-check';
import { cellIds } from '#domain/storm/population.ts';
import { augustOptions } from '#testing/twin/august-run.ts';
import type { NetworkRun, NetworkSample } from './network-run.ts';
import { runNetwork } from './run-network.ts';
import { runShard } from './run-shard.ts';
import { mergeShards, shardsOf } from './shards.ts';

function dividedInto(cellCount: number, nodeCount: number, nodesPerShard: number) {
  const { settings, shape } = augustOptions('resilient', 2_000, 1);
  const cells = cellIds(cellCount);
  const ofSize = { ...shape, nodeCount, cellCount };
  return shardsOf({ settings: { ...settings, cells }, shape: ofSize, nodesPerShard });
}

const sizes = { min: 1, max: 400 };

test('shards take every cell once, in order, and evenly', () => {
  fc.assert(
    fc.property(
      fc.integer(sizes),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 600_000 }),
      (cellCount, nodeCount, nodesPerShard) => {
        const shards = dividedInto(cellCount, nodeCount, nodesPerShard);
        expect(shards.flatMap(({ cells }) => cells)).toEqual(cellIds(cellCount));
        expect(shards.map(({ index }) => index)).toEqual(shards.map((_, at) => at));
        for (const { firstCell, cells } of shards) expect(cells[0]).toBe(cellIds(400)[firstCell]);
        const counts = shards.map(({ cells }) => cells.length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(shards.length).toBe(Math.min(cellCount, Math.ceil(nodeCount / nodesPerShard)));
      },
    ),
  );
});

const august = augustOptions('legacy-2007', 3_000, 7, {
  retries: 'aggregated',
  nodesPerShard: 1_000,
  sampleEveryMs: 600_000,
});

/** Three shards of a cell each, until the first night is over in Europe. */
const options = { ...august, untilMs: august.settings.startsAtMs + 14 * 3_600_000 };

test('shards that were run apart, in any order, make the run that runs them one by one', () => {
  const shards = shardsOf(options);
  expect(shards).toHaveLength(3);
  const apart = [...shards].reverse().map((shard) => runShard(options, shard));
  const merged = mergeShards(apart.reverse(), options.sampleEveryMs);
  expect(JSON.stringify(merged)).toBe(JSON.stringify(runNetwork(options)));
});

test('in several shards a network has the days and the restarts that it has in one', () => {
  const many = runNetwork(options);
  const one = runNetwork({ ...options, nodesPerShard: 10_000 });
  for (const [at, { wantedCount }] of many.samples.entries()) {
    // An observation may delay an hour's turnover, in one shard and not in another.
    const expected = one.samples[at]?.wantedCount ?? Number.NaN;
    expect(Math.abs(wantedCount / expected - 1)).toBeLessThan(0.02);
  }
  const restartsOf = ({ waves }: NetworkRun) =>
    waves.reduce((sum, { restarts }) => sum + restarts, 0);
  expect(Math.abs(restartsOf(many) - restartsOf(one))).toBeLessThan(5);
  expect(many.waves.map(({ atMs, label }) => `${atMs} ${label}`)).toEqual(
    one.waves.map(({ atMs, label }) => `${atMs} ${label}`),
  );
});

test('each shard of a network has chance of its own', () => {
  const [first, second] = shardsOf(options).map((shard) => runShard(options, shard));
  expect(first?.counts.LoginAttempts).not.toBe(second?.counts.LoginAttempts);
});

function aSample(atMs: number, onlineCount: number): NetworkSample {
  const counts = { wantedCount: 10, waitingCount: 10 - onlineCount, supernodesLive: 1 };
  return {
    atMs,
    onlineCount,
    ...counts,
    supernodesCounted: 1,
    slotsLive: 5,
    loginQueueDepth: 0,
    loginAttemptsTotal: 3,
    loginsPlacedTotal: 2,
    promotionsTotal: 1,
    eventsTotal: 9,
  };
}

function aRun(some: Partial<NetworkRun>): NetworkRun {
  return {
    samples: [],
    between: [],
    counts: {},
    meters: {},
    readings: { names: [], readings: [] },
    waves: [],
    violations: [],
    ending: 'healed',
    failure: null,
    peaks: {},
    startMs: 100,
    endMs: 200,
    executedEventCount: 0,
    aggregatedEventCount: 0,
    ...some,
  };
}

test('a shard that ended first counts as it was last seen, and the worst ending counts', () => {
  const short = aRun({ samples: [aSample(100, 4), aSample(110, 9)], endMs: 110 });
  const long = aRun({
    samples: [aSample(100, 1), aSample(110, 2), aSample(120, 3)],
    endMs: 120,
    ending: 'timed-out',
    violations: ['one'],
  });
  const merged = mergeShards([short, long], 10);
  expect(merged.samples.map(({ atMs, onlineCount }) => [atMs, onlineCount])).toEqual([
    [100, 5],
    [110, 11],
    [120, 12],
  ]);
  expect(merged.samples[2]).toMatchObject({ wantedCount: 20, slotsLive: 10, promotionsTotal: 2 });
  expect(merged).toMatchObject({ endMs: 120, ending: 'timed-out', violations: ['one'] });
});

test('what is counted between the samples is summed, and changes nothing of the run', () => {
  const fromMs = august.settings.startsAtMs + 13 * 3_600_000;
  const between = { fromMs, untilMs: fromMs + 600_000, everyMs: 1_000 };
  const { between: counted, ...watched } = runNetwork({ ...options, between });
  const { between: none, ...plain } = runNetwork(options);
  expect(none).toEqual([]);
  expect(watched).toEqual(plain);
  expect(counted).toHaveLength(601);
  const sample = plain.samples.find(({ atMs }) => atMs === fromMs);
  expect(counted[0]).toEqual({
    atMs: fromMs,
    onlineCount: sample?.onlineCount,
    wantedCount: sample?.wantedCount,
  });
});
