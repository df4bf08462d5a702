// A run is started once: what is refused before anything is stored, and what the machine refuses.
import { resolve } from 'node:path';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { deleteRun } from '#adapters/network/delete-run.ts';
import { stopRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { stepFunctionsClient } from '#adapters/stack/step-functions-client.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import { readStormOf } from '#adapters/stack/storm-status.ts';
import { policies } from '#domain/policies.ts';
import { executionFailure } from '#domain/storm/storm-end.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { drill } from '#scenarios/drill.ts';
import { functionCode } from '../local/function-code.ts';
import { inProcessConnection } from '../local/in-process-connection.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { seedStorm } from './seed-storm.ts';
import { refuseTakenRun, TakenRunError } from './taken-run.ts';

const template = readStackTemplate(resolve('cli'));
const startMs = Date.UTC(2026, 10, 30);
const minuteMs = 60_000;
const order = { runId: 'mine', scenario: drill, policy: policies.resilient, seed: 7, nodes: 60 };

let cloud: LocalCloud;
let runtime: ReturnType<typeof operatorRuntime>;
let table: ReturnType<typeof openTable>;

/** A stack whose table has one run, which nobody has started. */
beforeEach(async () => {
  cloud = startLocalCloud({ template, code: functionCode, seed: 1, startMs, faults: FAULTS_NONE });
  runtime = operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    connection: inProcessConnection(cloud.clientHandler()),
  });
  table = openTable(runtime);
  await cloud.settle(seedStorm(runtime, order, 10 * minuteMs, () => {}));
});

async function refusal(runId = 'mine'): Promise<string> {
  const refused = cloud.settle(refuseTakenRun(table, runId));
  await expect(refused).rejects.toThrow(TakenRunError);
  return refused.then(
    () => '',
    (error: Error) => error.message,
  );
}

const passTo = (untilMs: number) => cloud.runUntil({ untilMs });
const endOf = () => cloud.settle(readStormOf(runtime, 'mine'));

test('a name that no run has is free', async () => {
  await expect(cloud.settle(refuseTakenRun(table, 'another'))).resolves.toBeUndefined();
});

test('a run that waits, goes on or is over keeps its name, and each is said as it is', async () => {
  expect(await refusal()).toMatch(
    /^run mine is stored and was not started yet; .*rebootstorm stop ends it/,
  );
  await cloud.settle(startStorm(runtime, 'mine'));
  expect(await refusal()).toMatch(/^run mine goes on; leave --run away, or take another name \(/);
  await passTo(startMs + 30 * minuteMs);
  expect(await endOf()).toMatchObject({ status: 'SUCCEEDED' });
  expect(await refusal()).toMatch(/^run mine is over: its storm was conducted to its end\. It is/);
  let isSeeding = false;
  const seeding = seedStorm(runtime, order, minuteMs, () => {
    isSeeding = true;
  });
  await expect(cloud.settle(seeding)).rejects.toThrow(TakenRunError);
  expect(isSeeding).toBe(false);
});

test('a forgotten run keeps its name as long as Step Functions has its execution', async () => {
  await cloud.settle(startStorm(runtime, 'mine'));
  await passTo(startMs + 30 * minuteMs);
  await cloud.settle(deleteRun(table, 'mine', undefined, () => {}));
  expect(await refusal()).toMatch(/^run mine was forgotten, .* 90 days, .*; leave --run away, or/);
});

test('a run that was stopped before its start is not started, and says that it was', async () => {
  await cloud.settle(stopRun(table, 'mine', 'by hand'));
  await cloud.settle(startStorm(runtime, 'mine'));
  await passTo(startMs + minuteMs);
  const end = await endOf();
  expect(end).toMatchObject({ status: 'FAILED', error: 'StartRefused' });
  expect(end && executionFailure(end)?.cause).toMatch(
    /^run mine is over: it was stopped \(by hand/,
  );
});

test('a run is not started after the time that it had for that', async () => {
  await passTo(startMs + 11 * minuteMs);
  await cloud.settle(startStorm(runtime, 'mine'));
  await passTo(startMs + 12 * minuteMs);
  const end = await endOf();
  expect(end && executionFailure(end)?.cause).toMatch(/^run mine was to be started at least \d+ s/);
});

test('its storm begins after the time for its start, whenever it was started', async () => {
  await passTo(startMs + 9 * minuteMs);
  await cloud.settle(startStorm(runtime, 'mine'));
  await passTo(startMs + 10 * minuteMs);
  expect(await endOf()).toMatchObject({ status: 'RUNNING' });
  await passTo(startMs + 40 * minuteMs);
  expect(await endOf()).toMatchObject({ status: 'SUCCEEDED', report: { outcome: 'healed' } });
});

test('a second execution of a run that goes on is refused, and the first heals it', async () => {
  await cloud.settle(startStorm(runtime, 'mine'));
  const { StateMachineArn: stateMachineArn } = cloud.outputs;
  const second = { stateMachineArn, name: 'second', input: '{"runId":"mine"}' };
  await cloud.settle(stepFunctionsClient(runtime).send(new StartExecutionCommand(second)));
  await passTo(startMs + 30 * minuteMs);
  expect(await cloud.settle(readStormOf(runtime, 'second'))).toMatchObject({
    error: 'StartRefused',
  });
  expect(await endOf()).toMatchObject({ status: 'SUCCEEDED', report: { outcome: 'healed' } });
});
