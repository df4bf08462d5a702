// The first lines of `rebootstorm local`: where it is, what to export, and what to try.

import type { LocalEndpoint } from '#runner/endpoint/local-endpoint.ts';
import { stackFlag } from '../stack/stack-name-option.ts';
import { formatPace } from './clock-console.ts';
import type { LocalOptions } from './local-options.ts';

/** Says it. */
export function formatStart(
  { endpoint, cloud, pacer }: Pick<LocalEndpoint, 'endpoint' | 'cloud' | 'pacer'>,
  { stack, faults, seed }: Pick<LocalOptions, 'stack' | 'faults' | 'seed'>,
): string {
  const { outputs } = cloud;
  const names = Object.keys(outputs);
  const width = Math.max(0, ...names.map((name) => name.length));
  const shown = names.map((name) => `  ${name.padEnd(width)}  ${outputs[name]}`);
  return `rebootstorm local: ${stack} at ${endpoint}
time ${formatPace(pacer.pace)}; faults ${faults.name}; seed ${seed}

In another terminal, first:

export AWS_ENDPOINT_URL=${endpoint}
export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test

Outputs of the stack:
${shown.join('\n')}

Try there, for instance:
${tries({ endpoint, outputs, stack })}
`;
}

type Tried = {
  readonly endpoint: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly stack: string;
};

function tries({ endpoint, outputs, stack }: Tried): string {
  const named = stackFlag(stack);
  const ours =
    outputs.QuarantineQueueUrl === undefined
      ? []
      : [`  npx rebootstorm storm${named}`, `  npx rebootstorm check${named}`];
  const all = [
    ...ours,
    `  aws sqs list-queues --endpoint-url ${endpoint}`,
    '  aws dynamodb list-tables',
    `  aws cloudformation describe-stacks --stack-name ${stack}`,
  ];
  return all.join('\n');
}
