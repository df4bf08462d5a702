import { aNight, aStorm, hourMs, noonMs, someSettings } from '#testing/domain/builders.ts';
import { heldBackShare, priceOfUse, spentUsd, wouldPassCap } from './cost-cap.ts';
import { planStorm } from './plan-storm.ts';
import type { CostCap } from './rate-card.ts';
import { addUse, nothingUsed, useNames } from './use.ts';
import { drainUse, transitionsOfObserving, waveUse } from './wave-use.ts';

/** A dollar each, so that a price is a count. */
const aDollarEach = Object.fromEntries(useNames.map((name) => [name, 1])) as Record<
  (typeof useNames)[number],
  number
>;

const cap: CostCap = {
  maxUsd: 1_000,
  rates: { perUnitUsd: aDollarEach, metricHourUsd: 10, standingHourUsd: 100 },
};

test('a run spent what it used, what stood meanwhile, and each clock hour of a metric', () => {
  const used = { ...nothingUsed, writeUnits: 3, transitions: 4 };
  expect(priceOfUse(used, cap.rates)).toBe(7);
  const halfPast = noonMs + hourMs / 2;
  const at = (nowMs: number) =>
    spentUsd(cap, used, { startsAtMs: halfPast, nowMs, metricCount: 2 });
  expect(at(halfPast)).toBe(7 + 20);
  expect(at(halfPast + hourMs)).toBe(7 + 40 + 100);
  // A deployed run begins a moment before its clock does.
  expect(at(halfPast - 2 * hourMs)).toBe(7 + 20);
});

test('a run may go on as long as all that is ahead still fits', () => {
  const settings = someSettings();
  const ahead = priceOfUse(drainUse(40), cap.rates) + heldBackShare * cap.maxUsd;
  const passes = (spent: number) =>
    wouldPassCap(cap, settings, { spentUsd: spent, populationCount: 40, nextWave: null });
  expect(passes(cap.maxUsd - ahead - 0.001)).toBe(false);
  expect(passes(cap.maxUsd - ahead + 0.001)).toBe(true);
});

test('a wave is counted before it comes', () => {
  const settings = someSettings();
  const [nextWave = null] = planStorm(settings);
  if (nextWave === null) throw new Error('expected a wave');
  const waveUsd = priceOfUse(waveUse(settings, nextWave, 40), cap.rates);
  const spending = { spentUsd: cap.maxUsd * 0.95 - waveUsd, populationCount: 40 };
  expect(wouldPassCap(cap, settings, { ...spending, nextWave: null })).toBe(false);
  expect(wouldPassCap(cap, settings, { ...spending, nextWave })).toBe(true);
});

describe('what a wave uses', () => {
  const writesOf = (storm: ReturnType<typeof aStorm>, populationCount: number) => {
    const settings = someSettings({ storm });
    const [wave] = planStorm(settings);
    if (wave === undefined) throw new Error('expected a wave');
    const { writeUnits } = waveUse(settings, wave, populationCount);
    return writeUnits - settings.cells.length;
  };

  test('grows with who restarts, and with the clients of supernodes that do', () => {
    const half = writesOf(aStorm({ nights: [aNight({ restartShare: 0.5 })] }), 100);
    const tenth = writesOf(aStorm({ nights: [aNight({ restartShare: 0.1 })] }), 100);
    // Half of all, and half of the clients at supernodes.
    expect(half / tenth).toBeCloseTo(1 / 0.2);
    const supernodes = aNight({ restartShare: 0.5, strikes: 'supernodes' });
    expect(writesOf(aStorm({ nights: [supernodes] }), 100)).toBeCloseTo(half / 2);
  });

  test('of an hour in which nobody comes or goes is next to nothing', () => {
    const nights = [aNight({ threeAmUtcMs: noonMs + 24 * hourMs })];
    const workdayShares = Array.from({ length: 24 }, () => 0.5);
    const day = { workdayShares, weekendFactor: 1 };
    expect(writesOf(aStorm({ nights, day }), 100)).toBeCloseTo(0);
    const steep = { workdayShares: workdayShares.with(9, 0.8), weekendFactor: 1 };
    const flat = writesOf(aStorm({ nights, day: steep }), 100);
    expect(flat).toBeGreaterThan(0);
    expect(writesOf(aStorm({ nights, day: { ...day, weekendFactor: 0.4 } }), 100)).toBeCloseTo(
      flat,
    );
  });
});

test('use adds up, name by name', () => {
  const one = { ...nothingUsed, readUnits: 2, invocations: 1 };
  expect(addUse(one, one, 3)).toEqual({ ...nothingUsed, readUnits: 8, invocations: 4 });
});

test('an observation passes three states, a wave before it two more', () => {
  expect(transitionsOfObserving('observe-again', 'observe-again')).toBe(3);
  expect(transitionsOfObserving('wave', 'report')).toBe(5);
  expect(transitionsOfObserving('observe-again', 'keep-observing')).toBe(6);
});
