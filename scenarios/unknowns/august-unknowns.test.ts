import {
  augustUnknowns,
  drawUnknowns,
  settingsOf,
  shippedValues,
  unknownNames,
} from './august-unknowns.ts';
import { placeOf, valueAt } from './unknown.ts';

test('what the scenario ships with is within each range', () => {
  const outside = unknownNames.filter((name) => {
    const [least, most] = augustUnknowns[name].range;
    return !(shippedValues[name] >= least && shippedValues[name] <= most);
  });
  expect(outside).toEqual([]);
});

test('each range has a source, and none is fitted', () => {
  for (const name of unknownNames) {
    const { source, provenance } = augustUnknowns[name];
    expect(source).toMatch(/facts \d|guess/);
    expect(provenance).not.toBe('fitted');
  }
});

test('draws fill each range evenly in its own spacing', () => {
  const draws = Array.from({ length: 1_000 }, (_, number) => drawUnknowns(1, number));
  for (const name of unknownNames) {
    const unknown = augustUnknowns[name];
    const places = draws.map((values) => placeOf(unknown, values[name])).sort((a, b) => a - b);
    // A thousand even draws stray from the diagonal by less than 0.06 (Kolmogorov, 1 in 1,000).
    const strays = places.map((place, index) => Math.abs(place - index / 1_000));
    expect(Math.max(...strays)).toBeLessThan(0.062);
    expect(valueAt(unknown, placeOf(unknown, unknown.shipped))).toBeCloseTo(unknown.shipped, 9);
  }
});

test('a draw is the same for every asker, and others are others', () => {
  expect(drawUnknowns(7, 3)).toEqual(drawUnknowns(7, 3));
  expect(drawUnknowns(7, 3)).not.toEqual(drawUnknowns(7, 4));
  expect(drawUnknowns(7, 3)).not.toEqual(drawUnknowns(8, 3));
});

test('the supernodes of all zones stay one whole, however many are in the Americas', () => {
  for (const americasShare of [0.15, 0.3, 0.5]) {
    const shares = settingsOf({ ...shippedValues, americasShare })
      .filter(({ field }) => field.endsWith('supernodeShare'))
      .map(({ value }) => value);
    expect(shares).toHaveLength(10);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares.slice(6).reduce((sum, share) => sum + share, 0)).toBeCloseTo(americasShare, 12);
  }
});
