import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  type AwsInFront,
  awsAccount,
  awsRegion,
  startAwsInFront,
} from '#testing/stack/aws-in-front.ts';
import { type AwsConnection, awsConnection, type Transport } from './aws-connection.ts';
import { dynamoDbClient, sqsClient } from './clients.ts';

const before = { ...process.env };
let folder: string;
let aws: AwsInFront;

/** The SDK's chain of providers reads the environment of the process. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-aws-'));
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  inConfig('[default]\n');
  process.env.AWS_EC2_METADATA_DISABLED = 'true';
  aws = startAwsInFront();
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
});

function inConfig(text: string): void {
  const path = join(folder, 'config');
  writeFileSync(path, text);
  process.env.AWS_CONFIG_FILE = path;
  process.env.AWS_SHARED_CREDENTIALS_FILE = '/dev/null';
}

const keys = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'secret' };
const here = { AWS_REGION: awsRegion };

function open(env: Record<string, string> = {}): Promise<AwsConnection> {
  Object.assign(process.env, env);
  return awsConnection(env, aws.transport as Transport);
}

const ask = (connection: AwsConnection) => sqsClient({ connection }).send(new ListQueuesCommand());

const sts = `sts.${awsRegion}.amazonaws.com GetCallerIdentity`;
const requestsMax = { SQS: 2, DynamoDB: 1 };
const permit = { accountId: awsAccount, region: awsRegion, requestsMax };

test('before a permit only the caller is asked for', async () => {
  const connection = await open({ ...keys, ...here });
  await expect(ask(connection)).rejects.toThrow(/SQS ListQueuesCommand: nothing is sent to AWS/);
  expect(aws.sent).toEqual([]);
  expect(await connection.askCaller()).toEqual({
    accountId: awsAccount,
    arn: `arn:aws:iam::${awsAccount}:user/student`,
  });
  await expect(ask(connection)).rejects.toThrow(/before its account is confirmed/);
  await expect(async () => connection.keys()).rejects.toThrow(/before its account is confirmed/);
  expect(aws.sent).toEqual([sts]);
});

test.each([
  [{ ...permit, accountId: '999999999999' }, /account 999999999999 in us-east-1 was confirmed/],
  [{ ...permit, region: 'eu-west-1' }, /in eu-west-1 was confirmed, and the keys lead to/],
])('a permit for another account or region opens nothing', async (other, message) => {
  const connection = await open({ ...keys, ...here });
  await connection.askCaller();
  expect(() => connection.permit(other)).toThrow(message);
  await expect(ask(connection)).rejects.toThrow(/before its account is confirmed/);
  expect(aws.sent).toEqual([sts]);
});

test('a permit before the question opens nothing', async () => {
  const connection = await open({ ...keys, ...here });
  expect(() => connection.permit(permit)).toThrow(/the keys lead to account unknown/);
  expect(() => connection.permit({ ...permit, accountId: '' })).toThrow(/account unknown/);
});

test('billed requests are sent as often as they were priced, and free ones always', async () => {
  aws = startAwsInFront();
  const connection = await open({ ...keys, ...here });
  await connection.askCaller();
  connection.permit(permit);
  expect(connection.place).toBe(`AWS account ${awsAccount}`);
  const table = dynamoDbClient({ connection });
  const free = () => table.send(new ListTablesCommand()).catch(() => {});
  const read = () => table.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'x' } } }));
  for (let times = 0; times < 3; times += 1) await free();
  await read().catch(() => {});
  await expect(read()).rejects.toThrow(/DynamoDB was asked 1 times, as many as were priced/);
  await ask(connection).catch(() => {});
  await ask(connection).catch(() => {});
  await expect(ask(connection)).rejects.toThrow(/SQS was asked 2 times/);
  const operations = aws.sent.map((one) => one.split(' ')[1]);
  expect(operations.filter((one) => one === 'GetItem')).toHaveLength(1);
  expect(operations.filter((one) => one === 'ListQueues')).toHaveLength(2);
  expect(operations.filter((one) => one === 'ListTables')).toHaveLength(3);
});

test('a permitted client sends to no other host, whatever a queue is called', async () => {
  const connection = await open({ ...keys, ...here });
  await connection.askCaller();
  connection.permit({ ...permit, requestsMax: { SQS: 100 } });
  const send = (QueueUrl: string) =>
    sqsClient({ connection }).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  for (const url of [
    'https://sqs.us-east-1.example.com/123456789012/q',
    'http://sqs.us-east-1.amazonaws.com/123456789012/q',
    'https://sqs.eu-west-1.amazonaws.com/123456789012/q',
    'https://us-east-1.amazonaws.com.example.com/123456789012/q',
  ]) {
    await expect(send(url)).rejects.toThrow(/refused a request to '.*', which is not AWS in us-ea/);
    expect(() => connection.refuseForeign('the queue', url)).toThrow(/is not in us-east-1/);
  }
  expect(aws.sent).toEqual([sts]);
  connection.refuseForeign('the queue', 'https://sqs.us-east-1.amazonaws.com/123456789012/q');
  expect(() =>
    connection.refuseForeign('q', 'https://sqs.us-east-1.amazonaws.com/999999999999/q'),
  ).toThrow(/is not in us-east-1 of 123456789012/);
});

test.each([
  [{ AWS_ENDPOINT_URL: 'http://localhost:4566' }, /AWS_ENDPOINT_URL is 'http:\/\/localhost:4566'/],
  [{ AWS_ENDPOINT_URL_SQS: 'http://x' }, /AWS_ENDPOINT_URL_SQS is 'http:\/\/x'.*remove one/],
])('with %p an engine is meant, too', async (env, message) => {
  await expect(open({ ...keys, ...here, ...env })).rejects.toThrow(message);
});

test.each([
  ['[default]\nendpoint_url = http://x\n', {}, /profile default has endpoint_url 'http:\/\/x'/],
  [
    '[profile prod]\nservices = away\n[services away]\nsqs =\n  endpoint_url = http://x\n',
    { AWS_PROFILE: 'prod' },
    /profile prod has sqs.endpoint_url 'http:\/\/x'/,
  ],
  [
    '[profile prod]\nsource_profile = base\n[profile base]\nendpoint_url = http://x\n',
    { AWS_PROFILE: 'prod' },
    /profile base has endpoint_url/,
  ],
])('a profile that leads to an engine is refused by name', async (text, env, message) => {
  inConfig(text);
  await expect(open({ ...here, ...env })).rejects.toThrow(message);
});

test('without a region nothing is guessed', async () => {
  await expect(open(keys)).rejects.toThrow(/no region is named.*export AWS_REGION/);
});

test('the region and the keys may be those of a profile', async () => {
  const config = ['[profile student]', 'region = us-east-1', 'aws_access_key_id = AKIAPROFILE'];
  inConfig([...config, 'aws_secret_access_key = secret', ''].join('\n'));
  const connection = await open({ AWS_PROFILE: 'student' });
  await connection.askCaller();
  connection.permit(permit);
  expect(await connection.keys()).toMatchObject({ accessKeyId: 'AKIAPROFILE' });
});

test('keys that lead to another account by now are not used', async () => {
  const config = (account: string) =>
    `[default]\naws_access_key_id = A\naws_secret_access_key = s\naws_account_id = ${account}\n`;
  inConfig(config('999999999999'));
  const connection = await open(here);
  await connection.askCaller();
  connection.permit(permit);
  await expect(connection.keys()).rejects.toThrow(/the keys lead to 999999999999 by now/);
  await expect(ask(connection)).rejects.toThrow(/the keys lead to 999999999999 by now/);
  expect(aws.sent).toEqual([sts]);
});
