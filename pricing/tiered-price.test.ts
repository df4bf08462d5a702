import fc from 'fast-check';
import { tieredPrice } from './tiered-price.ts';

const tiers = [
  { fromUnits: 0, usdPerUnit: 0.5 },
  { fromUnits: 100, usdPerUnit: 0.25 },
  { fromUnits: 300, usdPerUnit: 0.125 },
];

test('each unit has the price of the tier that it falls into', () => {
  expect(tieredPrice(450, tiers)).toEqual({
    usd: 50 + 50 + 18.75,
    parts: [
      { fromUnits: 0, units: 100, usdPerUnit: 0.5, usd: 50 },
      { fromUnits: 100, units: 200, usdPerUnit: 0.25, usd: 50 },
      { fromUnits: 300, units: 150, usdPerUnit: 0.125, usd: 18.75 },
    ],
  });
});

test('a tier that is not reached has no part, and nothing costs nothing', () => {
  expect(tieredPrice(100, tiers).parts).toHaveLength(1);
  expect(tieredPrice(100.5, tiers).parts[1]).toEqual({
    fromUnits: 100,
    units: 0.5,
    usdPerUnit: 0.25,
    usd: 0.125,
  });
  expect(tieredPrice(0, tiers)).toEqual({ usd: 0, parts: [] });
});

test('the parts are the whole quantity, and more units never cost less', () => {
  const quantity = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(quantity, quantity, (units, more) => {
      const { usd, parts } = tieredPrice(units, tiers);
      const counted = parts.reduce((sum, part) => sum + part.units, 0);
      expect(counted).toBeCloseTo(units, 6);
      expect(tieredPrice(units + more, tiers).usd).toBeGreaterThanOrEqual(usd - 1e-9);
    }),
  );
});
