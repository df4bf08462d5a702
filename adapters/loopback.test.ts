import type { LookupFunction } from 'node:net';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynamoDbClient, secretsManagerClient, sqsClient } from './clients.ts';
import {
  ForeignEndpointError,
  isLoopbackHost,
  type LoopbackEndpoint,
  loopbackEndpoint,
  loopbackLookup,
  refuseForeignUrl,
  UnreadableEndpointError,
} from './loopback.ts';
import { connectionTo } from './loopback-connection.ts';
import { readStackOutputs } from './stack/stack-outputs.ts';
import { stepFunctionsClient } from './stack/step-functions-client.ts';

const safe = {
  AWS_ENDPOINT_URL: 'http://localhost:4566',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'eu-west-1',
};

describe('the environment of an engine on this machine', () => {
  test('is taken whole: endpoint, region and keys', () => {
    expect(loopbackEndpoint(safe)).toEqual({
      endpoint: 'http://localhost:4566',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'secret' },
    });
  });

  test.each([
    ['no region', { AWS_REGION: undefined }, { region: 'us-east-1' }],
    ['a default region', { AWS_REGION: '', AWS_DEFAULT_REGION: 'x' }, { region: 'x' }],
    ['a service on loopback too', { AWS_ENDPOINT_URL_SQS: 'http://[::1]:9324' }, {}],
    ['empty settings', { AWS_PROFILE: '', AWS_ENDPOINT_URL_SQS: '' }, {}],
  ])('may have %s', (_what, change, expected) => {
    expect(loopbackEndpoint({ ...safe, ...change })).toMatchObject(expected);
  });
});

test.each([
  [
    'no endpoint',
    { AWS_ENDPOINT_URL: undefined },
    /AWS_ENDPOINT_URL is not set.*asked with --target aws alone/,
  ],
  ['an empty endpoint', { AWS_ENDPOINT_URL: '' }, /AWS_ENDPOINT_URL is not set/],
  [
    'AWS as the endpoint',
    { AWS_ENDPOINT_URL: 'https://dynamodb.us-east-1.amazonaws.com' },
    /AWS_ENDPOINT_URL is 'https:\/\/dynamodb.*not on this machine.*asked with --target aws alone/,
  ],
  [
    'one service elsewhere',
    { AWS_ENDPOINT_URL_SQS: 'https://sqs.us-east-1.amazonaws.com' },
    /AWS_ENDPOINT_URL_SQS is/,
  ],
  ['a service we do not call', { AWS_ENDPOINT_URL_STS: 'http://10.0.0.1' }, /_STS is/],
  ['a name that hides its host', { AWS_ENDPOINT_URL: 'http://localhost@192.0.2.1:4566' }, /not on/],
  [
    'a user that looks like a host',
    { AWS_ENDPOINT_URL: 'http://127.0.0.1@evil.example' },
    /not on/,
  ],
  ['a password that does', { AWS_ENDPOINT_URL: 'http://x:127.0.0.1@evil.example' }, /not on/],
  ['a name below another', { AWS_ENDPOINT_URL: 'http://localhost.evil.example' }, /not on/],
  ['a dot in disguise', { AWS_ENDPOINT_URL: 'http://localhost%2eevil.example' }, /not on/],
  ['a slash in disguise', { AWS_ENDPOINT_URL: 'http://evil.example\\@127.0.0.1' }, /not on/],
  ['a mapped address', { AWS_ENDPOINT_URL: 'http://[::ffff:192.0.2.1]:4566' }, /not on/],
  ['the metadata service', { AWS_ENDPOINT_URL: 'http://0xa9fea9fe' }, /not on/],
  ['every address', { AWS_ENDPOINT_URL: 'http://0:4566' }, /not on/],
  ['a profile', { AWS_PROFILE: 'production' }, /AWS_PROFILE is 'production'.*unset AWS_PROFILE/],
  ['a default profile', { AWS_DEFAULT_PROFILE: 'work' }, /unset AWS_DEFAULT_PROFILE/],
  ['endpoints ignored', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'True' }, /unset it/],
  ['no keys', { AWS_SECRET_ACCESS_KEY: undefined }, /no keys.*AWS_ACCESS_KEY_ID=test/],
])('an environment with %s is refused, and reported what to do', (_what, change, message) => {
  const read = () => loopbackEndpoint({ ...safe, ...change });
  expect(read).toThrow(ForeignEndpointError);
  expect(read).toThrow(message);
});

test.each([
  ['AWS_ENDPOINT_URL', 'localhost:4566'],
  ['AWS_ENDPOINT_URL', '127.0.0.1:4566'],
  ['AWS_ENDPOINT_URL', 'file://localhost/x'],
  ['AWS_ENDPOINT_URL_SQS', 'http//localhost'],
])('%s=%s is reported to be no address, and how one is written', (name, value) => {
  const read = () => loopbackEndpoint({ ...safe, [name]: value });
  expect(read).toThrow(UnreadableEndpointError);
  expect(read).toThrow(`${name} is '${value}', which is no web address; write it as http://`);
});

test.each(['localhost', '127.0.0.1', '127.1.2.3', '[::1]', '::1'])('%s is this machine', (host) => {
  expect(isLoopbackHost(host)).toBe(true);
});

test.each([
  '',
  'localhost.',
  'localhost.example.com',
  'notlocalhost',
  '127.0.0.1.example.com',
  '128.0.0.1',
  '127.0.0',
  '127.0.0.256',
  '0.0.0.0',
  '169.254.169.254',
  '[::ffff:127.0.0.1]',
])("'%s' is not this machine", (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});

test('spellings that a URL resolves to loopback are loopback', () => {
  expect(() => refuseForeignUrl('queue', 'http://0x7f.1:4566/000000000000/queue')).not.toThrow();
  expect(() => refuseForeignUrl('queue', 'http://2130706434/queue')).not.toThrow();
  expect(() => refuseForeignUrl('queue', 'http://127.1:4566/queue')).not.toThrow();
  expect(() => refuseForeignUrl('queue', 'http://3221225985/queue')).toThrow(ForeignEndpointError);
});

describe('a name is looked up', () => {
  const lookUp = (hostname: string, ask?: LookupFunction) =>
    new Promise((resolve, reject) =>
      loopbackLookup(ask)(hostname, { all: true }, (error, found) =>
        error ? reject(error) : resolve(found),
      ),
    );

  test('if it means this machine, and answered with its addresses', async () => {
    const found = (await lookUp('localhost')) as { address: string }[];
    expect(found.length).toBeGreaterThan(0);
    for (const { address } of found) expect(['127.0.0.1', '::1']).toContain(address);
  });

  test('but no other, and nobody is asked for it', async () => {
    const asked: string[] = [];
    const ask: LookupFunction = (hostname) => void asked.push(hostname);
    await expect(lookUp('evil.example', ask)).rejects.toThrow(ForeignEndpointError);
    expect(asked).toEqual([]);
  });

  test("and refused where the machine's own names lead elsewhere", async () => {
    const addresses = [
      { address: '::1', family: 6 },
      { address: '192.0.2.1', family: 4 },
    ];
    const ask: LookupFunction = (_hostname, _options, answer) => answer(null, addresses);
    await expect(lookUp('localhost', ask)).rejects.toThrow(
      /'localhost', which is 192\.0\.2\.1 here/,
    );
  });
});

describe('at the last step before the socket', () => {
  /** The first check would refuse these settings. The second check has to refuse them alone. */
  const loopback: LoopbackEndpoint = {
    endpoint: 'https://example.invalid',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const connection = connectionTo(loopback);
  const operator = { connection };
  const refused = expect.objectContaining({
    name: 'ForeignEndpointError',
    message: expect.stringMatching(/^refused a request to '/),
  });

  test('every client that an operator uses refuses another machine', async () => {
    const { ListTablesCommand } = await import('@aws-sdk/client-dynamodb');
    const { ListStateMachinesCommand } = await import('@aws-sdk/client-sfn');
    const { ListQueuesCommand } = await import('@aws-sdk/client-sqs');
    const { ListSecretsCommand } = await import('@aws-sdk/client-secrets-manager');
    const calls = [
      dynamoDbClient(operator).send(new ListTablesCommand({})),
      sqsClient(operator).send(new ListQueuesCommand({})),
      stepFunctionsClient(operator).send(new ListStateMachinesCommand({})),
      secretsManagerClient(operator).send(new ListSecretsCommand({})),
      readStackOutputs(connection, 'Rebootstorm'),
    ];
    for (const call of calls) await expect(call).rejects.toEqual(refused);
  });

  test("a client that follows a queue's URL elsewhere is refused", async () => {
    const client = connection.connect(
      new SQSClient({ region: 'us-east-1', credentials: loopback.credentials, logger: silent }),
    );
    const QueueUrl = 'https://example.invalid/000000000000/login';
    const sent = client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await expect(sent).rejects.toEqual(refused);
    await expect(sent).rejects.toThrow("'example.invalid'");
  });
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };
