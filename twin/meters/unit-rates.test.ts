import { UnitRates } from './unit-rates.ts';

test('the busiest second counts, of a cell and of all', () => {
  const rates = new UnitRates(2);
  rates.add(0, 100, 5);
  rates.add(1, 900, 4);
  rates.add(0, 999, 3);
  rates.add(0, 1_000, 6);
  expect([rates.cellPeak, rates.tablePeak]).toEqual([8, 12]);
});

test('calls may be reported out of order, and of no cell', () => {
  const rates = new UnitRates(1);
  rates.add(0, 5_500, 5);
  rates.add(0, 3_000, 9);
  rates.add(-1, 5_100, 7);
  rates.add(0, 5_900, 2);
  expect([rates.cellPeak, rates.tablePeak]).toEqual([9, 14]);
});
