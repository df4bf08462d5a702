import {
  CloudFormationClient,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { ForeignEndpointError } from '../loopback.ts';
import type { OperatorConnection } from '../operator-connection.ts';
import { serviceFailure } from '../service-failure.ts';

/** The outputs of a deployed stack, by their names. */
export type StackOutputs = Readonly<Record<string, string>>;

/** There is no usable stack of this name, or the endpoint cannot be asked for it. */
export class NoStackError extends Error {
  override readonly name = 'NoStackError';
}

/** A stack is described quickly. An engine that takes longer has a problem. */
const describeLimitMs = 20_000;

/**
 * Reads the outputs of a deployed stack.
 * @throws {NoStackError} the endpoint does not answer, the stack is not there, or it is not one of
 * this project
 * @throws {ForeignEndpointError} a queue of the stack is elsewhere
 */
export async function readStackOutputs(
  connection: OperatorConnection,
  stackName: string,
): Promise<StackOutputs> {
  const stack = await describeStack(connection, stackName);
  if (!usable.test(stack?.StackStatus ?? ''))
    throw new NoStackError(
      `stack ${stackName} is ${stack?.StackStatus ?? 'missing'} at ${placeOf(connection)}; ` +
        `deploy it with ${deployWith(connection)}`,
    );
  const outputs: StackOutputs = Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  const missing = needed.filter((name) => !outputs[name]);
  if (missing.length > 0)
    throw new NoStackError(
      `stack ${stackName} has no output ${missing.join(', ')}, so it is not a control plane of ` +
        `ours, or an older one; deploy this version with ${deployWith(connection)}`,
    );
  refuseForeignQueues(connection, stackName, outputs);
  return outputs;
}

/** The statuses of a stack that is settled and has its outputs. */
const usable = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/;

const needed = [
  'TableName',
  'StateMachineArn',
  'QuarantineQueueUrl',
  'MembershipQueueUrl',
  'LoginQueueUrl',
  'HealQueueUrl',
  'MembershipDeadLettersUrl',
  'LoginDeadLettersUrl',
  'HealDeadLettersUrl',
];

async function describeStack(
  connection: OperatorConnection,
  StackName: string,
): Promise<Stack | undefined> {
  const client = connection.connect(new CloudFormationClient(connection.clientConfig));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }), {
      abortSignal: AbortSignal.timeout(describeLimitMs),
    });
    return Stacks?.[0];
  } catch (error) {
    if (error instanceof ForeignEndpointError) throw error;
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    const failure = serviceFailure(error, connection.target);
    if (failure === undefined) throw error;
    throw new NoStackError(
      `${placeOf(connection)} could not be asked for stack ${StackName}: ` +
        `${failure.said}; ${failure.whatNow}`,
      { cause: error },
    );
  } finally {
    client.destroy();
  }
}

function refuseForeignQueues(
  connection: OperatorConnection,
  stackName: string,
  outputs: StackOutputs,
): void {
  for (const [name, url] of Object.entries(outputs))
    if (name.endsWith('Url')) connection.refuseForeign(`output ${name} of stack ${stackName}`, url);
}

function placeOf({ place, region }: OperatorConnection): string {
  return `${place} (${region})`;
}

/** The command that deploys a stack there. */
export function deployWith({ target }: Pick<OperatorConnection, 'target'>): string {
  return target === 'aws' ? 'npx rebootstorm deploy --target aws' : 'npx rebootstorm deploy';
}
