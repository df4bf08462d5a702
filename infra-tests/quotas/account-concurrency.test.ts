// What an account does that allows few invocations at a time, in both clouds: it throttles, and
// where that ends a storm's execution, the verdict says so.

import { resolve } from 'node:path';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { runPolicy } from '#runner/local/run-policy.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { policySource } from '#runner/policy-choice.ts';
import type { RunResult } from '#runner/result.ts';
import { twinRun } from '#runner/twin/twin-run.ts';

const template = readStackTemplate(resolve('cli'));
const unreported = () => {};

interface Order {
  readonly policy: string;
  readonly nodeCount: number;
  readonly accountConcurrency?: number;
}

const clouds: Readonly<Record<string, (order: Order) => Promise<RunResult>>> = {
  'the local cloud': async (order) => {
    const local = { scenario: 'drill', seed: 3, faults: FAULTS_NONE, template };
    return (await runPolicy({ ...local, ...order, policy: policySource(order.policy) }, unreported))
      .run;
  },
  'the twin': async (order) => {
    const twin = { scenario: 'drill', seed: 3, scale: 'embedded', retries: 'executed' } as const;
    const policy = policySource(order.policy);
    return (await twinRun({ cloud: 'twin', ...twin, ...order, policy }, unreported, () => 0)).run;
  },
};

describe.each(Object.keys(clouds))('%s', (name) => {
  const run = clouds[name];
  if (run === undefined) throw new Error(`expected a cloud ${name}`);

  test('throttles what is beyond the account, and a small one still heals', async () => {
    const small = { policy: 'resilient', nodeCount: 400, accountConcurrency: 5 };
    const { peaks, meters, verdict, failure } = await run(small);
    expect(peaks['lambda.concurrency']).toBe(5);
    expect(meters['lambda.throttles']).toBeGreaterThan(0);
    expect([verdict.kind, failure]).toEqual(['healed', null]);
  });

  test('throttles nobody in an account as AWS has it by default', async () => {
    const { peaks, meters } = await run({ policy: 'resilient', nodeCount: 400 });
    expect(peaks['lambda.concurrency']).toBeGreaterThan(5);
    expect(meters['lambda.throttles'] ?? 0).toBe(0);
  });

  test('calls a storm failed that nobody could conduct, and names the quota', async () => {
    const none = { policy: 'legacy-2007', nodeCount: 300, accountConcurrency: 0 };
    const { verdict, failure, endedEarly, violations } = await run(none);
    // Messages that nobody ever handles may die meanwhile, and that goes before.
    expect(verdict.kind).toBe(violations.length > 0 ? 'violated' : 'failed');
    expect(failure).toMatchObject({ status: 'FAILED', quota: 'accountConcurrency' });
    expect(verdict.sentence).toMatch(/ended as FAILED .*TooManyRequestsException/);
    expect(verdict.sentence).toMatch(/a quota of AWS: invocations at a time in an account: 1,000/);
    expect(endedEarly).toBe('its state machine failed');
  });
});

test('the clouds agree on how often a small account throttles', async () => {
  const order = { policy: 'legacy-2007', nodeCount: 400, accountConcurrency: 2 };
  const runs = await Promise.all(Object.values(clouds).map((run) => run(order)));
  const [local = Number.NaN, twin = Number.NaN] = runs.map(
    ({ meters }) => meters['lambda.throttles'],
  );
  expect(local).toBeGreaterThan(10);
  expect(twin / local).toBeGreaterThan(0.5);
  expect(twin / local).toBeLessThan(2);
});
