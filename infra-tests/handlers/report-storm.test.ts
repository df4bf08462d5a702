import { loadStorm, RunExistsError, saveRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { reportStorm } from '#functions/report-storm.ts';
import type { StormProgress } from '#functions/storm-progress.ts';
import { here, hourMs, minuteMs, noonMs } from '#testing/domain/builders.ts';
import { aSignedLogin } from './login/signed-login.ts';
import { aTown, progress, settings } from './storm-town.ts';

test('a second run of the same name is refused, and the first one stays as it is', async () => {
  const plane = await aTown();
  const table = openTable(plane.runtime);
  const again = saveRun(table, { ...settings, seed: 1, cells: ['c0007'] });
  await expect(again).rejects.toThrow(RunExistsError);
  await expect(again).rejects.toThrow(/run-1: table network has one of this name/);
  expect(await loadStorm(table, here.runId)).toEqual(settings);
  await reportStorm(plane.runtime)(progress());
  await expect(saveRun(table, settings)).rejects.toThrow(RunExistsError);
});

describe('ReportStorm', () => {
  const last = progress({
    next: 'report',
    outcome: 'healed',
    onlineCount: 40,
    populationCount: 41,
  });

  test('says how the storm ended and ends the run', async () => {
    const plane = await aTown();
    await plane.wait(48 * hourMs);
    const sinceMs = noonMs + 48 * hourMs - lastRestartAtMs(settings.storm, 0);
    const report = {
      runId: here.runId,
      policy: 'resilient',
      outcome: 'healed',
      onlineCount: 40,
      populationCount: 41,
      sinceLastRestartMs: sinceMs,
    };
    expect(await reportStorm(plane.runtime)(last)).toEqual(report);
    const before = plane.records();
    await plane.deliver('login', aSignedLogin());
    expect(plane.records()).toEqual(before);
    expect(plane.takeSent('login')).toEqual([]);
  });

  test('run twice says the same', async () => {
    const plane = await aTown();
    await plane.wait(minuteMs);
    const first = await reportStorm(plane.runtime)(last);
    expect(await reportStorm(plane.runtime)(last)).toEqual(first);
  });

  test('of a storm that failed half-way still ends the run', async () => {
    const plane = await aTown();
    const failure = { Error: 'States.Timeout', Cause: 'it took too long' };
    const cutOff = { runId: here.runId, outcome: 'healed', failure };
    const report = await reportStorm(plane.runtime)(cutOff as unknown as StormProgress);
    expect(report.outcome).toBe('failed');
    expect(report.failure).toBe('States.Timeout: it took too long');
    const silent = { ...cutOff, failure: { Error: 'States.Timeout', Cause: '' } };
    const second = await reportStorm(plane.runtime)(silent as unknown as StormProgress);
    expect(second.failure).toBe('States.Timeout');
    await plane.deliver('login', aSignedLogin({ epoch: 9 }));
    expect(plane.counted('LoginsRefused')).toBe(0);
  });
});
