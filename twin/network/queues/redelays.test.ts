import { augustOptions, median } from '#testing/twin/august-run.ts';
import type { NetworkRun, NetworkRunOptions } from '../network-run.ts';
import { runNetwork } from '../run-network.ts';

const seeds = [1, 2, 3];

/**
 * A quiet network that follows a day: redelays are a fifth of its messages, and hardly any retries.
 */
function runsOf(retries: NetworkRunOptions['retries']): NetworkRun[] {
  return seeds.map((seed) => runNetwork(augustOptions('resilient', 2_000, seed, { retries })));
}

const runs = { executed: runsOf('executed'), aggregated: runsOf('aggregated') };

function distance(of: (run: NetworkRun) => number): number {
  return Math.abs(median(runs.aggregated.map(of)) / median(runs.executed.map(of)) - 1);
}

test('as many messages are handled when redelays are counted as when each is a message', () => {
  expect(distance(({ counts }) => counts.MessagesHandled ?? Number.NaN)).toBeLessThan(0.01);
});

test.each([
  'lambda.invocations.membership',
  'lambda.requests',
  'sqs.SendMessageBatch',
  'sqs.DeleteMessageBatch',
  'sqs.ReceiveMessage',
  'sqs.requests',
  'dynamodb.readUnits',
  'dynamodb.writeUnits',
  'dynamodb.requests',
])('redelays come to the same bill: %s', (name) => {
  // Ten that meet a poller which holds some already are split, and go on in two requests. That is
  // not worked out: some fifth of the redelays' batches are missing.
  expect(distance(({ meters }) => meters[name] ?? Number.NaN)).toBeLessThan(0.03);
});

test('redelays are counted, and each of them saves a message', () => {
  for (const [at, { executedEventCount, aggregatedEventCount }] of runs.aggregated.entries()) {
    const all = runs.executed[at]?.executedEventCount ?? 0;
    expect(aggregatedEventCount).toBeGreaterThan(all / 6);
    expect(executedEventCount).toBeLessThan(all - aggregatedEventCount * 0.8);
  }
});
