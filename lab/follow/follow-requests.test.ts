import { usualInputs } from '../inputs/inputs.ts';
import { ownPolicyName } from '../policy/policy-text.ts';
import { runRequests } from './follow-requests.ts';

test('a PC is followed in the runs of the page, with their hypotheses and account', () => {
  const policies = ['resilient', 'ghost-slots+herd'] as const;
  const requests = runRequests({ ...usualInputs, policies, concurrency: 40 });
  expect(requests.map((one) => one?.policy.id)).toEqual([...policies]);
  for (const request of requests)
    expect(request).toMatchObject({
      accountConcurrency: 40,
      retries: 'executed',
      seed: usualInputs.seed,
      nodeCount: usualInputs.nodes,
    });
});

test('nobody is followed under a policy that is written in the page', () => {
  const policies = ['resilient', ownPolicyName, 'legacy-2007'] as const;
  const requests = runRequests({ ...usualInputs, policies });
  expect(requests.map((one) => one?.policy.id ?? null)).toEqual(['resilient', null, 'legacy-2007']);
});
