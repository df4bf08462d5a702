import { runStack } from '#twin/network/run-stack.ts';
import { mergeStacks, stacksOf } from '#twin/network/stacks.ts';
import { networkOptions } from './twin-network-work.ts';

test('the work that is timed is the whole network, stack by stack, and the same each time', () => {
  const options = {
    ...networkOptions({ nodeCount: 4_000, policy: 'legacy-2007', hours: 30 }),
    nodesPerStack: 2_000,
  };
  const runAll = () =>
    mergeStacks(
      stacksOf(options).map((stack) => runStack(options, stack)),
      options.sampleEveryMs,
    );
  const run = runAll();
  expect(run).toMatchObject({ ending: 'horizon', violations: [] });
  expect(run.endMs - run.startMs).toBe(30 * 3_600_000);
  expect(run.executedEventCount).toBeGreaterThan(4_000);
  expect(run.computedEventCount).toBeGreaterThan(0);
  expect(runAll()).toEqual(run);
});
