import { openTimeLeft, type RunKind } from './time-left.ts';

const small: RunKind = { policy: 'resilient', nodes: 1_000 };
const large: RunKind = { policy: 'resilient', nodes: 1_000_000 };

function opened(left: readonly [RunKind, number][], threads = 1, threadsOfRun = () => 1) {
  let now = 0;
  const estimate = openTimeLeft({
    left: left.map(([kind, count]) => ({ kind, count })),
    threads,
    threadsOfRun,
    usualMs: ({ nodes }) => nodes,
    nowMs: () => now,
  });
  return {
    estimate,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('a large network weighs by what it takes, not as one run of many', () => {
  const { estimate } = opened([
    [small, 3],
    [large, 1],
  ]);
  expect(estimate.leftMs()).toBe(3 * 1_000 + 1_000_000);
  // The small one took twice its usual time, so the large one is expected to do so, too.
  const run = {};
  estimate.begin(run, small);
  estimate.done(run, small, 2_000);
  expect(estimate.leftMs()).toBe(2 * 2_000 + 2_000_000);
});

test('what such runs took is better known than what is usual, whatever policy', () => {
  const legacy = { policy: 'legacy-2007', nodes: 1_000 };
  const { estimate } = opened([
    [small, 1],
    [legacy, 1],
  ]);
  estimate.done(undefined, small, 500);
  expect(estimate.leftMs()).toBe(500 + 500);
  estimate.done(undefined, legacy, 9_000);
  expect(estimate.leftMs()).toBe(500 + 9_000);
});

test('threads share the work, and the longest run is not split', () => {
  const { estimate } = opened(
    [
      [small, 8],
      [large, 1],
    ],
    4,
  );
  expect(estimate.leftMs()).toBe(1_000_000);
  // Threads that share the large run end it sooner.
  const shared = opened([[large, 1]], 4, () => 2);
  expect(shared.estimate.leftMs()).toBe(500_000);
  shared.estimate.begin({}, large);
  shared.pass(100_000);
  expect(shared.estimate.leftMs()).toBe(400_000);
  const even = opened([[small, 8]], 4);
  expect(even.estimate.leftMs()).toBe(2_000);
});

test('a run under way counts for what is left of it', () => {
  const { estimate, pass } = opened([[small, 1]]);
  const run = {};
  estimate.begin(run, small);
  pass(400);
  expect(estimate.leftMs()).toBe(600);
  estimate.progress(run, 0.25, true);
  expect(estimate.leftMs()).toBe(1_200);
  expect(estimate.running()).toEqual([{ kind: small, elapsedMs: 400, fraction: 0.25 }]);
  // Virtual time that does not pass evenly tells nothing.
  estimate.progress(run, 0.25, false);
  pass(600);
  expect(estimate.leftMs()).toBeNull();
  estimate.done(run, small, 1_000);
  expect(estimate.leftMs()).toBe(0);
});
