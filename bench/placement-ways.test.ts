import { measureWay } from './measure-placement-ways.ts';

test('a batch that shares transactions pays about half, and meets itself less often', async () => {
  const single = await measureWay('single', 10, 100);
  const grouped = await measureWay('grouped', 10, 100);
  expect(single.writeUnits).toBeGreaterThanOrEqual(4);
  expect(grouped.writeUnits).toBeLessThan(0.7 * single.writeUnits);
  expect(grouped.conflicts).toBeLessThan(single.conflicts);
});

test('reserving first is cheaper still, takes more calls, and places everybody, too', async () => {
  const grouped = await measureWay('grouped', 10, 100);
  const reserved = await measureWay('reserved', 10, 100);
  expect(reserved.writeUnits).toBeLessThan(grouped.writeUnits);
  expect(reserved.calls).toBeGreaterThan(4 * grouped.calls);
});
