import {
  augustUnknowns,
  drawUnknowns,
  shippedValues,
  unknownNames,
} from '#scenarios/unknowns/august-unknowns.ts';
import { placeOf } from '#scenarios/unknowns/unknown.ts';
import type { Judged } from './candidate.ts';
import { near, regionOf } from './narrow.ts';

const judged = (values: typeof shippedValues, number = 0): Judged => ({
  candidate: { hypothesis: 'ghost-slots', number, values },
  nodes: 8_000,
  seedCount: 1,
  fallenCount: 1,
  points: [],
  withinTwo: 0,
  withinQuarter: 0,
  distance: 1,
  healedMonths: 2,
  months: 2,
  score: 1,
});

const numbers = Array.from({ length: 300 }, (_, number) => number);

test('candidates near the best stay in their ranges, and near', () => {
  const best = [judged({ ...shippedValues, leaseHours: 30 }), judged(shippedValues)];
  for (const { values } of numbers.map((number) => near(best, 3, number)))
    for (const name of unknownNames) {
      const place = placeOf(augustUnknowns[name], values[name]);
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThanOrEqual(1);
      const far = best.map((one) =>
        Math.abs(place - placeOf(augustUnknowns[name], one.candidate.values[name])),
      );
      expect(Math.min(...far)).toBeLessThan(0.15);
    }
});

test('candidates are as wide apart as the best are', () => {
  const widthAround = (best: Judged[]) => {
    const places = numbers.map((number) => near(best, 3, number).values.leaseHours);
    return Math.max(...places) - Math.min(...places);
  };
  const wide = numbers.slice(0, 20).map((number) => judged(drawUnknowns(1, number)));
  expect(widthAround(wide)).toBeGreaterThan(40);
  expect(widthAround([judged(shippedValues)])).toBeLessThan(4);
});

test('a region says how much of a range is left, and whether a source says otherwise', () => {
  const region = regionOf([
    judged({ ...shippedValues, restartShare: 0.6, leaseHours: 4 }),
    judged({ ...shippedValues, restartShare: 0.8, leaseHours: 48 }),
  ]);
  const of = (name: string) => region.find((one) => one.name === name);
  expect(of('restartShare')).toMatchObject({ least: 0.6, most: 0.8, isAtOdds: true });
  expect(of('restartShare')?.width).toBeCloseTo(0.2 / 0.7, 9);
  expect(of('leaseHours')).toMatchObject({ width: 1, isAtOdds: false });
  const published = regionOf([judged({ ...shippedValues, restartShare: 0.34 })]);
  expect(published.find(({ name }) => name === 'restartShare')?.isAtOdds).toBe(false);
});
