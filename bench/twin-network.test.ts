import { runShard } from '#twin/network/run-shard.ts';
import { mergeShards, shardsOf } from '#twin/network/shards.ts';
import { networkOptions } from './twin-network-work.ts';

test('the work that is timed is the whole network, shard by shard, and the same each time', () => {
  const options = {
    ...networkOptions({ nodeCount: 4_000, policy: 'legacy-2007', hours: 30 }),
    nodesPerShard: 2_000,
  };
  const runAll = () =>
    mergeShards(
      shardsOf(options).map((shard) => runShard(options, shard)),
      options.sampleEveryMs,
    );
  const run = runAll();
  expect(run).toMatchObject({ ending: 'horizon', violations: [] });
  expect(run.endMs - run.startMs).toBe(30 * 3_600_000);
  expect(run.executedEventCount).toBeGreaterThan(4_000);
  expect(run.aggregatedEventCount).toBeGreaterThan(0);
  expect(runAll()).toEqual(run);
});
