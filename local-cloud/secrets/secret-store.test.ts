import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { localClientConfig } from '#testing/local-cloud/sqs-bench.ts';
import { FAULTS_NONE } from '../faults.ts';
import { startLocalCloud } from '../local-cloud.ts';
import type { JsonObject } from '../service.ts';

/** A cloud with one secret, which is called `key` in the template. */
function aCloud(Properties: JsonObject, seed = 1) {
  const cloud = startLocalCloud({
    template: {
      Resources: { Key: { Type: 'AWS::SecretsManager::Secret', Properties } },
      Outputs: { KeyArn: { Value: { Ref: 'Key' } } },
    },
    code: {},
    seed,
    startMs: Date.UTC(2007, 7, 16),
    faults: FAULTS_NONE,
  });
  const client = new SecretsManagerClient(localClientConfig(cloud.clientHandler()));
  const SecretId = cloud.outputs.KeyArn ?? '';
  return {
    cloud,
    client,
    SecretId,
    get: (input: { VersionStage?: string; VersionId?: string } = {}) =>
      cloud.settle(client.send(new GetSecretValueCommand({ SecretId, ...input }))),
    getById: (id: string) => cloud.settle(client.send(new GetSecretValueCommand({ SecretId: id }))),
    put: (SecretString: string, ClientRequestToken: string) =>
      cloud.settle(
        client.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken })),
      ),
    describe: () => cloud.settle(client.send(new DescribeSecretCommand({ SecretId }))),
  };
}

const tokens = ['1', '2'].map((digit) => digit.repeat(32)) as [string, string];

test('a secret is found by its ARN, part of it or its name, and calls are counted', async () => {
  const { cloud, SecretId, getById } = aCloud({ Name: 'key', SecretString: 'hush' });

  expect(SecretId).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:key-\w{6}$/);
  for (const id of [SecretId, SecretId.slice(0, -7), 'key']) {
    expect(await getById(id)).toMatchObject({
      ARN: SecretId,
      Name: 'key',
      SecretString: 'hush',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: new Date(Date.UTC(2007, 7, 16)),
    });
  }
  expect(cloud.meters()['secretsManager.requests']).toBe(3);
  await expect(getById('kez')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a new version is the current one, and the former one the previous', async () => {
  const { get, put, describe } = aCloud({ SecretString: 'first' });
  await expect(get({ VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringMatching(/staging label: AWSPREVIOUS/),
  });

  const [token, next] = tokens;
  expect(await put('second', token)).toMatchObject({ VersionId: token });
  expect(await get()).toMatchObject({ SecretString: 'second', VersionId: token });
  expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });

  await put('third', next);
  expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'second' });
  expect(await get({ VersionId: token })).toMatchObject({ VersionStages: ['AWSPREVIOUS'] });
  await expect(get({ VersionId: token, VersionStage: 'AWSCURRENT' })).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
  expect((await describe()).VersionIdsToStages).toEqual({
    [token]: ['AWSPREVIOUS'],
    [next]: ['AWSCURRENT'],
  });
});

test('a version that is put again changes nothing, unless it says something else', async () => {
  const { get, put } = aCloud({ SecretString: 'first' });
  const [token] = tokens;
  await put('second', token);
  await put('second', token);
  expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });
  await expect(put('other', token)).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

test('a pending version is not the current one before its label is moved', async () => {
  const { cloud, SecretId, client, get, describe } = aCloud({ SecretString: 'first' });
  const [token] = tokens;
  const send = (command: PutSecretValueCommand | UpdateSecretVersionStageCommand) =>
    cloud.settle(client.send(command as PutSecretValueCommand));
  const pending = { SecretString: 'second', VersionStages: ['AWSPENDING'] };
  await send(new PutSecretValueCommand({ SecretId, ClientRequestToken: token, ...pending }));
  expect(await get()).toMatchObject({ SecretString: 'first' });
  expect(await get({ VersionStage: 'AWSPENDING' })).toMatchObject({ SecretString: 'second' });

  const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: token };
  await expect(send(new UpdateSecretVersionStageCommand(move))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringMatching(/must explicitly reference that version/),
  });
  const { VersionId: RemoveFromVersionId } = await get();
  await send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId }));
  expect(await get()).toMatchObject({ SecretString: 'second' });
  expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });
  expect((await describe()).VersionIdsToStages?.[token]).toEqual(['AWSCURRENT', 'AWSPENDING']);
});

test('what no function rotates is not rotated, and labels of users are refused', async () => {
  const { cloud, SecretId, client } = aCloud({ SecretString: 'first' });
  const rotate = client.send(new RotateSecretCommand({ SecretId }));
  await expect(cloud.settle(rotate)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  const labelled = { SecretId, SecretString: 'x', VersionStages: ['MINE'] };
  const put = client.send(new PutSecretValueCommand(labelled));
  await expect(cloud.settle(put)).rejects.toThrow(/the staging label MINE/);
});

test('random passwords differ, and follow the rules', async () => {
  const { cloud, client } = aCloud({ SecretString: 'first' });
  const draw = async () => {
    const rules = { PasswordLength: 64, ExcludePunctuation: true };
    return (await cloud.settle(client.send(new GetRandomPasswordCommand(rules)))).RandomPassword;
  };
  const drawn = [await draw(), await draw()];
  expect(new Set(drawn).size).toBe(2);
  for (const one of drawn) expect(one).toMatch(/^[A-Za-z0-9]{64}$/);
});

test('a generated secret follows the rules and the seed', async () => {
  const generated = async (rules: JsonObject, seed = 1) =>
    (await aCloud({ Name: 'key', GenerateSecretString: rules }, seed).get()).SecretString ?? '';

  const plain = await generated({ PasswordLength: 64, ExcludePunctuation: true });
  expect(plain).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9]{64}$/);
  expect(await generated({ PasswordLength: 64, ExcludePunctuation: true })).toBe(plain);
  expect(await generated({ PasswordLength: 64, ExcludePunctuation: true }, 2)).not.toBe(plain);

  expect(await generated({})).toHaveLength(32);
  const digits = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludePunctuation: true };
  expect(await generated({ ...digits, ExcludeCharacters: '01234' })).toMatch(/^[5-9]{32}$/);
  const templated = { SecretStringTemplate: '{"user":"u"}', GenerateStringKey: 'password' };
  expect(JSON.parse(await generated(templated))).toEqual({
    user: 'u',
    password: expect.stringMatching(/^.{32}$/),
  });
});

test('a secret without a value has none to give; rules that fit nothing are refused', async () => {
  await expect(aCloud({}).get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(() => aCloud({ GenerateSecretString: { PasswordLength: 3 } })).toThrow(/from 4 to 4096/);
  expect(() => aCloud({ RotationRules: {} })).toThrow(/property RotationRules of Key/);
});
