import { policies } from '#domain/policies.ts';
import { wantsOnline } from '#domain/storm/day-profile.ts';
import { planStorm, restartsByWave } from '#domain/storm/plan-storm.ts';
import { quietDay } from '#domain/storm/population.ts';
import { august2007, augustNights, augustRestartShare } from './august-2007.ts';
import { planRun } from './plan-run.ts';

const hourMs = 3_600_000;

/** Large enough that chance moves no share by more than a hundredth. */
const { settings, shape } = planRun(august2007, {
  runId: 'run-1',
  seed: 2007,
  policy: policies.resilient,
  nodeCount: 20_000,
  shiftMs: 0,
});
const nodes = [...quietDay(shape, settings.seed, 0)].flatMap((cell) => cell.nodes);

const demandShares = Array.from({ length: 24 }, (_, hour) => {
  const atMs = august2007.startMs + hour * hourMs;
  return nodes.filter((node) => wantsOnline(node, settings, atMs)).length / nodes.length;
});

test('the log-in service is cut to the PCs that are on at the daily peak', () => {
  const peakShare = Math.max(...demandShares);
  expect(Math.abs(peakShare - 0.87)).toBeLessThan(0.01);
  const perSecond = (3_370 * shape.nodeCount * peakShare) / 8_000_000;
  const { loginsPerRateLimitWindow, rateLimitWindowMs } = settings.timings;
  const servedPerSecond =
    (loginsPerRateLimitWindow * settings.cells.length * 1000) / rateLimitWindowMs;
  expect(Math.abs(servedPerSecond / perSecond - 1)).toBeLessThan(0.05);
});

test('clients vary by a third within a day, and the least are on before Europe wakes', () => {
  const least = Math.min(...demandShares);
  expect(least / Math.max(...demandShares)).toBeLessThan(0.7);
  const utcHour = (17 + demandShares.indexOf(least)) % 24;
  expect(utcHour).toBeGreaterThanOrEqual(2);
  expect(utcHour).toBeLessThanOrEqual(5);
});

test('the first night restarts next to nobody, the second three supernodes in five', () => {
  const supernodes = nodes.filter(({ role }) => role === 'supernode');
  const shareIn = (label: string) => {
    const waves = restartsByWave(settings, supernodes).filter(({ wave }) =>
      wave.label.startsWith(label),
    );
    return waves.reduce((sum, { restarts }) => sum + restarts, 0) / supernodes.length;
  };
  expect(shareIn('first night')).toBeLessThan(0.05);
  expect(Math.abs(shareIn('second night') - 0.6)).toBeLessThan(0.08);
});

test('the last wave meets Thursday morning, near the hour at which the outage began', () => {
  const last = planStorm(settings).findLast((wave) => wave.kind === 'restart');
  expect(last).toMatchObject({ label: 'second night, UTC-7', atMs: Date.UTC(2007, 7, 16, 10) });
});

test('one number makes the month', () => {
  const sumOf = (share: number) =>
    augustNights(share).reduce((sum, { restartShare }) => {
      const shares =
        typeof restartShare === 'number' ? [restartShare] : Object.values(restartShare);
      return sum + shares.reduce((total, one) => total + one, 0);
    }, 0);
  expect(sumOf(0.6 * augustRestartShare)).toBeCloseTo(0.6 * sumOf(augustRestartShare), 9);
});
