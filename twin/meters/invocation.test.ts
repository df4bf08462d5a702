import { aShape, noonMs, someSettings } from '#testing/domain/builders.ts';
import { openMeters } from './network-meters.ts';

/** A chance with which every call takes its median. */
const evenly = () => 0.5;

function someMeters() {
  const settings = someSettings();
  return openMeters({ settings, shape: aShape(), random: evenly });
}

test('the first invocation starts cold and reads keys and run, the next knows both', () => {
  const meters = someMeters();
  const durations = [0, 1_000].map((afterMs) => {
    const run = meters.batch('login', noonMs + afterMs, 3);
    run.knowKeys(2);
    run.readCell(3);
    return run.end() - (noonMs + afterMs);
  });
  // Dispatch 2, cold start 255, computing 2, keys 10, read 6.
  expect(durations).toEqual([2 + 255 + 2 + 10 + 6, 2 + 2 + 6]);
  expect(meters.snapshot()).toMatchObject({
    'lambda.coldStarts': 1,
    'lambda.invocations.login': 2,
    // The cold start is billed; the dispatch is not.
    'lambda.billedMs': 255 + 2 + 10 + 6 + (2 + 6),
    'secretsManager.requests': 2,
    'dynamodb.readUnits': 5 + 4,
    'dynamodb.requests': 2,
    'sqs.DeleteMessageBatch': 2,
  });
});

test('two batches at once need two environments, and the one used last goes on', () => {
  const meters = someMeters();
  const [first, second] = [meters.batch('login', noonMs, 1), meters.batch('login', noonMs, 1)];
  expect(second).not.toBe(first);
  first?.readCell(1);
  const lastMs = first?.end() ?? 0;
  second?.end();
  expect(meters.batch('login', lastMs, 1)).toBe(first);
});

test('strands run at the same time, and the longest counts', () => {
  const run = someMeters().batch('login', noonMs, 1);
  const startMs = run.nowMs;
  run.fork();
  run.addAsks();
  run.next();
  run.fork();
  run.place(8, 0);
  run.next();
  run.place(2, 0);
  run.readRegistrations(5, 0, true);
  run.join();
  run.next();
  run.addAsks();
  run.join();
  expect(run.nowMs - startMs).toBe(12 + 5);
});

test('strands that need the keys at once share the calls and wait for them', () => {
  const meters = someMeters();
  const run = meters.batch('login', noonMs, 2);
  const startMs = run.nowMs;
  const endsMs: number[] = [];
  run.fork();
  for (let strand = 0; strand < 2; strand += 1) {
    run.knowKeys(2);
    endsMs.push(run.nowMs - startMs);
    run.next();
  }
  run.join();
  expect(endsMs).toEqual([10, 10]);
  expect(meters.snapshot()['secretsManager.requests']).toBe(2);
});

test('that a run is finished is noticed at the next read of it, a minute later at most', () => {
  const meters = someMeters();
  const finishedAtMs = noonMs + 30_000;
  const knows = [0, 45_000, 61_000].map((afterMs) => {
    const run = meters.batch('heal', noonMs + afterMs, 1);
    run.readCell(0);
    run.end();
    return run.knowsRunEnded(finishedAtMs, Number.POSITIVE_INFINITY);
  });
  expect(knows).toEqual([false, false, true]);
});

test('invocations that are alike are billed together, and take no environment', () => {
  const [one, many] = [someMeters(), someMeters()];
  const work = (run: ReturnType<typeof one.batch>) => {
    run.readCell(50);
    run.readRegistrations(30, 30, true);
    run.addAsks();
    run.standBy(false);
    run.send(0, 47, 0);
    run.end();
  };
  work(one.alike('login', noonMs, 47, 1));
  work(many.alike('login', noonMs, 47, 1_000));
  const single = one.snapshot();
  const thousandfold = Object.fromEntries(
    Object.entries(single).map(([name, quantity]) => [name, 1_000 * quantity]),
  );
  expect(many.snapshot()).toEqual(thousandfold);
  expect(single).toMatchObject({ 'sqs.SendMessageBatch': 5, 'dynamodb.conditionalFailures': 1 });
  expect(many.batch('login', noonMs, 1).nowMs - noonMs).toBe(2 + 255 + 2);
});

test('a read of a cell of 20,000 nodes goes by pages of a megabyte', () => {
  const meters = someMeters();
  const run = meters.task('dispatch-cell', noonMs);
  const startMs = run.nowMs;
  run.readNodes(4.5 * 1024 * 1024);
  expect(run.nowMs - startMs).toBe(5 * 5);
  expect(meters.snapshot()['dynamodb.readUnits']).toBe(4 * 256 + 128);
});
