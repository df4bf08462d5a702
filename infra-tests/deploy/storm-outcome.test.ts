// How a storm ends, seen from outside: by its execution, which an alarm can watch, and its report.
import { resolve } from 'node:path';
import type { PolicyId } from '#domain/policies.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import type { LambdaCode, LogEntry } from '#local-cloud/lambda/lambda-code.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { scanNetwork } from '#runner/local/network-scan.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drill } from '#scenarios/drill.ts';
import { wholeStorm } from './whole-storm.ts';

const template = readStackTemplate(resolve('cli'));

const notifiesAt =
  (waveIndex: number): LambdaCode =>
  (environment) =>
  async (event, context) => {
    const progress = event as { waveIndex: number };
    if (progress.waveIndex >= waveIndex) throw new Error('the watch fell asleep');
    return functionCode['functions/observe.ts']?.(environment)(event, context);
  };

async function stormUnder(policy: PolicyId, observe?: LambdaCode) {
  const reports: LogEntry[] = [];
  const code = { ...functionCode, ...(observe && { 'functions/observe.ts': observe }) };
  const storm = await wholeStorm({
    seed: 2007,
    scenario: drill,
    policy,
    nodeCount: 60,
    template,
    code,
    faults: FAULTS_NONE,
    onLog: (_name, entry) => {
      if (entry.message === 'storm reported') reports.push(entry);
    },
  });
  const execution = await storm.end(60 * 60_000);
  return { execution, reports, runStatus: scanNetwork(storm.cloud).runStatus };
}

test('a storm that heals is reported so, and its execution succeeds', async () => {
  const { execution, reports, runStatus } = await stormUnder('resilient');
  expect(reports).toMatchObject([{ outcome: 'healed', onlineCount: 60, populationCount: 60 }]);
  expect(execution.status).toBe('SUCCEEDED');
  expect(runStatus).toBe('finished');
});

test('a state that fails for good is reported as `failed`, and fails the execution', async () => {
  const { execution, reports, runStatus } = await stormUnder('resilient', notifiesAt(1));
  expect(reports).toMatchObject([{ outcome: 'failed' }]);
  expect(reports[0]?.failure).toMatch(/the watch fell asleep/);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'StormBroke' });
  expect(execution.cause).toMatch(/the watch fell asleep/);
  expect(runStatus).toBe('finished');
});

test('a storm that does not heal in time is reported as `timed-out`, and fails too', async () => {
  const impatient = { ...drill, timings: { ...drill.timings, observeForMs: 1_000 } };
  const reports: LogEntry[] = [];
  const storm = await wholeStorm({
    seed: 2007,
    scenario: impatient,
    policy: 'ghost-slots',
    nodeCount: 60,
    template,
    code: functionCode,
    faults: FAULTS_NONE,
    onLog: (_name, entry) => void reports.push(entry),
  });
  const execution = await storm.end(60 * 60_000);
  const reported = reports.filter(({ message }) => message === 'storm reported');
  expect(reported).toMatchObject([{ outcome: 'timed-out' }]);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'NotHealed' });
});
