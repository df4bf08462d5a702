import { judgeStation } from './judge-station.ts';
import { runStation } from './run-station.ts';
import type { Station } from './station.ts';
import { aStation, clientsWith } from './station-builder.ts';

const endingOf = (station: Station) => judgeStation(station, runStation(station));

test('whoever comes is answered: stable', () => {
  expect(endingOf(aStation())).toMatchObject({ kind: 'stable', loadShare: 0.5, lateShare: 0 });
});

test('more comes than can be done: overloaded', () => {
  const { kind, loadShare, queueGrowthPerSecond } = endingOf(atRate(12));
  expect(kind).toBe('overloaded');
  expect(Math.round(queueGrowthPerSecond)).toBe(2);
  expect(loadShare).toBeCloseTo(1.2, 9);
});

const outage = [{ kind: 'servers-down', servers: 1, fromMs: 2000, untilMs: 4000 } as const];
const asksTwice = clientsWith({ timeoutMs: 500, retries: 1 });

test('what comes could be done, but for retries and late work: metastable', () => {
  const ending = endingOf({ ...atRate(9), events: outage, clients: asksTwice });
  expect(ending).toMatchObject({ kind: 'metastable', lateShare: 1 });
  expect(ending.attemptsPerRequest).toBeCloseTo(2, 1);
  expect(Math.round(ending.queueGrowthPerSecond)).toBe(8);
});

test('the same with a queue that falls: recovering', () => {
  const load: Station['load'] = {
    law: 'deterministic',
    phases: [
      { fromMs: 0, ratePerSecond: 9 },
      { fromMs: 60_000, ratePerSecond: 1 },
    ],
  };
  const ending = endingOf({
    ...atRate(9),
    events: outage,
    clients: asksTwice,
    load,
    durationMs: 80_000,
  });
  expect(ending).toMatchObject({ kind: 'recovering', isQueueFalling: true });
});

test('too few are answered, although the servers have time: strained', () => {
  const events = [{ kind: 'failures', share: 0.2, fromMs: 0, untilMs: 10_000 } as const];
  expect(endingOf({ ...aStation({ events }) }).kind).toBe('strained');
});

function atRate(ratePerSecond: number): Station {
  const load = { law: 'deterministic', phases: [{ fromMs: 0, ratePerSecond }] } as const;
  return aStation({ load, durationMs: 20_000 });
}
