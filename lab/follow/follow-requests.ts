// The runs of what was chosen, as a worker that follows a node takes them.
import { policyCalled } from '#domain/policies.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { plannedRun } from '../inputs/planned-run.ts';
import type { RunRequest } from '../twin/worker-messages.ts';

/**
 * A run for each policy, in their order: the same ones that the page shows. Null for a policy that
 * is written in the page: its decisions stay in its own worker, which follows nobody.
 */
export function runRequests(inputs: LabInputs): (RunRequest | null)[] {
  const { scenario, scale, retries } = plannedRun(inputs);
  const { seed, nodes: nodeCount, concurrency: accountConcurrency } = inputs;
  const shared = { scenario, seed, nodeCount, scale, retries, accountConcurrency };
  return inputs.policies.map((name) => {
    const policy = policyCalled(name);
    return policy === undefined ? null : { kind: 'run', policy, ...shared };
  });
}
