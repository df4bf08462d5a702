import { TraceCount } from './trace-count.ts';

test('executed requests count as in the local cloud', () => {
  const traces = new TraceCount(0);
  const firsts = [10, 900, 1_000, 1_001, 5_000].map((atMs) => traces.begin(atMs));
  expect(firsts).toEqual([true, false, true, false, true]);
  expect(traces.count).toBeCloseTo(3 + 2 / 20, 9);
});

test('few requests that were worked out are nearly all the first of their second', () => {
  const traces = new TraceCount(0);
  traces.spread(3);
  traces.settle(60_000);
  expect(traces.count).toBeGreaterThan(2.9);
  expect(traces.count).toBeLessThan(3);
});

test('of a flood each second has its first, and the others count a twentieth', () => {
  const traces = new TraceCount(0);
  traces.spread(60 * 200);
  traces.settle(60_000);
  expect(traces.count).toBeCloseTo(60 + (60 * 200 - 60) / 20, 6);
});

test('a second is not taken twice, by an executed request and by one that was worked out', () => {
  const traces = new TraceCount(0);
  for (let second = 0; second < 60; second += 1) traces.begin(second * 1_000);
  traces.spread(6_000);
  traces.settle(60_000);
  expect(traces.count).toBeCloseTo(60 + 6_000 / 20, 6);
});

test('requests at random moments are sampled as the formula says', () => {
  // A simple generator draws some more requests than there are seconds.
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const moments = Array.from({ length: 4_000 }, () => random() * 3_600_000).sort((a, b) => a - b);
  const executed = new TraceCount(0);
  for (const atMs of moments) executed.begin(atMs);
  const spread = new TraceCount(0);
  spread.spread(moments.length);
  spread.settle(3_600_000);
  expect(Math.abs(spread.count / executed.count - 1)).toBeLessThan(0.02);
});
