import { shareAt } from '#domain/storm/day-profile.ts';
import { august2007, augustDay, augustZones } from './august-2007.ts';
import { worldDay } from './world-day.ts';

test('at each hour of a working day as many are on as in all zones together', () => {
  const world = worldDay(augustZones, augustDay);
  for (let hour = 0; hour < 24; hour += 1) {
    const atMs = Date.UTC(2007, 7, 15, hour);
    const share = augustZones.reduce(
      (sum, zone) =>
        sum + zone.nodeShare * shareAt(augustDay, atMs + zone.utcOffsetMinutes * 60_000),
      0,
    );
    expect(shareAt(world, atMs)).toBeCloseTo(share, 9);
  }
});

test('a single zone at UTC has the day that it had', () => {
  const [zone] = august2007.storm.zones;
  if (zone === undefined) throw new Error('expected a zone');
  const alone = { ...zone, utcOffsetMinutes: 0, nodeShare: 1 };
  expect(worldDay([alone], augustDay)).toEqual(augustDay);
});
