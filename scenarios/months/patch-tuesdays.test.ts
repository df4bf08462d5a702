import { policies } from '#domain/policies.ts';
import { shareAt } from '#domain/storm/day-profile.ts';
import { planStorm } from '#domain/storm/plan-storm.ts';
import { august2007, augustRestartShare } from '../august-2007.ts';
import { recordOnline } from '../network-size.ts';
import { planRun } from '../plan-run.ts';
import { restartShareTrend } from './month-inputs.ts';
import { patchMonths, zonesAt } from './patch-calendar.ts';
import { patchTuesdays } from './patch-tuesdays.ts';

const last = patchTuesdays.at(-1) ?? fail();

const monthOf = (name: string) => patchMonths.find((one) => one.name === name) ?? fail();

test('there were 47 Patch Tuesdays until one failed', () => {
  expect(patchTuesdays).toHaveLength(47);
  expect(patchTuesdays[0]?.label).toBe('2003-10');
  expect(last.label).toBe('2007-08');
  expect(new Set(patchTuesdays.map(({ label }) => label)).size).toBe(47);
});

test('each is the second Tuesday of its month at ten in the morning in Seattle', () => {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Los_Angeles',
    weekday: 'long',
    hour: 'numeric',
    day: 'numeric',
    hourCycle: 'h23',
  });
  for (const { releasedAtMs } of patchMonths) {
    const parts = new Map(clock.formatToParts(releasedAtMs).map((one) => [one.type, one.value]));
    expect([parts.get('weekday'), parts.get('hour')]).toEqual(['Tuesday', '10']);
    expect(Number(parts.get('day'))).toBeGreaterThanOrEqual(8);
    expect(Number(parts.get('day'))).toBeLessThanOrEqual(14);
  }
});

test.each([
  [120, 'Europe/Berlin'],
  [60, 'Europe/London'],
  [180, 'Europe/Helsinki'],
  [-240, 'America/New_York'],
  [-300, 'America/Chicago'],
  [-420, 'America/Los_Angeles'],
  [480, 'Asia/Shanghai'],
  [540, 'Asia/Tokyo'],
])('clocks at UTC%d in August say what those of %s say in every month', (inAugust, timeZone) => {
  const hour = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  const at = zonesAt(monthOf('2007-08').releasedAtMs, 2007).findIndex(
    (zone) => zone.utcOffsetMinutes === inAugust,
  );
  for (const { releasedAtMs, year } of patchMonths) {
    const zone = zonesAt(releasedAtMs, year)[at] ?? fail();
    const localHour = new Date(releasedAtMs + zone.utcOffsetMinutes * 60_000).getUTCHours();
    expect(localHour).toBe(Number(hour.format(releasedAtMs)));
  }
});

test('the last one is the storm of August 2007 itself', () => {
  const { storm, startMs, full } = last.scenario(1);
  expect(startMs).toBe(august2007.startMs);
  expect(storm).toEqual(august2007.storm);
  expect(full).toEqual(august2007.full);
  expect(last.drawn(1)).toEqual(last.drawn(2));
});

test('every other month is drawn, and one seed draws the same month again', () => {
  for (const story of patchTuesdays.slice(0, -1)) {
    expect(story.scenario(1)).toEqual(story.scenario(1));
    expect(story.drawn(1).restartShare).not.toBe(story.drawn(2).restartShare);
  }
});

test('the network grows from month to month, and ends at the size of August 2007', () => {
  const records = patchMonths.map(({ releasedAtMs }) => recordOnline(releasedAtMs).onlineCount);
  expect([...records].sort((a, b) => a - b)).toEqual(records);
  const sizes = patchTuesdays.map((story) => story.scenario(1).full?.shape.nodeCount ?? fail());
  expect(sizes[0]).toBeLessThan(150_000);
  expect(sizes.at(-1)).toBe(10_000_000);
});

test('the share that restarts follows the two figures that were published', () => {
  expect(restartShareTrend(Date.UTC(2003, 9, 15))).toBeCloseTo(0.09, 6);
  expect(restartShareTrend(Date.UTC(2006, 8, 15))).toBeCloseTo(0.34, 6);
  const shares = Array.from(
    { length: 200 },
    (_, seed) => (patchTuesdays[34] ?? fail()).drawn(seed).restartShare,
  );
  const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length;
  expect(Math.abs(mean - 0.33)).toBeLessThan(0.03);
  expect(augustRestartShare).toBeGreaterThan(restartShareTrend(august2007.startMs));
});

test('every month is a storm that can be planned, at any size', () => {
  for (const story of patchTuesdays) {
    const scenario = story.scenario(3);
    const choices = { runId: 'run-1', seed: 3, policy: policies.resilient, shiftMs: 0 };
    const planned = planRun(scenario, { ...choices, nodeCount: 80_000, scale: 'full' });
    const waves = planStorm(planned.settings).filter(({ kind }) => kind === 'restart');
    expect(waves.length).toBeGreaterThanOrEqual(10);
    for (const { atMs } of waves) expect(atMs).toBeGreaterThan(scenario.startMs);
    const offsets = scenario.storm.zones.map((zone) => zone.utcOffsetMinutes);
    expect(new Set(offsets).size).toBe(offsets.length);
  }
});

test('a month of more load has more PCs on, and never more than there are', () => {
  const { storm } = (patchTuesdays[20] ?? fail()).scenario(5);
  const { load } = (patchTuesdays[20] ?? fail()).drawn(5);
  const noonMs = Date.UTC(2005, 5, 15, 12);
  const inAugust = shareAt(august2007.storm.day ?? fail(), noonMs);
  expect(shareAt(storm.day ?? fail(), noonMs)).toBeCloseTo(Math.min(1, inAugust * load), 9);
});

function fail(): never {
  throw new Error('expected a month, a zone and a scale');
}
