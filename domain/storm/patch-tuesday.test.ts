import fc from 'fast-check';
import { hourMs } from '#testing/domain/builders.ts';
import { type PatchTuesday, readyShare, restartsByNight, threeAmMs } from './patch-tuesday.ts';

const releasedAtMs = Date.UTC(2007, 7, 14, 17);

const patch: PatchTuesday = {
  releasedAtMs,
  pollMsMin: 17.6 * hourMs,
  pollMsMax: 22 * hourMs,
  downloadMs: 14 * hourMs,
  restartShare: 0.5,
};

const readyAfter = (hours: number, some: Partial<PatchTuesday> = {}) =>
  readyShare({ ...patch, ...some }, releasedAtMs + hours * hourMs);

test('nobody has an update before it could be loaded, and everybody has it in the end', () => {
  expect(readyAfter(0)).toBe(0);
  expect(readyAfter(14)).toBe(0);
  expect(readyAfter(14.1)).toBeGreaterThan(0);
  expect(readyAfter(35.9)).toBeLessThan(1);
  expect(readyAfter(36)).toBe(1);
});

test('machines that all ask at one interval get it evenly over that interval', () => {
  const alike = { pollMsMin: 20 * hourMs, pollMsMax: 20 * hourMs };
  expect(readyAfter(19, alike)).toBeCloseTo(0.25, 9);
  expect(readyAfter(24, alike)).toBeCloseTo(0.5, 9);
  expect(readyAfter(34, alike)).toBe(1);
});

test('the share is what many machines with intervals and phases of their own add up to', () => {
  const machineCount = 20_000;
  for (const hours of [16, 24, 31.6, 33, 35]) {
    let readyCount = 0;
    for (let machine = 0; machine < machineCount; machine += 1) {
      // A fine grid of intervals, and of phases that has nothing in common with it.
      const interval = (machine + 0.5) / machineCount;
      const phase = (machine * 0.618_033_988_75) % 1;
      const pollMs = patch.pollMsMin + interval * (patch.pollMsMax - patch.pollMsMin);
      if (14 * hourMs + phase * pollMs <= hours * hourMs) readyCount += 1;
    }
    expect(Math.abs(readyAfter(hours) - readyCount / machineCount)).toBeLessThan(0.002);
  }
});

test('the share never falls, and stays between none and all', () => {
  const hours = fc.double({ min: -10, max: 60, noNaN: true });
  fc.assert(
    fc.property(hours, hours, (one, other) => {
      const [early, late] = [Math.min(one, other), Math.max(one, other)].map((at) =>
        readyAfter(at),
      );
      expect(early).toBeGreaterThanOrEqual(0);
      expect(late).toBeGreaterThanOrEqual((early ?? 0) - 1e-12);
      expect(late).toBeLessThanOrEqual(1);
    }),
  );
});

const zones = [
  { label: 'UTC+9', utcOffsetMinutes: 540 },
  { label: 'UTC+2', utcOffsetMinutes: 120 },
  { label: 'UTC-7', utcOffsetMinutes: -420 },
];

const calendar = [15, 16, 17].map((date) => ({
  label: `night to ${date} August`,
  threeAmUtcMs: Date.UTC(2007, 7, date, 3),
}));

const sharesOf = (some: Partial<PatchTuesday> = {}) =>
  restartsByNight({ ...patch, ...some }, calendar, zones).map(({ restartShare }) => restartShare);

test('each night restarts those that got the update since the night before', () => {
  const [first, second, third] = sharesOf() as Record<string, number>[];
  // The night of the release is too early for all but the far west, where 03:00 is 17 h after it.
  expect(first).toMatchObject({ 'UTC+9': 0, 'UTC+2': 0 });
  expect(first?.['UTC-7']).toBeCloseTo(0.5 * readyAfter(17), 9);
  expect(second?.['UTC-7']).toBeCloseTo(0.5 * (1 - readyAfter(17)), 9);
  expect(second?.['UTC+2']).toBeCloseTo(0.5 * readyAfter(32), 9);
  expect(third?.['UTC+9']).toBeCloseTo(0.5 * (1 - readyAfter(25)), 9);
});

test('over all nights every zone restarts the same share, and no more', () => {
  for (const { label } of zones) {
    const total = sharesOf().reduce<number>(
      (sum, shares) => sum + ((shares as Record<string, number>)[label] ?? Number.NaN),
      0,
    );
    expect(total).toBeCloseTo(0.5, 9);
  }
});

test('one number makes a month worse in every zone and night alike', () => {
  const ordinary = sharesOf({ restartShare: 0.3 }) as Record<string, number>[];
  const fatal = sharesOf({ restartShare: 0.6 }) as Record<string, number>[];
  for (const [night, shares] of fatal.entries())
    for (const [label, share] of Object.entries(shares))
      expect(share).toBeCloseTo(2 * (ordinary[night]?.[label] ?? Number.NaN), 12);
});

test('three in the morning comes to the east first', () => {
  const night = { threeAmUtcMs: Date.UTC(2007, 7, 15, 3) };
  expect(threeAmMs(night, { utcOffsetMinutes: 540 })).toBe(Date.UTC(2007, 7, 14, 18));
  expect(threeAmMs(night, { utcOffsetMinutes: -420 })).toBe(Date.UTC(2007, 7, 15, 10));
});
