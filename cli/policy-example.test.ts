// Runs the policy that docs/policies.md shows, so that it always works.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { builtInDecisions, decisionsOf } from '#domain/decisions.ts';
import { policies } from '#domain/policies.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { runPolicy } from '#runner/local/run-policy.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { choosePolicy, policySource } from '#runner/policy-choice.ts';

const folder = mkdtempSync(join(tmpdir(), 'rebootstorm-example-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The first block of TypeScript in the page, saved as a student would save it. */
const policy = join(folder, 'mine.ts');
writeFileSync(policy, exampleOf(readFileSync('docs/policies.md', 'utf8')));

function exampleOf(page: string): string {
  const [, block] = /^```ts\n([\s\S]*?)^```$/m.exec(page) ?? [];
  if (block === undefined) throw new Error('expected a block of TypeScript in docs/policies.md');
  return block;
}

test('the example is loaded under its name, and decides one thing by itself', async () => {
  const chosen = await choosePolicy(policySource(policy));
  expect(chosen.policy).toEqual({ ...policies.resilient, id: 'first-come' });
  const { placeClient, ...others } = decisionsOf(chosen.decisions);
  expect(builtInDecisions).toMatchObject(others);
  expect(placeClient).not.toBe(builtInDecisions.placeClient);
});

test('the drill heals under the example, and every invariant holds', async () => {
  const template = readStackTemplate(resolve('cli'));
  const order = {
    scenario: 'drill',
    policy: policySource(policy),
    seed: 1,
    nodeCount: 60,
    faults: FAULTS_NONE,
    template,
  };
  const { run } = await runPolicy(order, () => {});
  expect(run).toMatchObject({ policy: 'first-come', verdict: { kind: 'healed' }, violations: [] });
  expect(run.loginsPlaced).toBeGreaterThan(0);
});
