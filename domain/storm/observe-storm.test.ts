import { aNight, aStorm, hourMs, noonMs, someSettings } from '#testing/domain/builders.ts';
import { queueLimits } from '../limits.ts';
import { observeStorm } from './observe-storm.ts';
import { lastRestartAtMs, planStorm } from './plan-storm.ts';

const storm = aStorm({
  nights: [aNight({ threeAmUtcMs: noonMs }), aNight({ threeAmUtcMs: noonMs + 24 * hourMs })],
});
const settings = someSettings({ storm });
const { membership } = queueLimits;
const lastMs = lastRestartAtMs(storm, 0);
const feltAtMs = lastMs + settings.timings.bootMsMax;

/** A hundred cells of a hundred, each unhealthy one with nobody signed in. */
const someUnhealthy = (unhealthyCellCount: number) => ({
  onlineCount: 10_000 - 100 * unhealthyCellCount,
  populationCount: 10_000,
  unhealthyCellCount,
});

const observe = (unhealthyCellCount: number, waveIndex: number, nowMs: number) =>
  observeStorm(someUnhealthy(unhealthyCellCount), waveIndex, settings, nowMs, membership);

const nextWave = { kind: 'wave', waveIndex: 1, atMs: noonMs + 24 * hourMs };

test('a healthy network is left alone until the next wave', () => {
  expect(observe(0, 0, noonMs)).toEqual(nextWave);
});

test('an unhealthy network is observed again between two waves, but never past the next', () => {
  const { observeEveryMs } = settings.timings;
  expect(observe(1, 0, noonMs)).toEqual({ kind: 'observe-again' });
  expect(observe(100, 0, nextWave.atMs - observeEveryMs - 1)).toEqual({ kind: 'observe-again' });
  expect(observe(100, 0, nextWave.atMs - observeEveryMs)).toEqual(nextWave);
});

test('the storm is not called over just after its last wave, while all still seem online', () => {
  expect(observe(0, 1, lastMs)).toEqual({ kind: 'observe-again' });
  expect(observe(0, 1, feltAtMs)).toEqual({ kind: 'observe-again' });
  expect(observe(0, 1, feltAtMs + 1)).toMatchObject({ kind: 'report', outcome: 'healed' });
});

test('a storm whose last wave is late is not over before it came', () => {
  expect(observe(0, 0, feltAtMs + 1)).toEqual(nextWave);
  expect(observe(1, 0, feltAtMs + settings.timings.observeForMs + 1)).toEqual(nextWave);
});

test('healed means every cell: one that is down is not made good by ninety-nine', () => {
  const oneDown = someUnhealthy(1);
  const share = oneDown.onlineCount / oneDown.populationCount;
  expect(share).toBeGreaterThanOrEqual(settings.target.onlineShare);
  expect(observe(1, 1, feltAtMs + 1)).toEqual({ kind: 'observe-again' });
  expect(observe(0, 1, feltAtMs + 1)).toMatchObject({ kind: 'report', outcome: 'healed' });
});

test('a storm that does not heal is given up in the end', () => {
  const endMs = feltAtMs + settings.timings.observeForMs;
  expect(observe(1, 1, endMs)).toEqual({ kind: 'observe-again' });
  expect(observe(1, 1, endMs + 1)).toEqual({ kind: 'report', outcome: 'timed-out' });
  expect(observe(0, 1, endMs + 1)).toMatchObject({ kind: 'report', outcome: 'healed' });
});

test('on a real clock every moment is shifted with the storm', () => {
  const shiftMs = 1_000_000;
  const shifted = { ...settings, shiftMs };
  const all = someUnhealthy(0);
  expect(observeStorm(all, 1, shifted, feltAtMs + 1, membership)).toEqual({
    kind: 'observe-again',
  });
  const over = observeStorm(all, 1, shifted, feltAtMs + 1 + shiftMs, membership);
  expect(over).toMatchObject({ kind: 'report', outcome: 'healed' });
});

test('healed is sure once no restart can be under way any more, be it tried five times', () => {
  const lifeMs = 5 * 121_000;
  expect(observe(0, 1, feltAtMs + 1)).toMatchObject({ isSure: false });
  expect(observe(0, 1, feltAtMs + lifeMs)).toMatchObject({ isSure: false });
  expect(observe(0, 1, feltAtMs + lifeMs + 1)).toMatchObject({ isSure: true });
});

describe('where people come and go', () => {
  const growing = someSettings({ storm: { ...storm, growthPerDay: 0.01 } });
  const waves = planStorm(growing);
  const lastRestart = waves.findLastIndex(({ kind }) => kind === 'restart');
  const lookAfter = (waveIndex: number, unhealthyCellCount: number, nowMs: number) =>
    observeStorm(someUnhealthy(unhealthyCellCount), waveIndex, growing, nowMs, membership);

  test('a healthy network waits for the next wave, of whichever kind', () => {
    expect(waves.slice(0, 3).map(({ kind }) => kind)).toEqual(['turnover', 'restart', 'turnover']);
    for (const at of [0, 1]) {
      const atMs = waves[at + 1]?.atMs;
      const next = { kind: 'wave', waveIndex: at + 1, atMs };
      expect(lookAfter(at, 0, waves[at]?.atMs ?? 0)).toEqual(next);
    }
  });

  test('the storm is not over while a wave of restarts is to come', () => {
    const before = waves[lastRestart]?.atMs ?? 0;
    expect(lookAfter(lastRestart - 1, 0, before)).toMatchObject({ waveIndex: lastRestart });
  });

  test('after the last restart people go on coming and going until all are healed', () => {
    const sinceMs = feltAtMs + 1;
    const next = waves[lastRestart + 1];
    expect(next?.kind).toBe('turnover');
    expect(lookAfter(lastRestart, 1, sinceMs)).toEqual({ kind: 'observe-again' });
    const soon = (next?.atMs ?? 0) - growing.timings.observeEveryMs;
    expect(lookAfter(lastRestart, 1, soon)).toMatchObject({
      kind: 'wave',
      waveIndex: lastRestart + 1,
    });
    expect(lookAfter(lastRestart + 1, 0, sinceMs)).toMatchObject({ outcome: 'healed' });
  });

  test('a storm that does not heal is given up in the end, whatever wave would be next', () => {
    const endMs = feltAtMs + growing.timings.observeForMs;
    expect(lookAfter(waves.length - 2, 1, endMs + 1)).toEqual({
      kind: 'report',
      outcome: 'timed-out',
    });
  });
});
