// What a rotation asks of Secrets Manager, step by step. Each step may be asked for again.
import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { identityKeyLength } from '#domain/limits.ts';

/** A secret's new version: its id is chosen by Secrets Manager before the version exists. */
export interface NewVersion {
  readonly secretId: string;
  readonly versionId: string;
}

/** Makes the new version, which nobody uses yet. */
export async function makePendingKey(
  client: SecretsManagerClient,
  version: NewVersion,
): Promise<void> {
  if ((await pendingKey(client, version)) !== undefined) return;
  const { RandomPassword } = await client.send(
    new GetRandomPasswordCommand({ PasswordLength: identityKeyLength, ExcludePunctuation: true }),
  );
  await client.send(
    new PutSecretValueCommand({
      SecretId: version.secretId,
      ClientRequestToken: version.versionId,
      SecretString: RandomPassword,
      VersionStages: ['AWSPENDING'],
    }),
  );
}

/** @throws Error for a new version that is no key: it must not become the current one */
export async function testPendingKey(
  client: SecretsManagerClient,
  version: NewVersion,
): Promise<void> {
  const { length } = (await pendingKey(client, version)) ?? '';
  if (length !== identityKeyLength)
    throw new Error(
      `version ${version.versionId} of ${version.secretId} has ${length} characters, and a key ` +
        `has ${identityKeyLength}`,
    );
}

/** Makes the new version the current one, and the current one the previous one. */
export async function adoptPendingKey(
  client: SecretsManagerClient,
  { secretId, versionId }: NewVersion,
): Promise<void> {
  const { VersionIdsToStages = {} } = await client.send(
    new DescribeSecretCommand({ SecretId: secretId }),
  );
  const [current] =
    Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT')) ?? [];
  if (current === versionId) return;
  await client.send(
    new UpdateSecretVersionStageCommand({
      SecretId: secretId,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: versionId,
      ...(current === undefined ? {} : { RemoveFromVersionId: current }),
    }),
  );
}

async function pendingKey(
  client: SecretsManagerClient,
  { secretId, versionId }: NewVersion,
): Promise<string | undefined> {
  const command = new GetSecretValueCommand({
    SecretId: secretId,
    VersionId: versionId,
    VersionStage: 'AWSPENDING',
  });
  try {
    return (await client.send(command)).SecretString;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
