import { nodesPerShardMax } from '#twin/network/shards.ts';
import { runOrder } from '../order-runner.ts';
import { policySource } from '../policy-choice.ts';
import { extrapolate, type SizedRun } from './extrapolate.ts';

function sized(nodes: number, units: number): SizedRun {
  const meters = { units, fixed: 7 };
  const phases = [{ phase: 'storm' as const, fromMs: 0, toMs: 1_000, meters }];
  return {
    nodes,
    run: { phases, meters, counts: {}, loginsPlaced: nodes / 2, userHoursLost: nodes },
  };
}

test('within one stack a meter goes on with its power of the nodes', () => {
  const run = extrapolate(sized(1_000, 100), sized(2_000, 200), 10_000);
  expect(run.meters.units).toBeCloseTo(1_000, 6);
  expect(run.meters.fixed).toBeCloseTo(7, 9);
  expect(run.loginsPlaced).toBeCloseTo(5_000, 6);
  const square = extrapolate(sized(1_000, 100), sized(2_000, 400), 10_000);
  expect(square.meters.units).toBeCloseTo(10_000, 6);
});

test('beyond one stack there are several, and each has what a stack has anyway', () => {
  const nodes = 4 * nodesPerShardMax;
  const run = extrapolate(sized(1_000, 100), sized(2_000, 200), nodes);
  expect(run.meters.fixed).toBeCloseTo(4 * 7, 9);
  expect(run.meters.units).toBeCloseTo(nodes / 10, 6);
});

test('a rare thing grows with the square at most, and what vanishes stays', () => {
  const few = extrapolate(sized(1_000, 1), sized(2_000, 50), 20_000);
  expect(few.meters.units).toBeCloseTo(50 * 100, 6);
  const fewer = extrapolate(sized(1_000, 50), sized(2_000, 1), 20_000);
  expect(fewer.meters.units).toBeCloseTo(1, 9);
});

test('the phases add up to the whole', () => {
  const run = extrapolate(sized(1_000, 110), sized(2_000, 210), 10_000);
  const storm = run.phases.find(({ phase }) => phase === 'storm');
  expect(storm?.meters).toEqual(run.meters);
});

test('a drill that was worked out is near one that was run', async () => {
  const drillOf = async (nodeCount: number): Promise<SizedRun> => {
    const policy = policySource('resilient');
    const shared = { scale: 'embedded', retries: 'executed', seed: 5 } as const;
    const order = { cloud: 'twin', scenario: 'drill', policy, nodeCount, ...shared } as const;
    return { nodes: nodeCount, run: (await runOrder(order, () => {})).run };
  };
  const [small, large, larger] = [await drillOf(1_000), await drillOf(2_000), await drillOf(6_000)];
  const worked = extrapolate(small, large, 6_000);
  for (const meter of ['dynamodb.writeUnits', 'dynamodb.readUnits', 'lambda.billedMs']) {
    const ratio = (worked.meters[meter] ?? 0) / (larger.run.meters[meter] ?? 0);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
  }
});
