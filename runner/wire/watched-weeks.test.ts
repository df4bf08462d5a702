import { august2007 } from '#scenarios/august-2007.ts';
import { drill } from '#scenarios/drill.ts';
import { policySource } from '../policy-choice.ts';
import { twinRun } from '../twin/twin-run.ts';
import { watchedForMs, watchedWeek } from './watched-weeks.ts';

const nothing = () => {};
const noClock = () => 0;

test('a quiet week restarts nobody, and both are watched to their end, healed or not', async () => {
  const order = {
    cloud: 'twin',
    policy: policySource('resilient'),
    seed: 3,
    nodeCount: 60,
    scale: 'embedded',
    retries: 'aggregated',
    wire: { hostCount: 60, forMs: watchedForMs(drill) },
  } as const;
  const runOf = (week: 'quiet' | 'storm') =>
    twinRun({ ...order, scenario: watchedWeek(drill, week) }, nothing, noClock);
  const [quiet, storm] = [await runOf('quiet'), await runOf('storm')];
  expect([quiet.run.restarts, quiet.wire?.flows]).toEqual([0, 0]);
  expect(storm.run.restarts).toBeGreaterThan(10);
  expect(storm.run.lastRestartAtMs).toBe(quiet.run.lastRestartAtMs);
  for (const { run, wire } of [quiet, storm]) {
    expect(run.endMs - run.lastRestartAtMs).toBeGreaterThan(drill.timings.observeForMs);
    expect(wire?.spanMs).toBe(drill.timings.observeForMs);
  }
});

test('August 2007 is watched for two days, as it was on the campus', () => {
  expect(watchedForMs(august2007)).toBe(48 * 3_600_000);
});
