import { Moment } from './moment.ts';

function momentAt(atMs: number): Moment {
  const moment = new Moment();
  moment.setTimes([0, 10, 20, 30], atMs);
  return moment;
}

test('it steps from sample to sample, and stays inside the run', () => {
  const moment = momentAt(10);
  const seen: number[] = [];
  moment.listen((atMs) => seen.push(atMs));
  for (const by of [1, 1, 5, -1, -20, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    moment.step(by, 'keys');
  expect(seen).toEqual([20, 30, 30, 20, 0, 30, 0]);
});

test('between two samples a step leads to the next or to the one before', () => {
  const moment = momentAt(15);
  moment.step(-1, 'keys');
  expect(moment.atMs).toBe(10);
  moment.moveTo(15, 'play');
  moment.step(1, 'keys');
  expect(moment.atMs).toBe(20);
});

test('a moment outside is the nearest end', () => {
  expect([momentAt(-5).atMs, momentAt(99).atMs]).toEqual([0, 30]);
});
