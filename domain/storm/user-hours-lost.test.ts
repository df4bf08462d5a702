import { userHoursLost } from './user-hours-lost.ts';

const minuteMs = 60_000;

function point(minutes: number, wantedCount: number, onlineCount: number) {
  return { atMs: minutes * minuteMs, wantedCount, onlineCount };
}

test('who waits counts as long as it waits, and a change counts half on either side', () => {
  // An hour of ten, then half an hour in which ten become thirty, then nobody waits any more.
  const curve = [point(0, 100, 90), point(60, 100, 90), point(90, 100, 70), point(90, 100, 100)];
  expect(userHoursLost(curve)).toBeCloseTo(10 + (0.5 * (10 + 30)) / 2, 9);
});

test('points may be as far apart as they like', () => {
  expect(userHoursLost([point(0, 8, 8), point(5, 8, 2), point(65, 8, 2)])).toBeCloseTo(6.25, 9);
});

test('nobody is missed where everybody who wants is signed in, nor at one moment alone', () => {
  expect(userHoursLost([point(0, 10, 10), point(600, 50, 50)])).toBe(0);
  expect(userHoursLost([point(0, 10, 0)])).toBe(0);
  expect(userHoursLost([])).toBe(0);
});
