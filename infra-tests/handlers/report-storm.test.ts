import {
  loadStorm,
  loadWholeRun,
  RunExistsError,
  saveRun,
  stopRun,
} from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { reasonLengthMax } from '#domain/limits.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { verdictOf } from '#domain/storm/run-verdict.ts';
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
    await plane.wait(minuteMs);
    const later = { ...last, outcome: 'timed-out', onlineCount: 3 } as const;
    expect(await reportStorm(plane.runtime)(later)).toEqual(first);
  });

  test('keeps its verdict and the time of its end in the run, and both stay', async () => {
    const plane = await aTown();
    const table = openTable(plane.runtime);
    await plane.wait(minuteMs);
    const { runId, policy, ...verdict } = await reportStorm(plane.runtime)(last);
    await plane.wait(hourMs);
    await reportStorm(plane.runtime)({ ...last, outcome: 'timed-out' });
    expect(await stopRun(table, runId, 'by hand')).toBe(false);
    const { status, endedAtMs, verdict: kept, stopped } = await loadWholeRun(table, runId);
    const end = { status, endedAtMs, kept, stopped };
    expect(end).toEqual({ status: 'finished', endedAtMs: noonMs + minuteMs, kept: verdict });
  });

  test('of a run that was stopped meanwhile says so, whatever was observed', async () => {
    const plane = await aTown();
    const table = openTable(plane.runtime);
    await plane.wait(minuteMs);
    await stopRun(table, here.runId, 'by hand');
    await plane.wait(minuteMs);
    const failure = { Error: 'E', Cause: 'c' };
    const report = await reportStorm(plane.runtime)({ ...last, failure });
    expect(report).toMatchObject({ outcome: 'stopped', stopped: 'by hand', onlineCount: 40 });
    expect(report).not.toHaveProperty('failure');
    const run = await loadWholeRun(table, here.runId);
    expect(run.endedAtMs).toBe(noonMs + minuteMs);
    expect(verdictOf(run)).toMatchObject({ outcome: 'stopped', populationCount: 41 });
  });

  test('of a storm that failed half-way still ends the run', async () => {
    const plane = await aTown();
    const failure = { Error: 'States.Timeout', Cause: 'it took too long' };
    const cutOff = { runId: here.runId, outcome: 'healed', failure };
    const report = await reportStorm(plane.runtime)(cutOff as unknown as StormProgress);
    expect(report.outcome).toBe('failed');
    expect(report.failure).toBe('States.Timeout: it took too long');
    const silent = { ...cutOff, failure: { Error: 'States.Timeout', Cause: '' } };
    const second = await reportStorm((await aTown()).runtime)(silent as unknown as StormProgress);
    expect(second.failure).toBe('States.Timeout');
    const long = { ...cutOff, failure: { Error: 'Error', Cause: 'x'.repeat(30_000) } };
    const third = await reportStorm((await aTown()).runtime)(long as unknown as StormProgress);
    expect(third.failure).toBe(`Error: ${'x'.repeat(reasonLengthMax - 'Error: '.length)}`);
    await plane.deliver('login', aSignedLogin({ epoch: 9 }));
    expect(plane.counted('LoginsRefused')).toBe(0);
  });
});
