// The local cloud takes the place of a deployed stack: it has the same template, handlers and
// calls.

import { resolve } from 'node:path';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { startLocalCloud } from '#local-cloud/local-cloud.ts';
import { drill } from '#scenarios/drill.ts';
import { functionCode } from '../local/function-code.ts';
import { inProcessConnection } from '../local/in-process-connection.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { policyNamed } from '../policy-choice.ts';
import { compareMeasured } from './compare-measured.ts';
import { measureDeployed } from './measure-deployed.ts';
import { measureRun } from './measure-run.ts';

const template = readStackTemplate(resolve('cli'));

test('what a deployed stack keeps is counted as the local cloud counts it', async () => {
  const startMs = Date.UTC(2026, 10, 23);
  const cloud = startLocalCloud({
    template,
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
    // Outside code lets virtual time pass with a call that takes time: a long poll.
    sleep: async (durationMs) => {
      const body = JSON.stringify({ QueueUrl, WaitTimeSeconds: Math.round(durationMs / 1000) });
      const headers = { 'x-amz-target': 'AmazonSQS.ReceiveMessage' };
      await handler.handle({ hostname: 'local-cloud.invalid', headers, body });
    },
  });
  const policy = policyNamed('resilient');
  const asked = {
    runId: 'drill',
    scenario: drill,
    policy: policy.policy,
    seed: 7,
    nodes: 100,
    cellCount: 2,
  };
  const { measured: other, span } = await cloud.settle(
    measureDeployed(runtime, cloud.outputs, asked),
  );
  const local = await measureRun(
    { cloud: 'local', scenario: 'drill', policy, seed: 7, nodeCount: 100 },
    template,
  );
  expect(other).toMatchObject({ ending: 'healed', violations: [], meters: {} });
  expect(span.fromMs).toBe(startMs);
  expect(span.toMs).toBeLessThanOrEqual(cloud.nowMs());
  expect(other.counts.NodesRestarted).toBe(local.counts.NodesRestarted);
  expect(other.counts.HealSteps).toBe(cloud.metrics().HealSteps);

  const options = { nodeCount: 100, observeEveryMs: 5_000, excuseOf: () => 'not from outside' };
  const { rows } = compareMeasured([local], [other], options);
  const verdicts = new Map(rows.map(({ name, verdict }) => [name, verdict]));
  expect(verdicts.get('NodesRestarted')).toBe('within');
  expect(verdicts.get('sqs.requests')).toBe('excused');
  expect(verdicts.get('ran for')).toBe('excused');
});
