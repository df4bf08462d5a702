import { policySource } from '#runner/policy-choice.ts';
import { idleProcessBytes, usualRunCost } from '#runner/sweep/run-costs.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { nodesPerShardMax } from '#twin/network/shards.ts';
import { openGrid } from '../grid.ts';
import { surveyed } from '../running/outlook.ts';
import { dryRunText } from './dry-run.ts';

const nodes = 2 * nodesPerShardMax;
const cloud = 'twin';
const run = { scenario: august2007, cloud, retries: 'aggregated', nodes } as const;

/** Of two runs, each of two shards. */
function textOn(workers: number): string {
  const grid = openGrid({
    scenario: august2007,
    scale: 'full',
    policies: [policySource('resilient')],
    nodes,
    seeds: [1, 2],
    vary: [],
  });
  const options = { ...run, scale: 'full', workers, grid } as never;
  return dryRunText(options, grid, surveyed(grid, [], null));
}

test.each([
  [1, 1],
  [3, 3],
  [4, 4],
  [16, 4],
])('on %i threads memory is that of %i shards at once', (workers, shardCount) => {
  const perThread = usualRunCost({ ...run, policy: 'resilient' }).peakRssBytes - idleProcessBytes;
  const megabytes = Math.round((idleProcessBytes + shardCount * perThread) / 1e6);
  const words = `up to about ${megabytes.toLocaleString('en-US')} MB of memory.`;
  expect(textOn(workers)).toContain(words);
});
