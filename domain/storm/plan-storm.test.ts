import fc from 'fast-check';
import {
  aNight,
  aNode,
  aStorm,
  aSupernodesNode,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
} from '#testing/domain/builders.ts';
import type { RunSettings, Storm } from '../run-settings.ts';
import {
  isRestartLeft,
  lastRestartAtMs,
  observedUntilMs,
  planStorm,
  type RestartWave,
  restartDelayMs,
  restartsByWave,
} from './plan-storm.ts';

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

/** The night before its first wave, everybody is on all day. */
const under = (storm: Storm, some: Partial<RunSettings> = {}) =>
  someSettings({ storm, startsAtMs: noonMs - 12 * hourMs, ...some });

const restartWaves = (storm: Storm, some: Partial<RunSettings> = {}): RestartWave[] =>
  planStorm(under(storm, some)).filter((wave) => wave.kind === 'restart');

test('the night comes to the east first', () => {
  const waves = restartWaves(twoNights);
  expect(waves.map(({ label }) => label)).toEqual([
    'first, UTC540',
    'first, UTC0',
    'first, UTC-300',
    'second, UTC540',
    'second, UTC0',
    'second, UTC-300',
  ]);
  expect(waves.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(waves[0]?.atMs).toBe(noonMs - 9 * hourMs);
  expect(waves[2]?.atMs).toBe(noonMs + 5 * hourMs);
});

test('a shift moves every wave by as much', () => {
  const shifted = restartWaves(twoNights, { shiftMs: 12_345 });
  const expected = restartWaves(twoNights).map(({ atMs }) => atMs + 12_345);
  expect(shifted.map(({ atMs }) => atMs)).toEqual(expected);
});

test('the last restart is at most the spread after the last wave', () => {
  expect(lastRestartAtMs(twoNights, 7)).toBe(noonMs + dayMs + 5 * hourMs + 10 * minuteMs + 7);
});

test('a storm without nights has no waves and is over when it begins', () => {
  const quiescent = aStorm({ nights: [] });
  expect(planStorm(under(quiescent))).toEqual([]);
  expect(lastRestartAtMs(quiescent, 7)).toBe(7);
});

test('each zone has a share of its own where a night says so, and none means no wave', () => {
  const shares = { 'UTC-300': 0.1, UTC0: 0, UTC540: 0.4 };
  const nights = [
    aNight({ label: 'first', restartShare: shares }),
    aNight({ label: 'second', threeAmUtcMs: noonMs + dayMs, restartShare: 0.5 }),
  ];
  const waves = restartWaves({ ...twoNights, nights });
  expect(waves.map(({ label, chanceFrom, chanceTo }) => [label, chanceFrom, chanceTo])).toEqual([
    ['first, UTC540', 0, 0.4],
    ['first, UTC-300', 0, 0.1],
    ['second, UTC540', 0.4, 0.9],
    ['second, UTC0', 0, 0.5],
    ['second, UTC-300', 0.1, 0.6],
  ]);
  const forgotten = [aNight({ label: 'first', restartShare: { UTC0: 1 } })];
  expect(() => restartWaves({ ...twoNights, nights: forgotten })).toThrow(/first.*UTC-300/);
});

test('people come and go in waves, an hour each, from the start until nobody observers', () => {
  const growing = under({ ...twoNights, growthPerDay: 0.01 });
  const waves = planStorm(growing);
  expect(waves.map(({ index }) => index)).toEqual(waves.map((_, index) => index));
  expect(waves.map(({ atMs }) => atMs)).toEqual(waves.map(({ atMs }) => atMs).sort());
  const turnovers = waves.filter((wave) => wave.kind === 'turnover');
  expect(waves.length - turnovers.length).toBe(6);
  const [first] = turnovers;
  expect(first?.atMs).toBeGreaterThan(growing.startsAtMs);
  expect(first?.atMs).toBeLessThan(growing.startsAtMs + hourMs);
  for (const [at, wave] of turnovers.entries()) {
    expect(wave.untilMs - wave.atMs).toBe(hourMs);
    if (at > 0) expect(wave.atMs).toBe(turnovers[at - 1]?.untilMs);
  }
  expect(turnovers.at(-1)?.untilMs).toBeGreaterThanOrEqual(observedUntilMs(growing));
  expect(turnovers.at(-1)?.atMs).toBeLessThan(observedUntilMs(growing));
});

test('a node restarts only in the night of its own zone, and only if it is on', () => {
  const settings = under(twoNights);
  const [east] = restartWaves(twoNights);
  if (east === undefined) throw new Error('expected a wave');
  const everybody = { ...east, chanceFrom: 0, chanceTo: 1 };
  expect(restartDelayMs(settings, everybody, aNode({ utcOffsetMinutes: 540 }))).not.toBeNull();
  expect(restartDelayMs(settings, everybody, aNode({ utcOffsetMinutes: 0 }))).toBeNull();
  const off = aNode({ utcOffsetMinutes: 540, state: 'offline', home: null });
  expect(restartDelayMs(settings, everybody, off)).toBeNull();
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
  day: fc.constant(null),
  growthPerDay: fc.constantFrom(0, 0.01),
});

/** The waves that restart a node, with the delay in each. */
const restartsOf = (storm: Storm, seed: number, nodeId: string, utcOffsetMinutes: number) => {
  const settings = under(storm, { seed });
  return restartWaves(storm, { seed }).flatMap((wave) => {
    const delayMs = restartDelayMs(settings, wave, aNode({ nodeId, utcOffsetMinutes }));
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
  const nodes = Array.from({ length: nodeCount }, (_, index) => aNode({ nodeId: `n${index}` }));
  const counts = restartsByWave(under(twoNights, { seed: 1 }), nodes);
  const countOf = (label: string) =>
    counts.find(({ wave }) => wave.label === label)?.restarts ?? Number.NaN;
  // Five standard deviations of a binomial count are under 0.017 of the nodes.
  expect(Math.abs(countOf('first, UTC0') / nodeCount - 0.2)).toBeLessThan(0.017);
  expect(Math.abs(countOf('second, UTC0') / nodeCount - 0.3)).toBeLessThan(0.017);
  expect(countOf('first, UTC540')).toBe(0);
});

test('who is asleep at 03:00 is not expected to restart', () => {
  const day = { workdayShares: new Array<number>(24).fill(0.5), weekendFactor: 1 };
  const nodes = Array.from({ length: 4_000 }, (_, index) => aNode({ nodeId: `n${index}` }));
  const all = restartsByWave(under(twoNights), nodes);
  const awake = restartsByWave(under({ ...twoNights, day }), nodes);
  expect(awake.map(({ wave }) => wave.label)).toEqual(all.map(({ wave }) => wave.label));
  for (const [at, { restarts }] of awake.entries())
    expect(Math.abs(restarts - (all[at]?.restarts ?? 0) / 2)).toBeLessThan(100);
});

test('who restarts is a matter of the seed', () => {
  const names = Array.from({ length: 100 }, (_, index) => `n${index}`);
  const struck = (seed: number) =>
    names.filter((name) => restartsOf(twoNights, seed, name, 0).length > 0);
  expect(struck(1)).toEqual(struck(1));
  expect(struck(1)).not.toEqual(struck(2));
});

test('a restart is left until it is done, or its node is switched off', () => {
  const everybody = { ...twoNights, nights: [aNight({ restartShare: 1 })] };
  const settings = under(everybody);
  const waves = planStorm(settings);
  const isLeft = (some: Parameters<typeof aNode>[0]) =>
    isRestartLeft(settings, waves, aNode({ utcOffsetMinutes: 540, ...some }));
  expect(isLeft({})).toBe(true);
  expect(isLeft({ waveIndex: 0, epoch: 2 })).toBe(false);
  expect(isLeft({ state: 'offline', home: null })).toBe(false);
  const nobody = { ...twoNights, nights: [aNight({ restartShare: 0 })] };
  expect(isRestartLeft(under(nobody), planStorm(under(nobody)), aNode())).toBe(false);
});

test('a wave that strikes supernodes leaves everybody else alone', () => {
  const nights = [aNight({ restartShare: 1, strikes: 'supernodes' })];
  const settings = under(aStorm({ nights }));
  const wave = planStorm(settings).find(({ kind }) => kind === 'restart');
  if (wave?.kind !== 'restart') throw new Error('expected a wave of restarts');
  expect(wave.strikes).toBe('supernodes');
  const carrier = aSupernodesNode();
  expect(restartDelayMs(settings, wave, carrier)).not.toBeNull();
  expect(restartDelayMs(settings, wave, { ...carrier, role: 'client' })).toBeNull();
  const [counted] = restartsByWave(settings, [carrier, aNode(), aNode({ nodeId: 'n2' })]);
  expect(counted?.restarts).toBe(1);
});

test('who was promoted after a strike at supernodes has no restart left', () => {
  const nights = [aNight({ restartShare: 1, strikes: 'supernodes' })];
  const settings = under(aStorm({ nights }));
  const promotedSince = aSupernodesNode({ epoch: 2 });
  expect(isRestartLeft(settings, planStorm(settings), promotedSince)).toBe(false);
});

test('who was asleep when the wave came has no restart left', () => {
  const shares = new Array<number>(24).fill(1);
  const day = { workdayShares: shares.map((_, hour) => (hour < 6 ? 0 : 1)), weekendFactor: 1 };
  const nights = [aNight({ threeAmUtcMs: noonMs - 9 * hourMs, restartShare: 1 })];
  const settings = under(aStorm({ day, nights }));
  expect(isRestartLeft(settings, planStorm(settings), aNode({ epoch: 2 }))).toBe(false);
  const eligible = aNode({ epoch: 2, eligible: true });
  expect(isRestartLeft(settings, planStorm(settings), eligible)).toBe(true);
});
