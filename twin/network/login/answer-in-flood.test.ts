import { augustOptions } from '#testing/twin/august-run.ts';
import type { NetworkRun, NetworkRunOptions } from '../network-run.ts';
import { runNetwork } from '../run-network.ts';

// So many that those who wait fill the log-in queue's batches: some 150 ask in a second.
const nodeCount = 8_000;
const runOf = (retries: NetworkRunOptions['retries']) =>
  runNetwork(augustOptions('legacy-2007', nodeCount, 1, { retries }));
const executed = runOf('executed');
const aggregated = runOf('aggregated');
const shareOf = (of: (run: NetworkRun) => number) => of(aggregated) / of(executed);

test('what is executed in a flood takes no batches of its own', () => {
  const batches = ({ meters }: NetworkRun) => meters['lambda.invocations.login'] ?? Number.NaN;
  expect(Math.abs(shareOf(batches) - 1)).toBeLessThan(0.1);
});

test.each(['dynamodb.readUnits', 'dynamodb.writeUnits', 'dynamodb.requests', 'sqs.requests'])(
  'and %s come to the same bill',
  (name) => {
    expect(Math.abs(shareOf(({ meters }) => meters[name] ?? Number.NaN) - 1)).toBeLessThan(0.06);
  },
);

test('copies of a request are dropped while it is aggregated', () => {
  const dropped = ({ counts }: NetworkRun) => counts.LoginCopiesDropped ?? Number.NaN;
  expect(shareOf(dropped)).toBeGreaterThan(0.5);
});

test('every counter is right at the end', () => {
  expect(aggregated.violations).toEqual([]);
});
