import fc from 'fast-check';
import { aNight, aStorm, hourMs, minuteMs, noonMs, someSettings } from './builders.ts';
import { lastRestartAtMs, planStorm, restartDelayMs } from './plan-storm.ts';
import type { Storm } from './run-settings.ts';

const dayMs = 24 * hourMs;
const zoneAt = (utcOffsetMinutes: number) => ({
  label: `UTC${utcOffsetMinutes}`,
  utcOffsetMinutes,
  nodeShare: 1,
  supernodeShare: 1,
});

const twoNights: Storm = aStorm({
  zones: [zoneAt(-300), zoneAt(0), zoneAt(540)],
  nights: [
    aNight({ label: 'first', threeAmUtcMs: noonMs, restartShare: 0.2 }),
    aNight({ label: 'second', threeAmUtcMs: noonMs + dayMs, restartShare: 0.3 }),
  ],
});

test('the night comes to the east first', () => {
  const waves = planStorm(twoNights, 0);
  expect(waves.map(({ label }) => label)).toEqual([
    ...['first, UTC540', 'first, UTC0', 'first, UTC-300'],
    ...['second, UTC540', 'second, UTC0', 'second, UTC-300'],
  ]);
  expect(waves.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(waves[0]?.atMs).toBe(noonMs - 9 * hourMs);
  expect(waves[2]?.atMs).toBe(noonMs + 5 * hourMs);
});

test('a shift moves every wave by as much', () => {
  const shifted = planStorm(twoNights, 12_345);
  const expected = planStorm(twoNights, 0).map(({ atMs }) => atMs + 12_345);
  expect(shifted.map(({ atMs }) => atMs)).toEqual(expected);
});

test('the last restart is at most the spread after the last wave', () => {
  expect(lastRestartAtMs(twoNights, 7)).toBe(noonMs + dayMs + 5 * hourMs + 10 * minuteMs + 7);
});

test('a storm without nights has no waves and is over when it begins', () => {
  const calm = aStorm({ nights: [] });
  expect(planStorm(calm, 7)).toEqual([]);
  expect(lastRestartAtMs(calm, 7)).toBe(7);
});

test('a node restarts only in the night of its own zone', () => {
  const settings = someSettings({ storm: twoNights });
  const [east] = planStorm(twoNights, 0);
  if (east === undefined) throw new Error('expected a wave');
  const everybody = { ...east, chanceFrom: 0, chanceTo: 1 };
  const node = (utcOffsetMinutes: number) => ({ nodeId: 'n1', utcOffsetMinutes });
  expect(restartDelayMs(settings, everybody, node(540))).not.toBeNull();
  expect(restartDelayMs(settings, everybody, node(0))).toBeNull();
});

const anyStorm = fc.record({
  nights: fc
    .array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 4 })
    .map((percents) =>
      percents.map((percent, at) =>
        aNight({ threeAmUtcMs: noonMs + at * dayMs, restartShare: percent / 100 }),
      ),
    ),
  zones: fc
    .uniqueArray(fc.integer({ min: -12, max: 14 }), { minLength: 1, maxLength: 5 })
    .map((hours) => hours.map((hour) => zoneAt(hour * 60))),
  spreadMs: fc.integer({ min: 1, max: 15 * minuteMs }),
});

/** The waves that restart a node, with the delay in each. */
const restartsOf = (storm: Storm, seed: number, nodeId: string, utcOffsetMinutes: number) => {
  const settings = someSettings({ storm, seed });
  return planStorm(storm, 0).flatMap((wave) => {
    const delayMs = restartDelayMs(settings, wave, { nodeId, utcOffsetMinutes });
    return delayMs === null ? [] : [{ wave, delayMs }];
  });
};

test('no node restarts more than once in a storm, and then within the spread', () => {
  fc.assert(
    fc.property(anyStorm, fc.nat(), fc.string(), (storm, seed, nodeId) => {
      for (const { utcOffsetMinutes } of storm.zones) {
        const restarts = restartsOf(storm, seed, nodeId, utcOffsetMinutes);
        expect(restarts.length).toBeLessThanOrEqual(1);
        for (const { delayMs } of restarts) expect(delayMs).toBeLessThan(storm.spreadMs);
      }
    }),
  );
});

test('over many nodes each night restarts its share', () => {
  const nodeCount = 20_000;
  const counts = [0, 0];
  for (let index = 0; index < nodeCount; index += 1) {
    for (const { wave } of restartsOf(twoNights, 1, `n${index}`, 0)) {
      const night = wave.label.startsWith('first') ? 0 : 1;
      counts[night] = (counts[night] ?? 0) + 1;
    }
  }
  // Five standard deviations of a binomial count are under 0.017 of the nodes.
  expect(Math.abs((counts[0] ?? 0) / nodeCount - 0.2)).toBeLessThan(0.017);
  expect(Math.abs((counts[1] ?? 0) / nodeCount - 0.3)).toBeLessThan(0.017);
});

test('who restarts is a matter of the seed', () => {
  const names = Array.from({ length: 100 }, (_, index) => `n${index}`);
  const struck = (seed: number) =>
    names.filter((name) => restartsOf(twoNights, seed, name, 0).length > 0);
  expect(struck(1)).toEqual(struck(1));
  expect(struck(1)).not.toEqual(struck(2));
});
