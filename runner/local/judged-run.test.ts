// Checks the history of whole runs on the local cloud. A healthy run shows no violation. A run that
// is damaged past the control plane does.
import { resolve } from 'node:path';
import { seedRun } from '#adapters/network/seed-run.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import { loginRequested } from '#domain/events.ts';
import { policies } from '#domain/policies.ts';
import { parseFaults } from '#local-cloud/faults.ts';
import { inputOf, type SdkRequest, successResponse } from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaCode } from '#local-cloud/lambda/lambda-code.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { aProof } from '#testing/domain/builders.ts';
import { functionCode } from './function-code.ts';
import { inProcessConnection } from './in-process-connection.ts';
import { judgeAsItRuns } from './judged-run.ts';
import { readStackTemplate } from './stack-template.ts';

const template = readStackTemplate(resolve('cli'));
const runId = 'drill';

type Damage = (cloud: LocalCloud) => Promise<unknown>;

/** Runs a drill of sixty nodes (or `nodeCount`) that is damaged in the middle of its storm. */
async function complaintsOf(
  damage: Damage,
  { faults = 'none', code = functionCode, nodeCount = 60 } = {},
) {
  const choices = { runId, seed: 1, nodeCount, shiftMs: 0, policy: policies.resilient };
  const planned = planRun(drill, choices);
  const judged = judgeAsItRuns(planned.settings, () => cloud.outputs);
  const cloud: LocalCloud = startLocalCloud({
    template,
    code: judged.overhear(code),
    seed: 1,
    startMs: drill.startMs,
    faults: parseFaults(faults),
    onCommit: (commit) => judged.onCommit(commit),
    onMessage: (fact) => judged.onMessage(fact),
  });
  const runtime = operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    random: () => 0.5,
    sleep: () => Promise.resolve(),
    connection: inProcessConnection(cloud.clientHandler()),
  });
  await cloud.settle(seedRun(runtime, planned));
  judged.seeded(cloud.nowMs());
  await cloud.settle(startStorm(runtime, runId));
  await cloud.runUntil({ untilMs: drill.startMs + 20_000 });
  await cloud.settle(damage(cloud));
  await cloud.runUntil({ untilMs: drill.startMs + 4 * 60_000 });
  const others = judged.verdicts(cloud.nowMs()).filter(({ verdict }) => verdict !== 'holds');
  return Object.fromEntries(
    others.map(({ id, verdict, violations: [violation], reason }) => [
      id,
      `${verdict}: ${violation?.words ?? reason}`,
    ]),
  );
}

function call(cloud: LocalCloud, target: string, input: Record<string, unknown>) {
  const headers = { 'x-amz-target': target };
  const body = JSON.stringify(input);
  return cloud.clientHandler().handle({ hostname: 'local-cloud.invalid', headers, body });
}

function update(sk: string, UpdateExpression: string, value: Record<string, unknown>): Damage {
  return (cloud) =>
    call(cloud, 'DynamoDB_20120810.UpdateItem', {
      TableName: cloud.outputs.TableName,
      Key: { pk: { S: `CELL#${runId}#c0000` }, sk: { S: sk } },
      UpdateExpression,
      ExpressionAttributeValues: { ':value': value },
    });
}

const send =
  (output: string, MessageBody: string): Damage =>
  (cloud) =>
    call(cloud, 'AmazonSQS.SendMessage', { QueueUrl: cloud.outputs[output], MessageBody });

const nothing: Damage = async () => {};

test('of a run without damage every invariant holds, with faults and without', async () => {
  expect(await complaintsOf(nothing)).toEqual({});
  expect(await complaintsOf(nothing, { faults: 'default' })).toEqual({});
});

test('a slot that is taken for nobody is seen at that very commit', async () => {
  const leak = update('SUPERNODE#operator-c0000', 'ADD used :value', { N: '1' });
  expect((await complaintsOf(leak))['counters-exact']).toMatch(/^violated: \d+ slots used, \d+ cl/);
});

test('a boot number that falls is seen, and so is a population that is changed alone', async () => {
  const epoch = update('NODE#n00000020', 'SET epoch = :value', { N: '0' });
  expect(await complaintsOf(epoch)).toHaveProperty('epochs-only-rise');
  const population = update('CELL', 'SET population = :value', { N: '31' });
  expect((await complaintsOf(population))['counters-exact']).toMatch(/population is 31, 30 nodes/);
});

test('a dead-lettered message is reported', async () => {
  const reported = await complaintsOf(send('HealDeadLettersUrl', 'dead'));
  expect(reported).toEqual({ 'dead-letters-empty': 'violated: is in the dead-letter queue' });
});

test('poison is quarantined, and breaks nothing', async () => {
  expect(await complaintsOf(send('LoginQueueUrl', 'poison'))).toEqual({});
});

test('a forged request is refused, and its proof counts for nothing', async () => {
  const place = { runId, cell: 'c0000' };
  const proof = aProof({ nonce: drill.startMs, expiresAtMs: drill.startMs + 3_600_000 });
  const first = { epoch: 1, attempt: 1, admissionAtMs: null, dueAtMs: drill.startMs, proof };
  const forged = loginRequested(place, { nodeId: 'n00000020', ...first });
  expect(await complaintsOf(send('LoginQueueUrl', JSON.stringify(forged)))).toEqual({});
});

/** The same code, but one function's calls of an operation are changed or dropped on the way. */
function sabotaged(entry: string, operation: string, change: (request: SdkRequest) => boolean) {
  const original = functionCode[entry];
  if (original === undefined) throw new Error(`expected code of ${entry}`);
  const code: LambdaCode = (environment) => {
    const { requestHandler } = environment;
    const handle = async (request: SdkRequest) => {
      const isMeant = request.headers['x-amz-target']?.endsWith(`.${operation}`);
      if (!isMeant || change(request)) return requestHandler.handle(request);
      const { Entries = [] } = inputOf(request) as { Entries?: { Id: string }[] };
      return { response: successResponse({ Successful: Entries.map(({ Id }) => ({ Id })) }) };
    };
    return original({ ...environment, requestHandler: { ...requestHandler, handle } });
  };
  return { ...functionCode, [entry]: code };
}

test('a log-in function that forgets to send the next attempt loses log-ins', async () => {
  const code = sabotaged('functions/login.ts', 'SendMessageBatch', () => false);
  const reported = await complaintsOf(nothing, { code, nodeCount: 200 });
  expect(reported['no-login-lost']).toMatch(/^violated: attempt \d+ was deleted, unanswered/);
});

test('a placement that takes no slot, and one that uses up no nonce, are seen', async () => {
  const withoutSlot = sabotaged('functions/login.ts', 'TransactWriteItems', (request) => {
    const input = inputOf(request) as { TransactItems: { Update?: { Key: Item } }[] };
    const isNode = ({ Update }: { Update?: { Key: Item } }) =>
      Update?.Key.sk?.S?.startsWith('NODE#');
    request.body = JSON.stringify({ ...input, TransactItems: input.TransactItems.filter(isNode) });
    return true;
  });
  const reported = await complaintsOf(nothing, { code: withoutSlot });
  expect(Object.keys(reported)).toEqual(expect.arrayContaining(['one-home', 'counters-exact']));
  const sameNonce = sabotaged('functions/login.ts', 'TransactWriteItems', (request) => {
    const text = JSON.stringify(inputOf(request));
    const kept = '#minNonce = if_not_exists(#minNonce, $1)';
    request.body = text.replaceAll(/#minNonce = (:v\d+)/g, kept);
    return true;
  });
  expect(await complaintsOf(nothing, { code: sameNonce })).toHaveProperty('nonce-never-reused');
});

type Item = Record<string, { S?: string } | undefined>;
