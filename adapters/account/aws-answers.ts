// Whether what answers at an endpoint is an engine. Any web server answers a request; only an
// engine answers it as AWS does.
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Connected } from '../clients.ts';
import { ForeignEndpointError } from '../loopback.ts';
import { isAnswerOfAws, serviceFailure } from '../service-failure.ts';
import { readAccountId } from './account.ts';

/**
 * Asks STS, and CloudFormation where STS has no answer. An error with a code of AWS's is an answer.
 * @returns what was answered instead, in words; undefined where one of them answered as AWS does
 * @throws {ForeignEndpointError} the endpoint is not on this machine
 */
export async function foreignAnswer(connected: Connected): Promise<string | undefined> {
  const ofSts = await faultOf('STS', () => hasAccount(connected));
  if (ofSts === undefined) return undefined;
  const ofStacks = await faultOf('CloudFormation', () => hasStacks(connected));
  return ofStacks === undefined ? undefined : ofSts;
}

async function faultOf(service: string, ask: () => Promise<boolean>): Promise<string | undefined> {
  try {
    return (await ask()) ? undefined : `${service} got an answer that is not AWS's`;
  } catch (error) {
    if (isAnswerOfAws(error)) return undefined;
    const failure = serviceFailure(error);
    if (error instanceof ForeignEndpointError || failure === undefined) throw error;
    return failure.said;
  }
}

/** A page that is no answer of STS has no account either. */
async function hasAccount(connected: Connected): Promise<boolean> {
  return (await readAccountId(connected)) !== '';
}

async function hasStacks({ connection }: Connected): Promise<boolean> {
  const client = connection.connect(new CloudFormationClient(connection.clientConfig));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({}));
    return Stacks !== undefined;
  } finally {
    client.destroy();
  }
}
