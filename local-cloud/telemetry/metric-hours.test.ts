import { MeterBook } from '../meters.ts';
import { MetricHours } from './metric-hours.ts';

const at = (hours: number, minutes: number) => (hours * 60 + minutes) * 60_000;

test('a series is billed for each clock hour in which it is fed, however often', () => {
  const meters = new MeterBook();
  const hours = new MetricHours(meters);
  for (const [series, atMs] of [
    ['placed', at(10, 59)],
    ['placed', at(10, 59)],
    ['placed', at(11, 1)],
    ['busy', at(11, 30)],
    // Nothing came between noon and two.
    ['placed', at(14, 0)],
    ['placed', at(14, 59)],
  ] as const)
    hours.note(series, atMs);
  expect(meters.snapshot()).toEqual({ 'cloudwatch.metricHours': 4 });
});
