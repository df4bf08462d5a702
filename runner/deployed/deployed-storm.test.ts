// The local cloud takes the place of a deployed stack: it has the same template, handlers and
// calls.
import { resolve } from 'node:path';
import type { Connection } from '#adapters/clients.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { billedBy, type PricedService } from '#adapters/priced-requests.ts';
import { type PolicyId, policies } from '#domain/policies.ts';
import { parseFaults } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { drill } from '#scenarios/drill.ts';
import { functionCode } from '../local/function-code.ts';
import { inProcessConnection } from '../local/in-process-connection.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { policyNamed } from '../policy-choice.ts';
import { runDeployedStorm, type StormObservation } from './deployed-storm.ts';
import { stormRequests } from './storm-bound.ts';

const template = readStackTemplate(resolve('cli'));
const startMs = Date.UTC(2026, 10, 23);

function startCloud(): LocalCloud {
  const faults = parseFaults('none');
  return startLocalCloud({ template, code: functionCode, seed: 1, startMs, faults });
}

function call(cloud: LocalCloud, operation: string, input: Record<string, unknown>) {
  const headers = { 'x-amz-target': `AmazonSQS.${operation}` };
  const body = JSON.stringify(input);
  return cloud.clientHandler().handle({ hostname: 'local-cloud.invalid', headers, body });
}

/** Tells of each call that a client of the connection makes. */
function watchedConnection(
  inner: Connection,
  onCall: (client: string, command: string) => void,
): Connection {
  return {
    ...inner,
    connect(client) {
      const connected = inner.connect(client) as typeof client & {
        send: (call: object) => unknown;
      };
      const send = connected.send.bind(connected);
      connected.send = (call) => {
        onCall(client.constructor.name, call.constructor.name);
        return send(call);
      };
      return connected;
    },
  };
}

/** Runs a storm on the cloud. `onObservation` may interfere. */
async function storm(
  cloud: LocalCloud,
  {
    policy = 'resilient' as PolicyId,
    onObservation = (_look: StormObservation): void => {},
    onCall = (_client: string, _command: string): void => {},
  } = {},
) {
  const { MembershipDeadLettersUrl: QueueUrl } = cloud.outputs;
  const runtime = operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    random: () => 0.5,
    connection: watchedConnection(inProcessConnection(cloud.clientHandler()), onCall),
    // Outside code lets virtual time pass with a call that takes time: a long poll.
    sleep: async (durationMs) => {
      const seconds = Math.round(durationMs / 1000);
      await call(cloud, 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: seconds });
    },
  });
  const runId = `drill-${cloud.nowMs()}`;
  const order = { runId, scenario: drill, policy: policies[policy], seed: 7, nodes: 60 };
  const ignore = () => {};
  const watcher = { seeding: ignore, starting: ignore, started: ignore, observed: onObservation };
  return cloud.settle(runDeployedStorm(runtime, cloud.outputs, order, watcher));
}

test('a storm that heals is reported with everybody counted and nothing left behind', async () => {
  const observations: StormObservation[] = [];
  const outcome = await storm(startCloud(), {
    onObservation: (observation) => observations.push(observation),
  });
  expect(outcome).toMatchObject({
    executionStatus: 'SUCCEEDED',
    outcome: 'healed',
    verdict: { kind: 'healed' },
    expected: ['healed'],
    populationCount: 60,
    onlineCount: 60,
    violations: [],
    quarantinedCount: 0,
    deadLetters: { MembershipDeadLetters: 0, LoginDeadLetters: 0, HealDeadLetters: 0 },
  });
  expect(outcome.plannedRestartCount).toBeGreaterThan(20);
  expect(outcome.restartedCount).toBe(outcome.plannedRestartCount);
  expect(outcome.seconds).toBeGreaterThan(25);
  expect(outcome.seconds).toBeLessThan(180);
  expect(observations[0]?.onlineShare).toBe(1);
  expect(observations.length).toBeGreaterThan(outcome.seconds / 3);
  expect(outcome.worstOfflineShare).toBeCloseTo(
    1 - Math.min(...observations.map(({ onlineShare }) => onlineShare)),
  );
  expect(outcome.worstOfflineShare).toBeGreaterThan(0.1);
  expect(outcome.healMs).toBeGreaterThan(0);
  expect(outcome.verdict.sentence).toMatch(/^100 % were signed in again .* after the last restart/);
});

test.each<PolicyId>(['resilient', 'legacy-2007'])(
  'under %s it asks no more than a storm on AWS is priced for',
  async (policy) => {
    const asked: Partial<Record<PricedService, number>> = {};
    await storm(startCloud(), {
      policy,
      onCall: (client, command) => {
        const service = billedBy(client, command);
        if (service !== undefined) asked[service] = (asked[service] ?? 0) + 1;
      },
    });
    const priced = { scenario: drill, policy: policyNamed(policy), seed: 7, nodes: 60 };
    const { DynamoDB = 0, SQS = 0 } = stormRequests(priced);
    expect(asked.DynamoDB).toBeGreaterThan(10);
    expect(asked.DynamoDB).toBeLessThanOrEqual(DynamoDB);
    expect(asked.SQS).toBeGreaterThan(5);
    expect(asked.SQS).toBeLessThanOrEqual(SQS);
  },
);

test('under the 2007 policy it is not healed in its time', async () => {
  const outcome = await storm(startCloud(), { policy: 'legacy-2007' });
  expect(outcome).toMatchObject({
    executionStatus: 'FAILED',
    healMs: null,
    violations: [],
    outcome: 'timed-out',
    failure: null,
  });
  expect(['not-healed', 'stuck']).toContain(outcome.verdict.kind);
  expect(outcome.expected).toContain(outcome.verdict.kind);
  expect(outcome.onlineCount).toBeLessThan(outcome.populationCount);
});

test('a message that nobody can read is counted as quarantined, and harms nobody', async () => {
  const cloud = startCloud();
  let isSent = false;
  const outcome = await storm(cloud, {
    onObservation: () => {
      if (!isSent) void send(cloud, 'LoginQueueUrl');
      isSent = true;
    },
  });
  expect(outcome).toMatchObject({ quarantinedCount: 1, verdict: { kind: 'healed' } });
});

test('only the dead-lettered messages of this storm count, and one is too many', async () => {
  const cloud = startCloud();
  await cloud.settle(send(cloud, 'HealDeadLettersUrl'));
  const clean = await storm(cloud);
  expect(clean).toMatchObject({ deadLetters: { HealDeadLetters: 0 }, violations: [] });
  expect(clean.verdict.kind).toBe('healed');
  let isSent = false;
  const unclean = await storm(cloud, {
    onObservation: () => {
      if (!isSent) void send(cloud, 'HealDeadLettersUrl');
      isSent = true;
    },
  });
  expect(unclean).toMatchObject({
    deadLetters: { HealDeadLetters: 1 },
    verdict: { kind: 'violated', sentence: expect.stringContaining('of the heal queue') },
  });
  expect(unclean).toMatchObject({ outcome: 'healed', onlineCount: 60 });
});

test("what another run's messages come to in the meantime is not this storm's", async () => {
  const cloud = startCloud();
  let isSent = false;
  const MessageBody = JSON.stringify({ type: 'HealStepDue', runId: 'another' });
  const outcome = await storm(cloud, {
    onObservation: () => {
      if (!isSent) void send(cloud, 'HealDeadLettersUrl', MessageBody);
      isSent = true;
    },
  });
  expect(isSent).toBe(true);
  expect(outcome).toMatchObject({
    deadLetters: { HealDeadLetters: 0 },
    verdict: { kind: 'healed' },
  });
});

test("messages that somebody held when it began are not this storm's", async () => {
  const cloud = startCloud();
  for (const output of ['HealDeadLettersUrl', 'QuarantineQueueUrl']) {
    await cloud.settle(send(cloud, output));
    const input = { QueueUrl: cloud.outputs[output], VisibilityTimeout: 20 };
    await cloud.settle(call(cloud, 'ReceiveMessage', input));
  }
  expect(await storm(cloud)).toMatchObject({
    verdict: { kind: 'healed' },
    quarantinedCount: 0,
    deadLetters: { HealDeadLetters: 0 },
  });
});

test('a message that was dead-lettered in the storm counts, even if it is held', async () => {
  const cloud = startCloud();
  const QueueUrl = cloud.outputs.HealDeadLettersUrl;
  let isSent = false;
  const outcome = await storm(cloud, {
    onObservation: () => {
      if (isSent) return;
      isSent = true;
      void send(cloud, 'HealDeadLettersUrl').then(() =>
        call(cloud, 'ReceiveMessage', { QueueUrl, VisibilityTimeout: 3_600 }),
      );
    },
  });
  expect(outcome).toMatchObject({
    deadLetters: { HealDeadLetters: 1 },
    verdict: { kind: 'violated' },
  });
});

function send(cloud: LocalCloud, output: string, MessageBody = 'hello') {
  return call(cloud, 'SendMessage', { QueueUrl: cloud.outputs[output], MessageBody });
}
