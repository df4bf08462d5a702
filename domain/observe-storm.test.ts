import { aNight, aStorm, hourMs, noonMs, someSettings } from './builders.ts';
import { observeStorm } from './observe-storm.ts';
import { lastRestartAtMs } from './plan-storm.ts';

const storm = aStorm({
  nights: [aNight({ threeAmUtcMs: noonMs }), aNight({ threeAmUtcMs: noonMs + 24 * hourMs })],
});
const settings = someSettings({ storm });
const lastMs = lastRestartAtMs(storm, 0);
const feltAtMs = lastMs + settings.timings.bootMsMax;

/** A hundred cells of a hundred, each sick one with nobody signed in. */
const someSick = (sickCellCount: number) => ({
  onlineCount: 10_000 - 100 * sickCellCount,
  populationCount: 10_000,
  sickCellCount,
});

const observe = (sickCellCount: number, waveIndex: number, nowMs: number) =>
  observeStorm(someSick(sickCellCount), waveIndex, settings, nowMs);

const nextWave = { kind: 'wave', waveIndex: 1, atMs: noonMs + 24 * hourMs };

test('a healthy network is left alone until the next wave', () => {
  expect(observe(0, 0, noonMs)).toEqual(nextWave);
});

test('a sick network is looked at again between two waves, but never past the next one', () => {
  const { observeEveryMs } = settings.timings;
  expect(observe(1, 0, noonMs)).toEqual({ kind: 'look-again' });
  expect(observe(100, 0, nextWave.atMs - observeEveryMs - 1)).toEqual({ kind: 'look-again' });
  expect(observe(100, 0, nextWave.atMs - observeEveryMs)).toEqual(nextWave);
});

test('the storm is not called over just after its last wave, while all still look online', () => {
  expect(observe(0, 1, lastMs)).toEqual({ kind: 'look-again' });
  expect(observe(0, 1, feltAtMs)).toEqual({ kind: 'look-again' });
  expect(observe(0, 1, feltAtMs + 1)).toEqual({ kind: 'report', outcome: 'healed' });
});

test('healed means every cell: one that is down is not made good by ninety-nine', () => {
  const oneDown = someSick(1);
  const share = oneDown.onlineCount / oneDown.populationCount;
  expect(share).toBeGreaterThanOrEqual(settings.target.onlineShare);
  expect(observe(1, 1, feltAtMs + 1)).toEqual({ kind: 'look-again' });
  expect(observe(0, 1, feltAtMs + 1)).toEqual({ kind: 'report', outcome: 'healed' });
});

test('a storm that does not heal is given up in the end', () => {
  const endMs = feltAtMs + settings.timings.observeForMs;
  expect(observe(1, 1, endMs)).toEqual({ kind: 'look-again' });
  expect(observe(1, 1, endMs + 1)).toEqual({ kind: 'report', outcome: 'timed-out' });
  expect(observe(0, 1, endMs + 1)).toEqual({ kind: 'report', outcome: 'healed' });
});

test('on a real clock every moment is shifted with the storm', () => {
  const shiftMs = 1_000_000;
  const shifted = { ...settings, shiftMs };
  const all = someSick(0);
  expect(observeStorm(all, 1, shifted, feltAtMs + 1)).toEqual({ kind: 'look-again' });
  const over = observeStorm(all, 1, shifted, feltAtMs + 1 + shiftMs);
  expect(over).toEqual({ kind: 'report', outcome: 'healed' });
});
