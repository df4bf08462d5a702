// The local cloud takes the place of a deployed stack. It is checked as it is, and with damage
// planted in it.
import { resolve } from 'node:path';
import { finishRun, UnknownRunError } from '#adapters/network/run-table.ts';
import { seedRun } from '#adapters/network/seed-run.ts';
import { openTable } from '#adapters/network/table.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import type { InvariantId } from '#domain/invariants/invariant.ts';
import { invariantIds } from '#domain/invariants/invariant.ts';
import { policies } from '#domain/policies.ts';
import type { RunVerdict } from '#domain/storm/run-verdict.ts';
import { parseFaults } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { aLogin, aProof } from '#testing/domain/builders.ts';
import { functionCode } from '../local/function-code.ts';
import { inProcessConnection } from '../local/in-process-connection.ts';
import { outsideRuntime } from '../local/outside-the-cloud.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { type CheckedRun, checkStack } from './check-stack.ts';
import { lettersReadMax } from './letters-of-runs.ts';

const template = readStackTemplate(resolve('cli'));
const runId = 'drill';
const hourMs = 3_600_000;

function call(cloud: LocalCloud, target: string, input: Record<string, unknown>) {
  const headers = { 'x-amz-target': target };
  const body = JSON.stringify(input);
  return cloud.clientHandler().handle({ hostname: 'local-cloud.invalid', headers, body });
}

/**
 * Two cells of thirty nodes. The network is quiet, at a time after the storm or (`isStormy`) in the
 * middle of it.
 */
async function quietNetwork({ isStormy = false } = {}) {
  const faults = parseFaults('none');
  const startMs = drill.startMs;
  const cloud = startLocalCloud({ template, code: functionCode, seed: 1, startMs, faults });
  const runtime = operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    random: () => 0.5,
    connection: inProcessConnection(cloud.clientHandler()),
    // Outside code lets virtual time pass with a call that takes time: a long poll.
    sleep: async (durationMs) => {
      const QueueUrl = cloud.outputs.LoginDeadLettersUrl;
      const WaitTimeSeconds = Math.min(20, Math.ceil(durationMs / 1000));
      await call(cloud, 'AmazonSQS.ReceiveMessage', { QueueUrl, WaitTimeSeconds });
    },
  });
  const choices = { runId, seed: 1, nodeCount: 60, shiftMs: 0, policy: policies.resilient };
  await cloud.settle(seedRun(runtime, planRun(drill, choices)));
  if (isStormy) await cloud.settle(startStorm(runtime, runId));
  await cloud.runUntil({ untilMs: startMs + (isStormy ? 12_000 : 3 * 60_000) });
  const check = async (only?: string) =>
    (await cloud.settle(checkStack(runtime, cloud.outputs, only))) as [CheckedRun];
  return { cloud, runtime, check };
}

/** Changes an item of the table past the control plane. */
async function damage(cloud: LocalCloud, sk: string, attributes: Record<string, unknown>) {
  const TableName = cloud.outputs.TableName;
  const pk = { S: `CELL#${runId}#c0000` };
  const names = Object.keys(attributes);
  await cloud.settle(
    call(cloud, 'DynamoDB_20120810.UpdateItem', {
      TableName,
      Key: { pk, sk: { S: sk } },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        names.map((name) => [`:${name}`, attributes[name]]),
      ),
    }),
  );
}

type Item = Record<string, { N?: string; S?: string } | undefined>;

function isFirstRegistration(item: object): boolean {
  return (item as Item).sk?.S === 'SUPERNODE#n00000000';
}

function send(cloud: LocalCloud, output: string, MessageBody: string) {
  const QueueUrl = cloud.outputs[output];
  return cloud.settle(call(cloud, 'AmazonSQS.SendMessage', { QueueUrl, MessageBody }));
}

/** The invariants that do not hold, each with its first sentence. */
function complaints([run]: readonly CheckedRun[]): Partial<Record<InvariantId, string>> {
  const others = run?.verdicts.filter(({ verdict }) => verdict !== 'holds') ?? [];
  return Object.fromEntries(
    others.map(({ id, verdict, violations: [first], reason }) => [
      id,
      `${verdict}: ${first === undefined ? reason : `${first.item} ${first.words}`}`,
    ]),
  );
}

test('of a quiet network every invariant holds, whether its run is named or found', async () => {
  const { check } = await quietNetwork();
  const all = await check();
  expect(all).toMatchObject([{ runId, isOver: false, nodeCount: 60 }]);
  expect(all[0].readUnits).toBeGreaterThan(0);
  expect(all[0].verdicts).toHaveLength(invariantIds.length);
  expect(complaints(all)).toEqual({});
  expect(complaints(await check(runId))).toEqual({});
});

test('a slot that nobody holds is leaked; an uncounted client has a home too many', async () => {
  const { cloud, check } = await quietNetwork();
  const registration = cloud.scan(cloud.outputs.TableName ?? '').find(isFirstRegistration) as Item;
  const used = Number(registration.used?.N);
  await damage(cloud, 'SUPERNODE#n00000000', { used: { N: String(used + 1) } });
  const leaked = complaints(await check());
  expect(Object.keys(leaked)).toEqual(['no-slot-leaked', 'counters-exact']);
  const words = `${used + 1} slots used, ${used} clients homed`;
  expect(leaked['no-slot-leaked']).toBe(`violated: n00000000@1 ${words}`);
  await damage(cloud, 'SUPERNODE#n00000000', { used: { N: '0' } });
  expect(complaints(await check())['one-home']).toMatch(/^violated: n00000000@1 0 slots used/);
});

test('an overfull registration, a supernode with a home, an unproven node: all found', async () => {
  const { cloud, check } = await quietNetwork();
  await damage(cloud, 'SUPERNODE#n00000000', { slots: { N: '1' } });
  const home = { M: { supernode: { S: 'n00000000' }, epoch: { N: '1' } } };
  await damage(cloud, 'NODE#n00000000', { home });
  await damage(cloud, 'NODE#n00000020', { provenEpoch: { N: '0' } });
  const reported = complaints(await check());
  expect(reported['capacity-never-exceeded']).toMatch(/slots used of 1/);
  expect(reported['one-home']).toMatch(/n00000000 a supernode, with a home at n00000000@1/);
  expect(reported['only-proven']).toBe('violated: n00000020 online at boot 1, proven at 0');
});

test('a wrong population is a counter that is not exact', async () => {
  const { cloud, check } = await quietNetwork();
  await damage(cloud, 'CELL', { population: { N: '59' } });
  expect(complaints(await check())['counters-exact']).toMatch(/population is 59, 30 nodes/);
});

test('a dead-lettered message or a sound one in quarantine violates it, poison not', async () => {
  const { cloud, check } = await quietNetwork();
  await send(cloud, 'LoginQueueUrl', 'poison');
  await cloud.runUntil({ untilMs: cloud.nowMs() + 60_000 });
  expect(complaints(await check())).toEqual({});
  const login = { ...aLogin({ proof: aProof(), dueAtMs: cloud.nowMs() }), runId };
  const quarantined = (some: object) => {
    const body = JSON.stringify({ ...login, ...some });
    const aside = { queue: 'login', messageId: 'm9', reason: '', body };
    return send(cloud, 'QuarantineQueueUrl', JSON.stringify(aside));
  };
  // A consumer rightly quarantines a message of an unknown cell, and one that is due too far ahead.
  await quarantined({ cell: 'c9999' });
  await quarantined({ dueAtMs: cloud.nowMs() + 25 * hourMs });
  expect(complaints(await check())).toEqual({});
  await quarantined({});
  expect(complaints(await check())['dead-letters-empty']).toMatch(/m9 of the login queue could/);
  await send(cloud, 'HealDeadLettersUrl', letterOf(runId));
  expect(complaints(await check())['dead-letters-empty']).toMatch(
    /HealDeadLetters 1 dead-lettered messages/,
  );
});

/** A dead-lettered message that names a run. */
const letterOf = (name: string) => JSON.stringify({ type: 'HealStepDue', runId: name });

test("a run is not blamed for another one's dead letters", async () => {
  const { cloud, runtime, check } = await quietNetwork();
  const later = { seed: 2, nodeCount: 60, shiftMs: 0, policy: policies.resilient };
  const second = planRun(drill, { ...later, runId: 'second' });
  await cloud.settle(seedRun(runtime, second));
  await send(cloud, 'LoginDeadLettersUrl', letterOf(runId));
  const body = letterOf(runId);
  const aside = { queue: 'heal', messageId: 'm1', reason: '', body };
  await send(cloud, 'QuarantineQueueUrl', JSON.stringify(aside));
  const [first, other] = (await check()) as readonly CheckedRun[];
  expect(first?.letters).toMatchObject({
    deadLetters: { LoginDeadLetters: 1, HealDeadLetters: 0 },
    quarantinedCount: 1,
  });
  expect(complaints(first ? [first] : [])).toEqual({
    'dead-letters-empty': 'violated: LoginDeadLetters 1 dead-lettered messages',
  });
  expect(other).toMatchObject({ runId: 'second', letters: { quarantinedCount: 0 } });
  expect(complaints(other ? [other] : [])).toEqual({});
});

test('a dead letter that names no run may be of any, so it is unknown', async () => {
  const { cloud, check } = await quietNetwork();
  await send(cloud, 'HealDeadLettersUrl', 'dead');
  expect(complaints(await check())).toEqual({
    'dead-letters-empty':
      'unknown: 1 messages in HealDeadLetters may be of any run: they name none, or were not read',
  });
  await send(cloud, 'HealDeadLettersUrl', letterOf(runId));
  expect(complaints(await check())['dead-letters-empty']).toBe(
    'violated: HealDeadLetters at least 1 dead-lettered messages',
  );
});

test('of more letters than are read nothing is claimed', async () => {
  const { cloud, check } = await quietNetwork();
  const QueueUrl = cloud.outputs.HealDeadLettersUrl;
  for (let from = 0; from < lettersReadMax; from += 10) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: String(index),
      MessageBody: letterOf('other'),
    }));
    await cloud.settle(call(cloud, 'AmazonSQS.SendMessageBatch', { QueueUrl, Entries }));
  }
  expect(complaints(await check())).toEqual({});
  await send(cloud, 'HealDeadLettersUrl', letterOf('other'));
  expect(complaints(await check())['dead-letters-empty']).toMatch(
    /^unknown: 1 messages in HealDeadLetters may be of any run/,
  );
});

/** Receives one message of a queue without deleting it. */
function hide(cloud: LocalCloud, output: string, VisibilityTimeout: number) {
  const QueueUrl = cloud.outputs[output];
  return cloud.settle(call(cloud, 'AmazonSQS.ReceiveMessage', { QueueUrl, VisibilityTimeout }));
}

test('a dead-lettered message that somebody holds is not read, so it is unknown', async () => {
  const { cloud, check } = await quietNetwork();
  await send(cloud, 'LoginDeadLettersUrl', letterOf(runId));
  await hide(cloud, 'LoginDeadLettersUrl', 45);
  expect(complaints(await check())['dead-letters-empty']).toMatch(
    /^unknown: 1 messages in LoginDeadLetters may be of any run/,
  );
});

test('a dead-lettered message that is delayed could not be read, either', async () => {
  const { cloud, check } = await quietNetwork();
  const input = { QueueUrl: cloud.outputs.HealDeadLettersUrl, MessageBody: letterOf(runId) };
  await cloud.settle(call(cloud, 'AmazonSQS.SendMessage', { ...input, DelaySeconds: 600 }));
  expect(complaints(await check())['dead-letters-empty']).toMatch(
    /^unknown: 1 messages in HealDead/,
  );
});

test('a hidden message in quarantine could not be read, so it is unknown', async () => {
  const { cloud, check } = await quietNetwork();
  await send(cloud, 'QuarantineQueueUrl', 'poison');
  await hide(cloud, 'QuarantineQueueUrl', 600);
  expect(complaints(await check())['dead-letters-empty']).toMatch(/^unknown: 1 messages in quar/);
});

test('messages that were read stay where they are', async () => {
  const { cloud, check } = await quietNetwork();
  for (let serial = 0; serial < 25; serial += 1)
    await send(cloud, 'QuarantineQueueUrl', `poison ${serial}`);
  const before = cloud.scan(cloud.outputs.TableName ?? '').length;
  expect(complaints(await check())).toEqual({});
  const depths = Object.entries(cloud.queueDepths());
  const quarantine = depths.find(([name]) => cloud.outputs.QuarantineQueueUrl?.endsWith(name));
  expect(quarantine?.[1]).toEqual({ visible: 25, delayed: 0, inFlight: 0 });
  expect(cloud.scan(cloud.outputs.TableName ?? '')).toHaveLength(before);
});

test('what becomes of who has a dead home is unknown, with the reason', async () => {
  const { cloud, check } = await quietNetwork();
  const home = { M: { supernode: { S: 'n00000000' }, epoch: { N: '7' } } };
  await damage(cloud, 'NODE#n00000021', { home });
  const reported = complaints(await check());
  expect(reported['no-login-lost']).toMatch(
    /^unknown: 1 are not signed in; which messages are theirs/,
  );
  expect(reported['no-dead-home']).toMatch(/^unknown: 1 have a dead home/);
});

/** Ends the run by hand or with a verdict, and lets its leases run out. */
async function longOver(verdict?: RunVerdict) {
  const { cloud, check } = await quietNetwork();
  await cloud.settle(finishRun(openTable(outsideRuntime(cloud)), runId, verdict));
  const endedAtMs = cloud.nowMs();
  await cloud.runUntil({ untilMs: endedAtMs + 3 * hourMs });
  return { endedAtMs, runs: await check() };
}

const everybody: RunVerdict = {
  outcome: 'healed',
  onlineCount: 60,
  populationCount: 60,
  sinceLastRestartMs: 60_000,
};

test('a run that is long over is unknown where only its leases could say', async () => {
  const { endedAtMs, runs } = await longOver();
  expect(runs[0]).toMatchObject({
    isOver: true,
    end: { verdict: null, stopped: null, atMs: expect.closeTo(endedAtMs, -3) },
  });
  const reported = complaints(runs);
  expect(Object.keys(reported)).toEqual(['no-dead-home', 'no-login-lost', 'liveness']);
  expect(reported.liveness).toMatch(/^unknown: the run is over, and its leases have run out/);
});

test('what was written down when a run healed does not decay with its leases', async () => {
  const { runs } = await longOver(everybody);
  expect(runs[0].end).toMatchObject({ verdict: everybody, stopped: null });
  expect(complaints(runs)).toEqual({});
});

test('who was not signed in at the end stays unknown, and a late end is no healing', async () => {
  const some = { ...everybody, onlineCount: 59 };
  const reported = complaints((await longOver(some)).runs);
  expect(Object.keys(reported)).toEqual(['no-dead-home', 'no-login-lost']);
  const late = { ...some, outcome: 'timed-out', sinceLastRestartMs: 9 * hourMs } as const;
  expect(complaints((await longOver(late)).runs).liveness).toMatch(
    /^violated: the network 59 of 60 online at the end, later than H/,
  );
  const stopped = { ...some, outcome: 'failed' } as const;
  expect(complaints((await longOver(stopped)).runs).liveness).toMatch(/^unknown: .* not observed/);
});

test('in the middle of a storm nothing seems broken: what moves is unknown', async () => {
  const { cloud, check } = await quietNetwork({ isStormy: true });
  for (let read = 0; read < 4; read += 1) {
    const reported = complaints(await check());
    expect(Object.values(reported).filter((words) => words.startsWith('violated'))).toEqual([]);
  }
  expect(cloud.metrics().NodesRestarted).toBeGreaterThan(10);
});

test('a run that is not there is an error that names it', async () => {
  const { check } = await quietNetwork();
  await expect(check('nothing')).rejects.toThrow(UnknownRunError);
});

test('a run that is not whole is unknown, and the others are checked', async () => {
  const { cloud, check } = await quietNetwork();
  const Item = { pk: { S: 'RUN#a-half' }, sk: { S: 'RUN' } };
  const TableName = cloud.outputs.TableName;
  await cloud.settle(call(cloud, 'DynamoDB_20120810.PutItem', { TableName, Item }));
  const runs: readonly CheckedRun[] = await check();
  expect(runs).toMatchObject([
    { runId: 'a-half', uncheckedBecause: expect.stringContaining('its storm'), verdicts: [] },
    { runId, uncheckedBecause: null, nodeCount: 60 },
  ]);
  expect(runs[1]?.verdicts).toHaveLength(invariantIds.length);
  await expect(check('a-half')).rejects.toThrow(UnknownRunError);
});
