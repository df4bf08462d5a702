// A storm on a stack that Lambda may stop as a loop, and on ours.

import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { runPolicy } from '#runner/local/run-policy.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { policySource } from '#runner/policy-choice.ts';

type Template = { Resources: Record<string, { Properties?: Record<string, unknown> }> };

async function violationsOf(template: Template): Promise<readonly string[]> {
  const order = {
    scenario: 'drill',
    policy: policySource('legacy-2007'),
    seed: 7,
    nodeCount: 120,
    faults: FAULTS_NONE,
  };
  const { run } = await runPolicy({ ...order, template }, () => {});
  return run.violations;
}

test('where no loop is allowed Lambda stops messages, and the run says so', async () => {
  const template = readStackTemplate('cli') as Template;
  for (const { Properties } of Object.values(template.Resources)) delete Properties?.RecursiveLoop;
  const violations = await violationsOf(template);
  expect(violations).toContainEqual(
    expect.stringMatching(/^Lambda stopped \d+ invocations of .*Login.* as a recursive loop/),
  );
});

test('our stack loses none', async () => {
  expect(await violationsOf(readStackTemplate('cli') as Template)).toEqual([]);
});
