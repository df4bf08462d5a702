import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynamoDbClient, guarded, sqsClient } from './clients.ts';
import {
  ForeignEndpointError,
  isLoopbackHost,
  type LoopbackEndpoint,
  loopbackEndpoint,
  refuseForeignUrl,
} from './loopback.ts';
import { readStackOutputs } from './stack-outputs.ts';
import { stepFunctionsClient } from './step-functions-client.ts';

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
  ['no endpoint', { AWS_ENDPOINT_URL: undefined }, /AWS_ENDPOINT_URL is not set.*not offered yet/],
  ['an empty endpoint', { AWS_ENDPOINT_URL: '' }, /AWS_ENDPOINT_URL is not set/],
  [
    'AWS as the endpoint',
    { AWS_ENDPOINT_URL: 'https://dynamodb.us-east-1.amazonaws.com' },
    /AWS_ENDPOINT_URL is 'https:\/\/dynamodb.*not on this machine.*not offered yet/,
  ],
  [
    'one service elsewhere',
    { AWS_ENDPOINT_URL_SQS: 'https://sqs.us-east-1.amazonaws.com' },
    /AWS_ENDPOINT_URL_SQS is/,
  ],
  ['a service we do not call', { AWS_ENDPOINT_URL_STS: 'http://10.0.0.1' }, /_STS is/],
  ['a name that hides its host', { AWS_ENDPOINT_URL: 'http://localhost@192.0.2.1:4566' }, /not on/],
  ['an endpoint that is no URL', { AWS_ENDPOINT_URL: 'localhost:4566' }, /not on this machine/],
  ['a file', { AWS_ENDPOINT_URL: 'file://localhost/x' }, /not on this machine/],
  ['a profile', { AWS_PROFILE: 'production' }, /AWS_PROFILE is 'production'.*unset AWS_PROFILE/],
  ['a default profile', { AWS_DEFAULT_PROFILE: 'work' }, /unset AWS_DEFAULT_PROFILE/],
  ['endpoints ignored', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'True' }, /unset it/],
  ['no keys', { AWS_SECRET_ACCESS_KEY: undefined }, /no keys.*AWS_ACCESS_KEY_ID=test/],
])('an environment with %s is refused, and told what to do', (_what, change, message) => {
  const read = () => loopbackEndpoint({ ...safe, ...change });
  expect(read).toThrow(ForeignEndpointError);
  expect(read).toThrow(message);
});

test.each(['localhost', '127.0.0.1', '127.1.2.3', '[::1]', '::1'])('%s is this machine', (host) => {
  expect(isLoopbackHost(host)).toBe(true);
});

test.each([
  ...['', 'localhost.', 'localhost.example.com', 'notlocalhost', '127.0.0.1.example.com'],
  ...['128.0.0.1', '127.0.0', '127.0.0.256', '0.0.0.0', '169.254.169.254', '[::ffff:127.0.0.1]'],
])("'%s' is not this machine", (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});

test('spellings that a URL resolves to loopback are loopback', () => {
  expect(() => refuseForeignUrl('queue', 'http://0x7f.1:4566/000000000000/queue')).not.toThrow();
  expect(() => refuseForeignUrl('queue', 'http://2130706434/queue')).not.toThrow();
  expect(() => refuseForeignUrl('queue', 'http://3221225985/queue')).toThrow(ForeignEndpointError);
});

describe('at the last step before the socket', () => {
  /** Settings that the first check would have refused: the second must hold by itself. */
  const loopback: LoopbackEndpoint = {
    endpoint: 'https://example.invalid',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const surroundings = { env: {}, loopback };
  const refused = expect.objectContaining({
    name: 'ForeignEndpointError',
    message: expect.stringMatching(/^refused a request to '/),
  });

  test('every client that an operator uses refuses another machine', async () => {
    const { ListTablesCommand } = await import('@aws-sdk/client-dynamodb');
    const { ListStateMachinesCommand } = await import('@aws-sdk/client-sfn');
    const { ListQueuesCommand } = await import('@aws-sdk/client-sqs');
    const calls = [
      dynamoDbClient(surroundings).send(new ListTablesCommand({})),
      sqsClient(surroundings).send(new ListQueuesCommand({})),
      stepFunctionsClient(surroundings).send(new ListStateMachinesCommand({})),
      readStackOutputs(surroundings, 'Rebootstorm'),
    ];
    for (const call of calls) await expect(call).rejects.toEqual(refused);
  });

  test("a client that follows a queue's URL elsewhere is refused", async () => {
    const client = guarded(
      new SQSClient({ region: 'us-east-1', credentials: loopback.credentials, logger: silent }),
      surroundings,
    );
    const QueueUrl = 'https://example.invalid/000000000000/login';
    const sent = client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await expect(sent).rejects.toEqual(refused);
    await expect(sent).rejects.toThrow("'example.invalid'");
  });
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };
