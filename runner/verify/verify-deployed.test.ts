// The local cloud takes the place of a deployed stack, as in measure-deployed.test.ts.
import { resolve } from 'node:path';
import { wallClock } from '#adapters/operator-clock.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { startLocalCloud } from '#local-cloud/local-cloud.ts';
import { functionCode } from '../local/function-code.ts';
import { inProcessConnection } from '../local/in-process-connection.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { policyNamed } from '../policy-choice.ts';
import { compareMeasured } from './compare-measured.ts';
import type { Measured } from './measured.ts';
import type { VerifiedPolicy } from './verified-policy.ts';
import { awsPatience, compareDeployed, stormEachSeed } from './verify-deployed.ts';

const { policy } = policyNamed('resilient');
const seeds = [1, 2, 3, 4, 5];

function runs(sqsRequests: number): Measured[] {
  return seeds.map(() => ({
    counts: { HealSteps: 100 },
    meters: { 'sqs.requests': sqsRequests },
    healMs: 15_000,
    belowTargetMs: 30_000,
    worstOfflineShare: 0.4,
    ending: 'healed',
    ranForMs: 110_000,
    violations: [],
  }));
}

const compared = { local: runs(1_000), other: runs(2_000) };
const options = { observeEveryMs: 5_000, nodeCount: 100, excuseOf: () => null };
const verified: VerifiedPolicy = {
  scenario: 'drill',
  policy: 'resilient',
  nodes: 100,
  reference: 'local cloud',
  against: 'twin',
  runs: compared,
  comparison: compareMeasured(compared.local, compared.other, options),
};

const deployed = seeds.map(() => ({
  counts: { HealSteps: 100 },
  meters: { 'sqs.requests': 1_990, 'lambda.durationMs': 7 },
  ending: 'healed' as const,
  violations: [],
}));

test('a deployed stack is held against the local cloud and against the twin', () => {
  const [local, twin, ...more] = compareDeployed(verified, policy, seeds, deployed);
  expect(more).toEqual([]);
  const verdicts = (one: VerifiedPolicy | undefined) =>
    Object.fromEntries(one?.comparison.rows.map(({ name, verdict }) => [name, verdict]) ?? []);
  const unseen = { 'healed after': 'excused', 'ran for': 'excused', 'below target': 'excused' };
  const alike = { HealSteps: 'within', 'worst share offline': 'excused', ...unseen };
  expect(local).toMatchObject({ reference: 'local cloud', against: 'deployed stack' });
  expect(verdicts(local)).toEqual({ ...alike, 'sqs.requests': 'outside' });
  expect(twin).toMatchObject({ reference: 'twin', against: 'deployed stack' });
  expect(verdicts(twin)).toEqual({ ...alike, 'sqs.requests': 'within' });
});

test('after a control it is held against the local cloud alone', () => {
  const control: VerifiedPolicy = { ...verified, against: 'local cloud again' };
  expect(compareDeployed(control, policy, seeds, deployed)).toHaveLength(1);
});

test('on AWS each run has clock minutes of its own', async () => {
  const startMs = Date.UTC(2026, 10, 23, 0, 0, 20);
  const cloud = startLocalCloud({
    template: readStackTemplate(resolve('cli')),
    code: functionCode,
    seed: 1,
    startMs,
    faults: FAULTS_NONE,
  });
  const { MembershipDeadLettersUrl: QueueUrl } = cloud.outputs;
  const handler = cloud.clientHandler();
  const runtime = operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    random: () => 0.5,
    connection: inProcessConnection(handler),
    sleep: async (durationMs) => {
      // A long poll of at most 20 s lets virtual time pass.
      for (let leftMs = durationMs; leftMs > 0; leftMs -= 20_000) {
        const WaitTimeSeconds = Math.ceil(Math.min(leftMs, 20_000) / 1000);
        const body = JSON.stringify({ QueueUrl, WaitTimeSeconds });
        const headers = { 'x-amz-target': 'AmazonSQS.ReceiveMessage' };
        await handler.handle({ hostname: 'local-cloud.invalid', headers, body });
      }
    },
  });
  const begun: string[] = [];
  const onRun = (_seed: number, runId: string) => begun.push(runId);
  const stack = { runtime, outputs: cloud.outputs, place: 'here', region: 'r', clock: wallClock };
  const order = { scenario: 'drill', policy, nodes: 100, seeds: [7, 8], onRun };
  const storms = await cloud.settle(stormEachSeed(stack, order, awsPatience.isByMinute));
  expect(storms.map(({ measured }) => measured.ending)).toEqual(['healed', 'healed']);
  const [first, second] = storms.map(({ span }) => span);
  const minuteOf = (ms = Number.NaN) => Math.floor(ms / 60_000);
  expect(minuteOf(second?.fromMs)).toBeGreaterThan(minuteOf(first?.toMs));
  const begunAtMs = begun.map((runId) => Number(runId.split('-')[1]));
  for (const atMs of begunAtMs) expect(atMs % 60_000).toBeLessThan(1_000);
});
