// Somebody stops a storm that floods: its execution ends, and its messages are dropped.
import { resolve } from 'node:path';
import { loadWholeRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { StormStatus } from '#adapters/stack/storm-status.ts';
import { drainedMsMax } from '#domain/invariants/rules/run-ends.ts';
import { runKnownForMs } from '#domain/limits.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import type { LogEntry } from '#local-cloud/lambda/lambda-code.ts';
import { withReasonOfRun } from '#runner/deployed/reason-of-end.ts';
import { runsGoingOn, stopByHand } from '#runner/deployed/stop-runs.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drill } from '#scenarios/drill.ts';
import { wholeStorm } from '../deploy/whole-storm.ts';

const template = readStackTemplate(resolve('cli'));
const runId = 'drill-legacy-2007';

/** A drill in its flood. */
async function flood() {
  const logs: LogEntry[] = [];
  const storm = await wholeStorm({
    seed: 2007,
    scenario: drill,
    policy: 'legacy-2007',
    nodeCount: 120,
    template,
    code: functionCode,
    faults: FAULTS_NONE,
    onLog: (_name, entry) => logs.push(entry),
  });
  await storm.cloud.runUntil({ untilMs: storm.cloud.nowMs() + 90_000 });
  const droppedCount = () =>
    logs
      .filter(({ message }) => message === 'messages dropped')
      .reduce((sum, { count }) => sum + Number(count), 0);
  return { ...storm, droppedCount };
}

test('a run that is stopped ends at once, and leaves no message', async () => {
  const { cloud, operator, end, droppedCount } = await flood();
  expect(await cloud.settle(runsGoingOn(operator))).toEqual([runId]);
  const stopped = await cloud.settle(stopByHand(operator, runId));
  expect(stopped).toEqual({ runId, wasGoingOn: true });
  expect(await cloud.settle(runsGoingOn(operator))).toEqual([]);
  const execution = await end(cloud.nowMs() + 10_000);
  expect(execution).toMatchObject({ status: 'ABORTED', error: 'StormStopped', cause: 'by hand' });

  // What functions read of the run before is a minute old at most.
  await cloud.runUntil({ untilMs: cloud.nowMs() + runKnownForMs });
  const attempts = cloud.metrics().LoginsPlaced;
  await cloud.runUntil({ untilMs: cloud.nowMs() + drainedMsMax });
  expect(cloud.metrics().LoginsPlaced).toBe(attempts);
  expect(droppedCount()).toBeGreaterThan(0);
  const depths = Object.values(cloud.queueDepths());
  expect(depths.every(({ visible, inFlight, delayed }) => visible + inFlight + delayed === 0)).toBe(
    true,
  );
});

test('a run that is over stays as it ended, whoever stops it', async () => {
  const { cloud, operator } = await flood();
  await cloud.settle(stopByHand(operator, runId));
  const again = await cloud.settle(stopByHand(operator, runId));
  expect(again).toEqual({ runId, wasGoingOn: false });
  const run = await cloud.settle(loadWholeRun(openTable(operator), runId));
  expect(run).toMatchObject({ status: 'finished', stopped: 'by hand' });
});

test('why it ended is read from its run where the engine does not say', async () => {
  const { cloud, operator } = await flood();
  const table = openTable(operator);
  const silent = { status: 'ABORTED', report: null, error: null, cause: null };
  const read = (end: StormStatus) => cloud.settle(withReasonOfRun(table, runId, end));
  expect(await read(silent)).toBe(silent);
  await cloud.settle(stopByHand(operator, runId));
  expect(await read(silent)).toEqual({ ...silent, error: 'StormStopped', cause: 'by hand' });
  const broken = { ...silent, status: 'FAILED', error: 'StormBroke' };
  expect(await read(broken)).toBe(broken);
});

test('a run that nobody stored is named', async () => {
  const { cloud, operator } = await flood();
  await expect(cloud.settle(stopByHand(operator, 'drill-9'))).rejects.toThrow(/run drill-9/);
});
