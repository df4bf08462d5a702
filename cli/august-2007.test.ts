// The incident itself, as small as it gets: real handlers, real adapters, the whole local cloud.
import { resolve } from 'node:path';
import type { PolicyId } from '#domain/policies.ts';
import { runPolicy } from './run-policy.ts';
import { readStackTemplate } from './stack-template.ts';

jest.setTimeout(120_000);

const template = readStackTemplate(resolve('cli'));

const nodeCount = 60;

async function august(policy: PolicyId, faults: string) {
  const order = { scenario: 'august-2007', policy, seed: 2007, nodeCount, faults, template };
  return (await runPolicy(order, () => {})).run;
}

test('sixty nodes go down for long under the 2007 policy, and not under the other', async () => {
  const legacy = await august('legacy-2007', 'default');
  const resilient = await august('resilient', 'default');
  expect([...legacy.violations, ...resilient.violations]).toEqual([]);
  expect(['late', 'stuck']).toContain(legacy.verdict.kind);
  expect(resilient.verdict.kind).toBe('healed');
  expect(resilient.samples.at(-1)?.onlineCount).toBeGreaterThanOrEqual(0.99 * nodeCount);
  expect(resilient.promotions).toBeGreaterThan(legacy.promotions);
  expect(resilient.loginAttempts).toBeLessThan(legacy.loginAttempts / 10);
  expect(legacy.restarts).toBe(resilient.restarts);
});

test('without faults the resilient policy heals it as well', async () => {
  const resilient = await august('resilient', 'none');
  expect(resilient).toMatchObject({ verdict: { kind: 'healed' }, violations: [], faults: {} });
});
