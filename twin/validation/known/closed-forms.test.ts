import * as known from './closed-forms.ts';

test('one server waits as the textbooks say', () => {
  expect(known.meanWait(0.5, 1)).toBe(1);
  expect(known.meanWait(0.9, 1)).toBeCloseTo(9, 12);
  expect(known.meanWait(0.5, 0)).toBe(0.5);
  expect(known.meanSquareWait(0.5, 'fifo')).toBe(4);
  expect(known.meanSquareWait(0.5, 'lifo')).toBe(8);
});

test('the Erlang formulas give the values of printed tables', () => {
  expect(known.erlangB(5, 4)).toBeCloseTo(0.1991, 4);
  expect(known.erlangB(10, 5)).toBeCloseTo(0.0184, 4);
  expect(known.erlangC(5, 4)).toBeCloseTo(0.5541, 4);
  expect(known.erlangC(1, 0.7)).toBeCloseTo(0.7, 12);
});

test('a system of limited room is somewhere, and an unlimited one is its limit', () => {
  const chances = known.numbersInSystem(1.2, 10);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
  expect(known.numbersInSystem(0.5, 60)[0]).toBeCloseTo(0.5, 12);
  expect(known.numbersInSystem(1, 3)).toEqual([0.25, 0.25, 0.25, 0.25]);
});

test('nobody leaves who has all the time, and whoever has none leaves a busy server', () => {
  expect(known.abandonedShare(0.7, 200)).toBeCloseTo(0, 12);
  // Without patience the queue is as good as none: M/M/1/1.
  expect(known.abandonedShare(0.7, 0)).toBeCloseTo(0.7 / 1.7, 12);
});

test('retries multiply work as facts 3.14 has it', () => {
  const attempts = [0.1, 0.5, 0.9, 1].map((share) => known.attemptsPerRequest(share, 3));
  expect(attempts.map((count) => Number(count.toFixed(3)))).toEqual([1.111, 1.875, 3.439, 4]);
});

test.each([
  [0.7, 3.333, 1.614],
  [0.9, 10, 2.614],
  [0.95, 20, 3.383],
  [0.99, 100, 5.432],
])('the supermarket model at load %d takes what facts 3.24 has', (load, one, two) => {
  expect(known.supermarketTime(load, 1)).toBeCloseTo(one, 3);
  expect(known.supermarketTime(load, 2)).toBeCloseTo(two, 3);
});

test('a death in a large group is noticed after e/(e-1) periods', () => {
  expect(known.firstDetectionPeriods(1e7)).toBeCloseTo(Math.E / (Math.E - 1), 5);
  expect(known.firstDetectionPeriods(2)).toBe(1);
});
