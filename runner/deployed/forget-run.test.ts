// Runs are forgotten on the local cloud, in virtual time, while their messages are still under way.
import { resolve } from 'node:path';
import { stopRun, UnknownRunError } from '#adapters/network/run-table.ts';
import { seedRun } from '#adapters/network/seed-run.ts';
import { openTable } from '#adapters/network/table.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import { drainMsMax } from '#domain/limits.ts';
import { policies } from '#domain/policies.ts';
import { parseFaults } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { functionCode } from '../local/function-code.ts';
import { inProcessConnection } from '../local/in-process-connection.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { checkStack } from './check-stack.ts';
import { type ForgetObserver, forgetRun, RunGoesOnError } from './forget-run.ts';
import { stopByHand } from './stop-runs.ts';

const template = readStackTemplate(resolve('cli'));

function call(cloud: LocalCloud, target: string, input: Record<string, unknown>) {
  const headers = { 'x-amz-target': target };
  const body = JSON.stringify(input);
  return cloud.clientHandler().handle({ hostname: 'local-cloud.invalid', headers, body });
}

/** A run in the middle of its storm, and a quiet one, whose names begin alike. */
async function twoRuns() {
  const faults = parseFaults('none');
  const { startMs } = drill;
  const cloud = startLocalCloud({ template, code: functionCode, seed: 1, startMs, faults });
  const created = await cloud.settle(call(cloud, 'AmazonSQS.CreateQueue', { QueueName: 'nobody' }));
  const { QueueUrl } = JSON.parse(Buffer.from(created.response.body).toString('utf8'));
  const runtime = operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    random: () => 0.5,
    connection: inProcessConnection(cloud.clientHandler()),
    // Outside code lets virtual time pass with a call that takes time: a long poll.
    sleep: async (durationMs) => {
      const untilMs = cloud.nowMs() + durationMs;
      while (cloud.nowMs() < untilMs) {
        const WaitTimeSeconds = Math.min(20, Math.ceil((untilMs - cloud.nowMs()) / 1000));
        await call(cloud, 'AmazonSQS.ReceiveMessage', { QueueUrl, WaitTimeSeconds });
      }
    },
  });
  for (const runId of ['drill-1', 'drill-10']) {
    const choices = { runId, seed: 1, nodeCount: 60, shiftMs: 0, policy: policies.resilient };
    await cloud.settle(seedRun(runtime, planRun(drill, choices)));
  }
  await cloud.settle(startStorm(runtime, 'drill-1'));
  await cloud.runUntil({ untilMs: startMs + 12_000 });
  return { cloud, runtime };
}

const silent: ForgetObserver = { settling: () => {}, waiting: () => {}, deleted: () => {} };

async function forget(
  { cloud, runtime }: Awaited<ReturnType<typeof twoRuns>>,
  runId: string,
  observer: Partial<ForgetObserver> = {},
) {
  return cloud.settle(forgetRun(runtime, cloud.outputs, runId, { ...silent, ...observer }));
}

/** The items of each run, by the names in their keys. */
function itemCounts(cloud: LocalCloud): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of cloud.scan(cloud.outputs.TableName ?? '')) {
    const { pk } = item as { pk?: { S?: string } };
    const runId = pk?.S?.split('#')[1] ?? '';
    counts[runId] = (counts[runId] ?? 0) + 1;
  }
  return counts;
}

const letterOf = (runId: string) => JSON.stringify({ type: 'HealStepDue', runId });

async function send(cloud: LocalCloud, output: string, ...bodies: readonly string[]) {
  const QueueUrl = cloud.outputs[output];
  for (const MessageBody of bodies)
    await cloud.settle(call(cloud, 'AmazonSQS.SendMessage', { QueueUrl, MessageBody }));
}

/** How many messages the dead-letter queues and quarantine hold, where they hold any. */
function letterCounts(cloud: LocalCloud): number[] {
  return Object.entries(cloud.queueDepths())
    .filter(([name]) => /DeadLetters|Quarantine/.test(name))
    .map(([, { visible, inFlight, delayed }]) => visible + inFlight + delayed)
    .filter((count) => count > 0);
}

test('a run that goes on is refused, and stays', async () => {
  const runs = await twoRuns();
  const before = itemCounts(runs.cloud);
  await expect(forget(runs, 'drill-1')).rejects.toThrow(RunGoesOnError);
  expect(itemCounts(runs.cloud)).toEqual(before);
  await expect(forget(runs, 'drill')).rejects.toThrow(UnknownRunError);
  // At its cost cap a run is over at once, and its execution at its next observation.
  await runs.cloud.settle(stopRun(openTable(runs.runtime), 'drill-1', 'cost'));
  await expect(forget(runs, 'drill-1')).rejects.toThrow(/is over, but its execution goes on/);
  expect(itemCounts(runs.cloud)).toEqual(before);
});

test('of a run that was stopped nothing is left, and of the other one everything', async () => {
  const runs = await twoRuns();
  const { cloud, runtime } = runs;
  const before = itemCounts(cloud);
  await cloud.settle(stopByHand(runtime, 'drill-1'));
  const stoppedAtMs = cloud.nowMs();
  const waits: string[] = [];
  const forgotten = await forget(runs, 'drill-1', {
    settling: () => waits.push('settling'),
    waiting: ({ login, membership, heal }) => waits.push(`${login + membership + heal > 0}`),
  });
  expect(waits.slice(0, 2)).toEqual(['settling', 'true']);
  // The other run has messages under way, so the queues do not run dry.
  expect(cloud.nowMs() - stoppedAtMs).toBeGreaterThanOrEqual(drainMsMax);
  expect(forgotten.itemCount).toBeGreaterThanOrEqual(before['drill-1'] ?? 0);
  expect(Object.keys(itemCounts(cloud))).toEqual(['drill-10']);
  // A message that came too late would be of a run that nobody stored.
  await cloud.runUntil({ untilMs: cloud.nowMs() + drainMsMax });
  expect(letterCounts(cloud)).toEqual([]);
  await expect(forget(runs, 'drill-1')).rejects.toThrow(UnknownRunError);
});

/** One run, stopped long ago, and letters of it, of another and of none. */
async function stoppedRun() {
  const runs = await twoRuns();
  const { cloud, runtime } = runs;
  for (const runId of ['drill-1', 'drill-10']) await cloud.settle(stopByHand(runtime, runId));
  await cloud.runUntil({ untilMs: cloud.nowMs() + drainMsMax });
  return runs;
}

test('its dead-lettered and quarantined messages go, and no others', async () => {
  const runs = await stoppedRun();
  const { cloud } = runs;
  await send(cloud, 'LoginDeadLettersUrl', 'junk', ...Array(12).fill(letterOf('drill-1')));
  await send(cloud, 'LoginDeadLettersUrl', ...Array(11).fill(letterOf('drill-10')));
  const aside = (runId: string) =>
    JSON.stringify({ queue: 'heal', messageId: 'm', reason: '', body: letterOf(runId) });
  await send(cloud, 'QuarantineQueueUrl', aside('drill-1'), aside('drill-10'), 'junk');
  const forgotten = await forget(runs, 'drill-1');
  expect(forgotten).toMatchObject({
    letters: { LoginDeadLetters: 12, HealDeadLetters: 0, Quarantine: 1 },
    unreadLetters: { LoginDeadLetters: 0, HealDeadLetters: 0, Quarantine: 0 },
  });
  expect(letterCounts(cloud).sort()).toEqual([12, 2]);
  // What was read is given back.
  expect(Object.values(cloud.queueDepths()).some(({ inFlight }) => inFlight > 0)).toBe(false);
});

test('a letter that somebody holds is said to be unread', async () => {
  const runs = await stoppedRun();
  const { cloud } = runs;
  await send(cloud, 'HealDeadLettersUrl', letterOf('drill-1'));
  const QueueUrl = cloud.outputs.HealDeadLettersUrl;
  const hold = { QueueUrl, VisibilityTimeout: 43_200 };
  await cloud.settle(call(cloud, 'AmazonSQS.ReceiveMessage', hold));
  expect(await forget(runs, 'drill-1')).toMatchObject({
    letters: { HealDeadLetters: 0 },
    unreadLetters: { HealDeadLetters: 1, LoginDeadLetters: 0 },
  });
});

test('what was cut off half-way goes on where it was', async () => {
  const runs = await stoppedRun();
  const { cloud } = runs;
  const cutOff = () => {
    throw new Error('cut off');
  };
  await expect(forget(runs, 'drill-1', { deleted: cutOff })).rejects.toThrow('cut off');
  const left = itemCounts(cloud)['drill-1'] ?? 0;
  expect(left).toBeGreaterThan(0);
  const [half] = await cloud.settle(checkStack(runs.runtime, cloud.outputs, 'drill-1'));
  expect(half?.uncheckedBecause).toMatch(/^it is being forgotten/);
  expect((await forget(runs, 'drill-1')).itemCount).toBe(left);
  expect(Object.keys(itemCounts(cloud))).toEqual(['drill-10']);
});

test('what is left of a run without its storm is found by a scan', async () => {
  const runs = await stoppedRun();
  const { cloud } = runs;
  const Key = { pk: { S: 'RUN#drill-1' }, sk: { S: 'STORM' } };
  const TableName = cloud.outputs.TableName;
  await cloud.settle(call(cloud, 'DynamoDB_20120810.DeleteItem', { TableName, Key }));
  const before = itemCounts(cloud);
  expect((await forget(runs, 'drill-1')).itemCount).toBe(before['drill-1']);
  expect(itemCounts(cloud)).toEqual({ 'drill-10': before['drill-10'] });
});
