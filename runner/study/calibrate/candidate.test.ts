import { shippedValues } from '#scenarios/unknowns/august-unknowns.ts';
import { aRow } from '../../months/a-month-run.ts';
import { demandShare } from '../compared-curve.ts';
import type { StudyRun } from '../run-study.ts';
import { augustLabel, studyScenario } from '../study-point.ts';
import { augustPoints, type Candidate, judge, monthPoints } from './candidate.ts';

const hourMs = 3_600_000;
const stepMs = 15 * 60_000;
const candidate: Candidate = { hypothesis: 'ghost-slots', number: 3, values: shippedValues };

/** A run in which so many of those who want to be are signed in, from the last restart on. */
function augustRun(onlinePart: number, seed: number): StudyRun {
  const [point] = augustPoints(candidate, 8_000, [seed]);
  if (point === undefined) throw new Error('expected a point');
  const scenario = studyScenario(point);
  const { startMs } = scenario;
  const lastRestartAtMs = startMs + 42 * hourMs;
  const count = Math.round((96 * hourMs) / stepMs);
  const wanted = Array.from({ length: count }, (_, index) =>
    demandShare(scenario, startMs + index * stepMs),
  );
  const isDown = (index: number) => startMs + index * stepMs >= lastRestartAtMs;
  const online = wanted.map((one, index) => (isDown(index) ? onlinePart * one : one));
  const row = aRow({ healMs: 0, worstOfflineShare: 1 - onlinePart, ranMs: 96 * hourMs });
  const curve = { startMs, stepMs, online, wanted };
  return { point, row: { ...row, curve, lastRestartAtMs }, wallMs: 1 };
}

test('a network that does not fall is behind every one that does, however badly it does', () => {
  const stands = judge(candidate, [augustRun(1, 1)]);
  const shakes = judge(candidate, [augustRun(0.9, 1)]);
  const falls = judge(candidate, [augustRun(0.3, 1)]);
  const dies = judge(candidate, [augustRun(0, 1)]);
  expect([stands, falls].map(({ fallenCount }) => fallenCount)).toEqual([0, 1]);
  expect(stands.score).toBeGreaterThan(stands.distance + 3.9);
  expect(falls.score).toBe(falls.distance);
  expect(stands.score).toBeGreaterThan(dies.score);
  // The search knows the way: nearly fallen is better than not at all.
  expect(shakes.score).toBeLessThan(stands.score);
});

test('of two seeds the points show the worse', () => {
  const errorOf = (runs: StudyRun[]) =>
    judge(candidate, runs).points.find(({ factRow }) => factRow === '1.31')?.error;
  const [near, far] = [augustRun(0.05, 1), augustRun(0.9, 2)];
  expect(errorOf([near, far])).toBe(errorOf([far]));
  expect(errorOf([near, far, near])).toBe(errorOf([near]));
});

test('all candidates of a round have the same months', () => {
  const monthsOf = (number: number, first: number) =>
    monthPoints({ ...candidate, number }, 200, { seed: 1, first, count: 2 }).map(
      ({ month, seed }) => `${month} ${seed}`,
    );
  expect(monthsOf(0, 2)).toEqual(monthsOf(7, 2));
  expect(new Set([...monthsOf(0, 0), ...monthsOf(0, 2)]).size).toBe(4);
  expect(monthsOf(0, 0).join()).not.toContain(augustLabel);
});
