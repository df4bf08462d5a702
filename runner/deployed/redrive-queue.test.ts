// Sends dead-lettered messages of the whole stack back, on the local cloud and in virtual time.
import { resolve } from 'node:path';
import { toNode } from '#adapters/network/items.ts';
import { UnknownRunError } from '#adapters/network/run-table.ts';
import { seedRun } from '#adapters/network/seed-run.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { nodeRestarted, type Place } from '#domain/events.ts';
import type { NodeRecord } from '#domain/network.ts';
import { policies } from '#domain/policies.ts';
import { parseFaults } from '#local-cloud/faults.ts';
import { inputOf, type SdkRequest } from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaCode } from '#local-cloud/lambda/lambda-code.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { aLogin, aProof } from '#testing/domain/builders.ts';
import { functionCode } from '../local/function-code.ts';
import { inProcessConnection } from '../local/in-process-connection.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { type QueueRedrive, type RedriveOrder, redrive } from './redrive-queue.ts';

const template = readStackTemplate(resolve('cli'));
const startMs = drill.startMs;
const runId = 'drill';

/** Refuses every log-in while it is broken, as a bad deployment would. */
function breakable() {
  const state = { isViolated: true };
  const code: LambdaCode = (environment) => async (event, context) => {
    if (state.isViolated) throw new Error('a bad deployment');
    return functionCode['functions/login.ts']?.(environment)(event, context);
  };
  return { state, code };
}

interface Call {
  readonly atMs: number;
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/** A quiet network on the cloud, and an operator whose calls are recorded and can be changed. */
async function network(login: LambdaCode = functionCode['functions/login.ts'] as LambdaCode) {
  const code = { ...functionCode, 'functions/login.ts': login };
  const faults = parseFaults('none');
  const cloud = startLocalCloud({ template, code, seed: 1, startMs, faults });
  const calls: Call[] = [];
  const interfere: { before?: (call: Call) => void } = {};
  const handler = cloud.clientHandler();
  const requestHandler = {
    ...handler,
    handle(request: SdkRequest) {
      const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
      const call = { atMs: cloud.nowMs(), operation, input: inputOf(request) };
      calls.push(call);
      interfere.before?.(call);
      return handler.handle(request);
    },
  };
  const runtime = operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    random: () => 0.5,
    connection: inProcessConnection(requestHandler),
    // Outside code lets virtual time pass with a call that takes time: a long poll.
    sleep: async (durationMs) => {
      const QueueUrl = cloud.outputs.QuarantineQueueUrl;
      const untilMs = cloud.nowMs() + durationMs;
      while (cloud.nowMs() < untilMs)
        await call(cloud, 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 1 });
    },
  });
  const choices = { runId, seed: 1, nodeCount: 60, shiftMs: 0, policy: policies.resilient };
  const cells = await cloud.settle(seedRun(runtime, planRun(drill, choices)));
  calls.length = 0;
  const nodes = cells.flatMap((cell) => cell.nodes);
  return { cloud, runtime, requestHandler, calls, interfere, nodes };
}

function call(cloud: LocalCloud, operation: string, input: Record<string, unknown>) {
  const headers = { 'x-amz-target': `AmazonSQS.${operation}` };
  const body = JSON.stringify(input);
  return cloud.clientHandler().handle({ hostname: 'local-cloud.invalid', headers, body });
}

async function put(cloud: LocalCloud, output: string, ...bodies: readonly string[]) {
  const QueueUrl = cloud.outputs[output];
  for (const MessageBody of bodies)
    await cloud.settle(call(cloud, 'SendMessage', { QueueUrl, MessageBody }));
}

const everything: RedriveOrder = {
  queues: ['membership', 'login', 'heal'],
  perSecond: 20,
  countMax: 1_000_000,
  isDryRun: false,
};

function redriveAll(cloud: LocalCloud, runtime: Runtime, order: Partial<RedriveOrder> = {}) {
  return cloud.settle(redrive(runtime, cloud.outputs, { ...everything, ...order }));
}

/** The depth of the queue whose name matches. */
function depthOf(cloud: LocalCloud, name: RegExp) {
  const found = Object.entries(cloud.queueDepths()).find(([queue]) => name.test(queue));
  if (found === undefined) throw new Error(`expected a queue ${name}`);
  return found[1];
}

const loginsDead = /Login.*DeadLetters/i;

function nodeNow(cloud: LocalCloud, { nodeId }: NodeRecord): NodeRecord {
  const items = cloud.scan(cloud.outputs.TableName ?? '') as Parameters<typeof toNode>[0][];
  const item = items.find(({ sk }) => sk?.S === `NODE#${nodeId}`);
  if (item === undefined) throw new Error(`expected a node ${nodeId}`);
  return toNode(item);
}

function aClientOf(nodes: readonly NodeRecord[]): NodeRecord & Place {
  const client = nodes.find(({ role }) => role === 'client');
  if (client === undefined) throw new Error('expected a client');
  return { ...client, runId };
}

/** Log-ins of one waiting client. No two of them are equal. */
function someLogins(client: NodeRecord, count: number): string[] {
  const proof = aProof({ nonce: startMs, expiresAtMs: startMs + 24 * 3_600_000 });
  const login = { ...aLogin({ nodeId: client.nodeId, epoch: client.epoch, proof }), runId };
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({ ...login, cell: client.cell, dueAtMs: startMs, id: `login-${index}` }),
  );
}

/** A network whose log-ins are dead-lettered, with one client that has restarted and waits. */
async function deadLogin() {
  const { state, code } = breakable();
  const { cloud, runtime, nodes, ...rest } = await network(code);
  const client = aClientOf(nodes);
  const restart = { ...client, epoch: client.epoch + 1, dueAtMs: startMs } as const;
  const event = nodeRestarted(client, { ...restart, waveIndex: -1, cause: 'update' });
  await put(cloud, 'MembershipQueueUrl', JSON.stringify(event));
  await cloud.runUntil({ untilMs: startMs + 20 * 60_000 });
  return { cloud, runtime, client, state, ...rest };
}

function byQueue(outcomes: readonly QueueRedrive[], queue: string): QueueRedrive | undefined {
  return outcomes.find((outcome) => outcome.queue === queue);
}

test('a log-in that died of a bad deployment is sent back, and its client signs in', async () => {
  const { cloud, runtime, client, state } = await deadLogin();
  expect(depthOf(cloud, loginsDead)).toMatchObject({ visible: 1 });
  expect(nodeNow(cloud, client)).toMatchObject({ state: 'waiting', epoch: client.epoch + 1 });
  state.isViolated = false;
  const outcomes = await redriveAll(cloud, runtime);
  expect(byQueue(outcomes, 'login')).toMatchObject({ sentBackCount: 1, stayedCount: 0 });
  await cloud.runUntil({ untilMs: cloud.nowMs() + 10 * 60_000 });
  expect(nodeNow(cloud, client)).toMatchObject({ state: 'online', epoch: client.epoch + 1 });
  expect(depthOf(cloud, loginsDead)).toMatchObject({ visible: 0, inFlight: 0 });
});

test('a message goes back with the attributes that it came with', async () => {
  const { cloud, runtime, client, calls } = await deadLogin();
  const [MessageBody] = someLogins({ ...client, epoch: client.epoch + 1 }, 1);
  const MessageAttributes = { tenant: { DataType: 'String', StringValue: 'blue' } };
  const QueueUrl = cloud.outputs.LoginDeadLettersUrl;
  await cloud.settle(call(cloud, 'SendMessage', { QueueUrl, MessageBody, MessageAttributes }));
  await redriveAll(cloud, runtime);
  const sends = calls.filter(({ operation }) => operation === 'SendMessageBatch');
  const entries = sends.flatMap(({ input }) => input.Entries as Record<string, unknown>[]);
  expect(entries.find(({ MessageBody: body }) => body === MessageBody)).toMatchObject({
    MessageAttributes,
  });
});

test('in a dry run everything is shown and nothing moves, not even a moment later', async () => {
  const { cloud, runtime, calls } = await deadLogin();
  await put(cloud, 'LoginDeadLettersUrl', 'not a message');
  const [, login] = await redriveAll(cloud, runtime, { isDryRun: true });
  expect(login).toMatchObject({
    observedCount: 2,
    sentBackCount: 1,
    copiedCount: 0,
    stayedCount: 1,
    stays: { malformed: 1 },
    examples: [{ reason: 'malformed', body: 'not a message' }],
  });
  expect(depthOf(cloud, loginsDead)).toMatchObject({ visible: 2, inFlight: 0 });
  expect(calls.map(({ operation }) => operation)).not.toContain('SendMessageBatch');
});

test('where no time passes, nothing is waited for', async () => {
  const { cloud, runtime, calls } = await deadLogin();
  const [, login] = await redriveAll(cloud, runtime, { isClockPaused: true });
  expect(login).toMatchObject({ observedCount: 1, sentBackCount: 1 });
  const receives = calls.filter(({ operation }) => operation === 'ReceiveMessage');
  expect(receives.length).toBeGreaterThan(0);
  expect(receives.filter(({ input }) => input.WaitTimeSeconds !== 0)).toEqual([]);
});

test('unprocessable messages stay, each judged once, and are visible again at once', async () => {
  const { cloud, runtime, nodes, calls } = await network();
  const foreign = JSON.stringify({
    ...JSON.parse(someLogins(aClientOf(nodes), 1)[0] ?? ''),
    runId: 'x',
  });
  const poison = Array.from({ length: 35 }, (_, index) => `poison ${index}`);
  await put(cloud, 'LoginDeadLettersUrl', ...poison, foreign, ...someLogins(aClientOf(nodes), 1));
  const [, login] = await redriveAll(cloud, runtime);
  expect(login).toMatchObject({
    observedCount: 37,
    sentBackCount: 0,
    stayedCount: 37,
    stays: { malformed: 35, 'unknown-run': 1, superseded: 1 },
  });
  expect(depthOf(cloud, loginsDead)).toMatchObject({ visible: 37, inFlight: 0 });
  const receives = calls.filter(({ operation }) => operation === 'ReceiveMessage');
  // For log-in four full receives and an empty one, and one for each of the other two queues.
  expect(receives).toHaveLength(7);
});

test('messages that show again in a long redrive are not judged again, and it ends', async () => {
  const { cloud, runtime, requestHandler } = await network();
  await put(cloud, 'LoginDeadLettersUrl', 'poison', 'poison');
  // Simulates a slow redrive: each message is visible again at once.
  const forgetful = {
    ...requestHandler,
    handle(request: SdkRequest) {
      const input = inputOf(request);
      const body = JSON.stringify({
        ...input,
        ...('WaitTimeSeconds' in input && { VisibilityTimeout: 0 }),
      });
      return requestHandler.handle({ ...request, body });
    },
  };
  const connection = inProcessConnection(forgetful);
  const [, login] = await redriveAll(cloud, { ...runtime, connection });
  expect(login).toMatchObject({ observedCount: 2, stays: { malformed: 2 } });
});

test('messages go back at no more than the given rate', async () => {
  const { cloud, runtime, client, calls } = await deadLogin();
  await put(
    cloud,
    'LoginDeadLettersUrl',
    ...someLogins({ ...client, epoch: client.epoch + 1 }, 59),
  );
  const [, login] = await redriveAll(cloud, runtime, { perSecond: 4 });
  expect(login).toMatchObject({ sentBackCount: 60, stayedCount: 0 });
  const sends = calls.filter(({ operation }) => operation === 'SendMessageBatch');
  const sent = sends.flatMap(({ atMs, input }) => (input.Entries as unknown[]).map(() => atMs));
  expect(sent).toHaveLength(60);
  const inWindow = (fromMs: number, ms: number) =>
    sent.filter((atMs) => atMs >= fromMs && atMs < fromMs + ms).length;
  // At first a second's worth at once, then the same number in each second.
  for (const fromMs of sent) {
    expect(inWindow(fromMs, 990)).toBeLessThanOrEqual(4);
    expect(inWindow(fromMs, 4_990)).toBeLessThanOrEqual(20);
  }
});

test('no more are sent back than the limit says; the rest can be seen', async () => {
  const { cloud, runtime, client } = await deadLogin();
  await put(
    cloud,
    'LoginDeadLettersUrl',
    ...someLogins({ ...client, epoch: client.epoch + 1 }, 30),
  );
  const [, login, heal] = await redriveAll(cloud, runtime, { countMax: 12 });
  expect(login).toMatchObject({ sentBackCount: 12, stayedCount: 0 });
  expect(heal).toMatchObject({ observedCount: 0 });
  expect(depthOf(cloud, loginsDead)).toMatchObject({ visible: 19, inFlight: 0 });
});

test('only the queues that were named are read', async () => {
  const { cloud, runtime } = await network();
  await put(cloud, 'LoginDeadLettersUrl', 'poison');
  expect(await redriveAll(cloud, runtime, { queues: ['heal'] })).toMatchObject([
    { queue: 'heal', observedCount: 0 },
  ]);
});

test("a run's own messages alone are judged and sent back, if it is named", async () => {
  const { cloud, runtime, client } = await deadLogin();
  const [mine = ''] = someLogins({ ...client, epoch: client.epoch + 1 }, 1);
  const others = JSON.stringify({ ...JSON.parse(mine), runId: 'another' });
  await put(cloud, 'HealDeadLettersUrl', 'junk');
  await put(cloud, 'LoginDeadLettersUrl', others, others);
  const outcomes = await redriveAll(cloud, runtime, { runId });
  expect(byQueue(outcomes, 'login')).toMatchObject({
    observedCount: 1,
    sentBackCount: 1,
    otherRunsCount: 2,
    stays: {},
  });
  expect(byQueue(outcomes, 'heal')).toMatchObject({ stayedCount: 0, otherRunsCount: 1 });
  expect(depthOf(cloud, loginsDead)).toMatchObject({ visible: 2, inFlight: 0 });
  await expect(redriveAll(cloud, runtime, { runId: 'drill-9' })).rejects.toThrow(UnknownRunError);
});

test('a message is deleted only after it was sent: if that fails, it is lost nowhere', async () => {
  const { cloud, runtime, interfere, state, client } = await deadLogin();
  state.isViolated = false;
  interfere.before = ({ operation }) => {
    if (operation === 'SendMessageBatch') throw new Error('the line is dead');
  };
  await expect(redriveAll(cloud, runtime)).rejects.toThrow('the line is dead');
  expect(depthOf(cloud, loginsDead)).toMatchObject({ visible: 1, inFlight: 0 });
  interfere.before = ({ operation }) => {
    if (operation === 'DeleteMessageBatch') throw new Error('the line is dead');
  };
  const [, login] = await redriveAll(cloud, runtime);
  expect(login).toMatchObject({ sentBackCount: 1, copiedCount: 1, stayedCount: 0 });
  expect(depthOf(cloud, loginsDead)).toMatchObject({ visible: 1, inFlight: 0 });
  await cloud.runUntil({ untilMs: cloud.nowMs() + 10 * 60_000 });
  expect(nodeNow(cloud, client).state).toBe('online');
  // The copy that is left is unprocessable by now, and does no harm.
  delete interfere.before;
  const [, again] = await redriveAll(cloud, runtime);
  expect(again).toMatchObject({ sentBackCount: 0, stays: { superseded: 1 } });
});

test('messages that somebody else holds are reported as hidden, and later as there', async () => {
  const { cloud, runtime } = await network();
  await put(cloud, 'LoginDeadLettersUrl', 'poison', 'poison');
  const QueueUrl = cloud.outputs.LoginDeadLettersUrl;
  await cloud.settle(call(cloud, 'ReceiveMessage', { QueueUrl, VisibilityTimeout: 45 }));
  const order = { isDryRun: true, queues: ['login'] } as const;
  expect(await redriveAll(cloud, runtime, order)).toMatchObject([
    { observedCount: 1, stayedCount: 1, hiddenCount: 1 },
  ]);
  await cloud.runUntil({ untilMs: cloud.nowMs() + 60_000 });
  expect(await redriveAll(cloud, runtime, order)).toMatchObject([
    { observedCount: 2, stayedCount: 2, hiddenCount: 0 },
  ]);
});
