import * as known from './known-queues.ts';

test('a lone message waits for the whole window, and a full batch goes at once', () => {
  expect(known.batchWindow({ chance: 0, slots: 400, sizeMax: 50 })).toEqual({
    meanSize: 1,
    meanWaitSlots: 400,
  });
  // A message in each slot: three of them come 2, 1 and 0 slots before the batch is full.
  expect(known.batchWindow({ chance: 1, slots: 400, sizeMax: 3 })).toEqual({
    meanSize: 3,
    meanWaitSlots: 1,
  });
});

test('without a limit of its size a batch has one message and those of its window', () => {
  const { meanSize, meanWaitSlots } = known.batchWindow({ chance: 0.01, slots: 400, sizeMax: 60 });
  expect(meanSize).toBeCloseTo(1 + 400 * 0.01, 9);
  // The first waits 400 slots, a message of slot k waits 400 - k.
  expect(meanWaitSlots).toBeCloseTo((400 + (0.01 * 400 * 399) / 2) / 5, 9);
});

test('one server that always takes as long waits as Pollaczek and Khinchine say', () => {
  const load = 0.7;
  expect(known.waitingAtMdc(1, load)).toBeCloseTo(load ** 2 / (2 * (1 - load)), 6);
});

test('more servers wait about half as long as exponential ones do', () => {
  // Cosmetatos' approximation has 1.155; M/M/5 has 2.2165.
  expect(known.waitingAtMdc(5, 4)).toBeCloseTo(1.1562, 4);
});

test('one choice gives a Poisson law, two the tail of facts 3.30', () => {
  const [, ...one] = known.supernodeLoads(1, 1, [1]).slice(0, 4);
  const [none = 0, single = 0, pair = 0] = known.poisson(1, 2);
  const tails = [1 - none, 1 - none - single, 1 - none - single - pair];
  for (const [at, tail] of tails.entries()) expect(one[at]).toBeCloseTo(tail, 6);
  const [all, ...two] = known.supernodeLoads(2, 1, [1]).slice(0, 4);
  expect(all).toBe(1);
  expect(two[0]).toBeCloseTo(Math.tanh(1), 6);
  expect(two.map((share) => Number(share.toFixed(4)))).toEqual([0.7616, 0.2295, 0.0089]);
});

test('groups of two fill a supernode by twos', () => {
  const loads = known.supernodeLoads(1, 1, [0, 1]);
  expect(loads[1]).toBeCloseTo(loads[2] ?? Number.NaN, 12);
  expect(loads[1]).toBeCloseTo(1 - Math.exp(-0.5), 6);
});
