import fc from 'fast-check';
import { aNode, aStorm, hourMs, noonMs, someSettings } from '#testing/domain/builders.ts';
import type { DayProfile } from '../run-settings.ts';
import { shareAt, wantsOnline } from './day-profile.ts';

/** Wednesday 15 August 2007, 00:00 UTC: noon of the builders less half a day. */
const wednesdayMs = noonMs - 12 * hourMs;

/** Nobody at midnight, a tenth more for each of the first ten hours, everybody from then on. */
const day: DayProfile = {
  workdayShares: Array.from({ length: 24 }, (_, hour) => Math.min(1, hour / 10)),
  weekendFactor: 0.5,
};

const settings = someSettings({ storm: aStorm({ day }) });

const wantsAt = (hours: number, some: Parameters<typeof aNode>[0] = {}, shiftMs = 0) =>
  wantsOnline(aNode(some), { ...settings, shiftMs }, wednesdayMs + hours * hourMs + shiftMs);

const names = Array.from({ length: 2_000 }, (_, index) => `n${index}`);

test('between full hours the share is drawn as a straight line', () => {
  expect(shareAt(day, wednesdayMs)).toBe(0);
  expect(shareAt(day, wednesdayMs + 4.5 * hourMs)).toBeCloseTo(0.45, 9);
  expect(shareAt(day, wednesdayMs + 10 * hourMs)).toBe(1);
  expect(shareAt(day, wednesdayMs + 23.5 * hourMs)).toBeCloseTo(0.5, 9);
});

test('Saturday and Sunday have their own factor, and the night before leads to it', () => {
  const dayMs = 24 * hourMs;
  const noons = [0, 1, 2, 3, 4, 5, 6].map((days) => shareAt(day, noonMs + days * dayMs));
  expect(noons).toEqual([1, 1, 1, 0.5, 0.5, 1, 1]);
  expect(shareAt(day, 12 * hourMs)).toBe(1);
  expect(shareAt(day, 2 * dayMs + 12 * hourMs)).toBe(0.5);
  expect(shareAt(day, 12 * hourMs - 5 * dayMs)).toBe(0.5);
});

test('of many nodes the share of the hour wants to be online, by their own local time', () => {
  const shareOf = (hours: number, utcOffsetMinutes: number) =>
    names.filter((nodeId) => wantsAt(hours, { nodeId, utcOffsetMinutes })).length / names.length;
  // Five standard deviations of a binomial share are under 0.056.
  expect(Math.abs(shareOf(4, 0) - 0.4)).toBeLessThan(0.056);
  expect(Math.abs(shareOf(2, 2 * 60) - 0.4)).toBeLessThan(0.056);
  expect(Math.abs(shareOf(9, -5 * 60) - 0.4)).toBeLessThan(0.056);
});

test('whoever wants to be online at an hour also wants to at every busier one', () => {
  const hour = fc.double({ min: 0, max: 10, noNaN: true });
  fc.assert(
    fc.property(fc.string(), hour, hour, (nodeId, one, other) => {
      const [quiet, busy] = one < other ? [one, other] : [other, one];
      if (wantsAt(quiet, { nodeId })) expect(wantsAt(busy, { nodeId })).toBe(true);
    }),
  );
});

test('nodes that could carry others want to be online at every hour', () => {
  expect(names.every((nodeId) => wantsAt(0, { nodeId, eligible: true }))).toBe(true);
  expect(names.some((nodeId) => wantsAt(0, { nodeId }))).toBe(false);
});

test('without a day everybody wants to be online all the time', () => {
  const always = someSettings({ storm: aStorm({ day: null }) });
  expect(names.every((nodeId) => wantsOnline(aNode({ nodeId }), always, wednesdayMs))).toBe(true);
});

test('on a shifted clock it is the hour of the story that counts', () => {
  for (const nodeId of names.slice(0, 100))
    expect(wantsAt(4, { nodeId }, 7 * hourMs)).toBe(wantsAt(4, { nodeId }));
});

test('a day of fewer than 24 hours is a mistake that is named', () => {
  const short = { workdayShares: [1], weekendFactor: 1 };
  expect(() => shareAt(short, noonMs)).toThrow(/24 shares.*none of 12/);
});
