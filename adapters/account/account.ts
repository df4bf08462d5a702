// What an account answers about itself, before anything is deployed or run in it.
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Connected } from '../clients.ts';

/** The account that the keys belong to. */
export async function readAccountId({ connection }: Connected): Promise<string> {
  // Each service's client takes extensions of its own type.
  const settings = { ...connection.clientConfig, extensions: [] };
  const client = connection.connect(new STSClient(settings));
  try {
    const { Account = '' } = await client.send(new GetCallerIdentityCommand({}));
    return Account;
  } finally {
    client.destroy();
  }
}

/** Where `cdk bootstrap` writes its version, with the qualifier that it usually has. */
const bootstrapParameter = '/cdk-bootstrap/hnb659fds/version';

/** The version of the account's bootstrap stack in this region; undefined: there is none. */
export async function readBootstrapVersion({ connection }: Connected): Promise<number | undefined> {
  const client = connection.connect(new SSMClient(connection.clientConfig));
  try {
    const asked = new GetParameterCommand({ Name: bootstrapParameter });
    const { Parameter } = await client.send(asked);
    return Parameter?.Value === undefined ? undefined : Number(Parameter.Value);
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

/** How many invocations may run at once in this account and region; undefined: not said. */
export async function readConcurrency({ connection }: Connected): Promise<number | undefined> {
  const client = connection.connect(new LambdaClient(connection.clientConfig));
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    return AccountLimit?.ConcurrentExecutions;
  } finally {
    client.destroy();
  }
}
