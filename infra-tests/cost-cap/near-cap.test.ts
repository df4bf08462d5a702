// From what share of its cap on a run warns, charge by charge.
import { loadSpentUsd, openRunLedger } from '#adapters/network/run-ledger.ts';
import { openTable } from '#adapters/network/table.ts';
import { nothingUsed } from '#domain/storm/use.ts';
import { here, noonMs } from '#testing/domain/builders.ts';
import { aControlPlane } from '../handlers/control-plane.ts';

/** A dollar for each read unit, and nothing for all else. */
const rates = {
  perUnitUsd: {
    ...nothingUsed,
    readUnits: 1,
  },
  metricHourUsd: 0,
  standingHourUsd: 0,
};

test('a run warns with each charge from four fifths of its cap on', async () => {
  const plane = await aControlPlane([], []);
  const ledger = openRunLedger(openTable(plane.runtime));
  const run = { runId: here.runId, startsAtMs: noonMs, costCap: { maxUsd: 100, rates } };
  const warnings: number[] = [];
  for (const readUnits of [79.9, 0.1, 14.9, 0.1]) {
    await ledger.charge(run, { ...nothingUsed, readUnits }, 'last');
    warnings.push(plane.counted('ChargesNearCap'));
  }
  expect(warnings).toEqual([0, 1, 2, 3]);
});

test('what a run cost has every metric of its stack, with that of stacks with alarms', async () => {
  const { runtime } = await aControlPlane([], []);
  const costCap = { maxUsd: 100, rates: { ...rates, metricHourUsd: 1 } };
  const spentWith = (env: Record<string, string>) =>
    loadSpentUsd(openTable({ ...runtime, env: { ...runtime.env, ...env } }), {
      runId: here.runId,
      startsAtMs: noonMs,
      costCap,
    });
  const without = await spentWith({});
  expect(await spentWith({ ALARMS: 'on' })).toBeCloseTo(without + 1);
});
