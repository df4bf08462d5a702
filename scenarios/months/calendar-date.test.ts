import fc from 'fast-check';
import { nthWeekday, utcMs } from './calendar-date.ts';

test('a date is as many milliseconds after 1970 as the language counts', () => {
  const anyDate = fc.tuple(
    fc.integer({ min: 1900, max: 2200 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 23 }),
  );
  fc.assert(
    fc.property(anyDate, ([year, month, day, hour]) => {
      expect(utcMs(year, month, day, hour)).toBe(Date.UTC(year, month - 1, day, hour));
    }),
  );
});

test('the n-th weekday of a month is found, and the last', () => {
  expect(nthWeekday(2007, 8, 2, 2)).toBe(14);
  expect(nthWeekday(2003, 10, 2, 2)).toBe(14);
  expect(nthWeekday(2007, 3, 0, 2)).toBe(11);
  expect(nthWeekday(2006, 10, 0, -1)).toBe(29);
  expect(nthWeekday(2004, 2, 0, -1)).toBe(29);
  expect(nthWeekday(2006, 12, 0, -1)).toBe(31);
});

test('whatever weekday is asked for, the date falls on it and lies in the month', () => {
  const any = fc.tuple(
    fc.integer({ min: 1990, max: 2040 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 0, max: 6 }),
    fc.constantFrom(1, 2, 3, 4, -1),
  );
  fc.assert(
    fc.property(any, ([year, month, weekday, nth]) => {
      const day = nthWeekday(year, month, weekday, nth);
      const found = new Date(Date.UTC(year, month - 1, day));
      expect(found.getUTCMonth()).toBe(month - 1);
      expect(found.getUTCDay()).toBe(weekday);
      const week = new Date(Date.UTC(year, month - 1, day + 7));
      if (nth === -1) expect(week.getUTCMonth()).not.toBe(month - 1);
      else expect(Math.ceil(day / 7)).toBe(nth);
    }),
  );
});
