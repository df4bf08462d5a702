// Tries to make each command send something off this machine, with every setting that an SDK reads.

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { attackedCommands as commands } from '#testing/cli/attacked-commands.ts';
import { runCommand, startCommand } from '#testing/cli/child-command.ts';
import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { observeNetwork } from '#testing/cli/network-observer.ts';
import {
  type Answer,
  type StandInEngine,
  startStandInEngine,
} from '#testing/cli/stand-in-engine.ts';
import { exitCodes } from './exit-codes.ts';
import { commandLine } from './options.ts';

let folder: string;
let watch: ReturnType<typeof observeNetwork>;
let engine: StandInEngine;
/** Another server on this machine, such as a proxy. No command may ever call it. */
let decoy: Server;
let decoyUrl: string;
let decoyAskedCount: number;
/** Replaces the engine's answer, if it returns one. */
let interfere: (what: string) => Answer | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-guard-'));
  watch = observeNetwork(folder);
  interfere = () => undefined;
  engine = await startStandInEngine((what) => interfere(what));
  decoyAskedCount = 0;
  decoy = createServer((_request, response) => {
    decoyAskedCount += 1;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(decoy, 'listening');
  decoyUrl = `http://127.0.0.1:${(decoy.address() as AddressInfo).port}`;
});

afterEach(() => {
  engine.stop();
  decoy.close();
  decoy.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

const plain = () => ({ AWS_PROFILE: '', AWS_ENDPOINT_URL: engine.endpoint, ...keys, ...watch.env });

/** All other settings that an SDK reads. They lead to an address that nobody has (RFC 5737). */
function hostile(): Record<string, string> {
  const config = join(folder, 'config');
  const away = 'endpoint_url = http://192.0.2.1';
  writeFileSync(
    config,
    [
      '[default]',
      away,
      'services = away',
      'use_fips_endpoint = true',
      'defaults_mode = auto',
      'credential_process = curl http://192.0.2.1',
      'role_arn = arn:aws:iam::1:role/r',
      '',
      '[services away]',
      'sqs =',
      `  ${away}`,
      'dynamodb =',
      `  ${away}`,
      'sfn =',
      `  ${away}`,
      'cloudformation =',
      `  ${away}`,
      'secrets_manager =',
      `  ${away}`,
      '',
    ].join('\n'),
  );
  return {
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: config,
    AWS_SDK_LOAD_CONFIG: '1',
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_USE_DUALSTACK_ENDPOINT: 'true',
    AWS_DEFAULTS_MODE: 'auto',
    AWS_ENABLE_ENDPOINT_DISCOVERY: 'true',
    AWS_ACCOUNT_ID_ENDPOINT_MODE: 'required',
    AWS_EC2_METADATA_DISABLED: '',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://192.0.2.1',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://192.0.2.1/keys',
    AWS_WEB_IDENTITY_TOKEN_FILE: config,
    AWS_ROLE_ARN: 'arn:aws:iam::1:role/r',
    NODE_USE_ENV_PROXY: '1',
    NO_PROXY: '',
    no_proxy: '',
    HTTP_PROXY: decoyUrl,
    HTTPS_PROXY: decoyUrl,
    http_proxy: decoyUrl,
    https_proxy: decoyUrl,
  };
}

function expectNobodyElse(): void {
  const { stayed, left } = watch.seen();
  expect({ left, decoyAskedCount }).toEqual({ left: [], decoyAskedCount: 0 });
  const engineHost = engine.endpoint.replace('http://', '');
  expect([...new Set(stayed)].filter((line) => line !== `STAYED connect ${engineHost}`)).toEqual(
    [],
  );
}

async function putDeadLogin(MessageBody: string): Promise<void> {
  const { cloud } = engine;
  const body = JSON.stringify({ QueueUrl: cloud.outputs.LoginDeadLettersUrl, MessageBody });
  const headers = { 'x-amz-target': 'AmazonSQS.SendMessage' };
  const request = { hostname: 'local-cloud.invalid', headers, body };
  await cloud.settle(cloud.clientHandler().handle(request));
}

test('each command of the command line is attacked here', () => {
  const program = commandLine('1.2.3', idleHandlers);
  expect(program.commands.map((command) => command.name())).toEqual(Object.keys(commands));
});

const local = Object.entries(commands).filter(([, { operates }]) => !operates);
const operating = Object.entries(commands).filter(([, { operates }]) => operates);

test.each(local)('%s asks nobody, whatever it is surrounded with', async (name, attacked) => {
  const env = { ...plain(), ...hostile(), AWS_ENDPOINT_URL: 'http://192.0.2.1' };
  const out = join(folder, 'out');
  const places = { written: ['--out', out], named: [out], read: [] };
  const place: string[] = places[attacked.folder ?? 'read'];
  const latest = join(folder, 'latest');
  if (attacked.folder === 'read') {
    await runCommand([...(commands.run?.words ?? []), '--out', folder], { env });
    place.push(...(name === 'compare' ? [latest, latest] : [latest]));
  }
  const words = [...attacked.words, ...place];
  const { exitCode, stderr } = await runCommand(words, { env, input: attacked.input });
  expect(stderr).not.toContain('fault of ours');
  // A verification of one seed cannot decide. It says so.
  const { asExpected, notAsExpected, unknown } = exitCodes;
  expect([asExpected, notAsExpected, unknown]).toContain(exitCode);
  expectNobodyElse();
  expect(watch.seen().watching.length).toBeGreaterThan(0);
});

test('redrive asks its engine alone, whatever environment, files and messages say', async () => {
  const QueueUrl = 'http://192.0.2.1/000000000000/login';
  await putDeadLogin(JSON.stringify({ type: 'LoginRequested', QueueUrl, queueUrl: QueueUrl }));
  const words = commands.redrive?.words ?? [];
  const { stdout, exitCode } = await runCommand(words, { env: { ...plain(), ...hostile() } });
  expect(exitCode).toBe(exitCodes.notAsExpected);
  const [, login] = JSON.parse(stdout).queues;
  expect(login).toMatchObject({ queue: 'login', sentBackCount: 0, stays: { malformed: 1 } });
  expectNobodyElse();
  expect(watch.seen().stayed.length).toBeGreaterThan(0);
  expect(engine.asked[0]).toBe('DescribeStacks');
  expect(engine.asked).toContain('AmazonSQS.ReceiveMessage');
});

test('storm --seed-only asks its engine alone, and starts nothing there', async () => {
  const words = ['storm', 'examples/short-lease.json', '--nodes', '40', '--seed-only', '--json'];
  const { stdout, exitCode } = await runCommand(words, { env: { ...plain(), ...hostile() } });
  expect(exitCode).toBe(exitCodes.asExpected);
  expect(JSON.parse(stdout).command).toContain(`--endpoint-url ${engine.endpoint} `);
  expectNobodyElse();
  expect(engine.asked[0]).toBe('DescribeStacks');
  expect(engine.asked.join()).toContain('TransactWriteItems');
  expect(engine.asked.join()).not.toContain('StartExecution');
});

test.each(operating.filter(([, { needsNoStack }]) => !needsNoStack))(
  "%s refuses where the stack's outputs lead elsewhere, and nothing is sent there",
  async (_name, { words }) => {
    engine.outputs.LoginDeadLettersUrl = 'http://127.0.0.1@192.0.2.1/000000000000/login';
    const { stderr, exitCode } = await runCommand(words, { env: plain() });
    expect(exitCode).toBe(exitCodes.refused);
    expect(stderr).toMatch(/^refused: output LoginDeadLettersUrl .* is not on this machine/);
    expectNobodyElse();
    expect(engine.asked).toEqual(['DescribeStacks']);
  },
);

test.each(operating.filter(([, { byCdk }]) => !byCdk))(
  '%s follows no redirect of the engine itself',
  async (_name, { words }) => {
    const headers = { location: `${decoyUrl}/` };
    interfere = () => ({ status: 307, headers });
    const { stdout, stderr, exitCode } = await runCommand(words, { env: plain() });
    expect(exitCode).toBe(exitCodes.unreachable);
    const complaint =
      /^(error: http.* could not be asked for|error: CloudFormation \w+|✗ engine .*STS) .*307/m;
    expect(stderr + stdout).toMatch(complaint);
    expectNobodyElse();
  },
);

const stackless = operating.filter(([, { needsNoStack }]) => needsNoStack);

test.each(stackless)('%s sends nothing to an endpoint that is elsewhere', async (_name, one) => {
  const env = { ...plain(), ...hostile(), AWS_ENDPOINT_URL: 'http://192.0.2.1' };
  const { stdout, stderr, exitCode } = await runCommand(one.words, { env });
  expect([exitCodes.refused, exitCodes.unreachable]).toContain(exitCode);
  expect(stderr + stdout).toContain("AWS_ENDPOINT_URL is 'http://192.0.2.1', which is not on this");
  expectNobodyElse();
  expect(engine.asked).toEqual([]);
});

test('deploy asks its engine alone, by the CDK', async () => {
  const words = commands.deploy?.words ?? [];
  const { exitCode, stderr } = await runCommand(words, { env: { ...plain(), ...hostile() } });
  expect(stderr).toMatch(/✗ not deployed: the CDK ended with 1/);
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expectNobodyElse();
  expect(engine.asked).toContain('GetCallerIdentity');
});

test('doctor asks its engine alone, whatever it is surrounded with', async () => {
  const { stdout } = await runCommand(['doctor'], { env: { ...plain(), ...hostile() } });
  expect(stdout).toMatch(/^✓ engine +an engine that does not say which/m);
  expectNobodyElse();
  expect(engine.asked).toContain('GetCallerIdentity');
  expect(engine.asked).toContain('DescribeStacks');
});

test('destroy asks its engine alone, at every service', async () => {
  const list = '<ListStacksResponse><ListStacksResult/></ListStacksResponse>';
  interfere = (what) => ({ status: 200, body: what === 'ListStacks' ? list : '{}' });
  const { stdout, exitCode } = await runCommand(['destroy'], {
    env: { ...plain(), ...hostile() },
  });
  expect({ stdout, exitCode }).toMatchObject({ exitCode: exitCodes.asExpected });
  expectNobodyElse();
  const services = new Set(engine.asked.map((what) => what.split('.')[0]));
  expect(services.size).toBeGreaterThanOrEqual(8);
});

test.each([301, 307])('redrive follows no redirect (%d) of a queue', async (status) => {
  const headers = { location: 'http://192.0.2.1/000000000000/login' };
  interfere = (what) => (what.startsWith('AmazonSQS') ? { status, headers } : undefined);
  const { stderr, exitCode } = await runCommand(['redrive'], { env: plain() });
  expect(exitCode).toBe(exitCodes.unreachable);
  expect(stderr).toMatch(new RegExp(`\nerror: SQS .* was answered with status ${status}`));
  expectNobodyElse();
});

/** A script that calls every client an operator has, through the modules of the commands. */
function clientsScript(): string {
  const module = (path: string) => JSON.stringify(pathToFileURL(path).href);
  return `
    import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
    import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
    import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
    import { ListQueuesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
    import * as clients from ${module('adapters/clients.ts')};
    import { loopbackConnection } from ${module('adapters/loopback-connection.ts')};
    import { readStackOutputs } from ${module('adapters/stack/stack-outputs.ts')};
    import { stepFunctionsClient } from ${module('adapters/stack/step-functions-client.ts')};
    const connection = loopbackConnection(process.env);
    const environment = { connection };
    const QueueUrl = 'http://192.0.2.1/000000000000/login';
    const elsewhere = new SendMessageCommand({ QueueUrl, MessageBody: 'x' });
    const calls = {
      dynamodb: () => clients.dynamoDbClient(environment).send(new ListTablesCommand({})),
      sqs: () => clients.sqsClient(environment).send(new ListQueuesCommand({})),
      sfn: () => stepFunctionsClient(environment).send(new ListStateMachinesCommand({})),
      secrets: () => clients.secretsManagerClient(environment).send(new ListSecretsCommand({})),
      cloudformation: () => readStackOutputs(connection, 'Rebootstorm'),
      'queue elsewhere': () => clients.sqsClient(environment).send(elsewhere),
    };
    const said = {};
    for (const [name, call] of Object.entries(calls))
      said[name] = await call().then(() => 'answered', (error) => error.name);
    console.log(JSON.stringify(said));
  `;
}

test('every client asks the engine alone, also for a queue that is elsewhere', async () => {
  interfere = (what) => {
    if (what === 'DescribeStacks') return undefined;
    if (what !== 'AmazonSQS.SendMessage') return { status: 200, body: '{}' };
    return { status: 400, body: '{"__type":"com.amazonaws.sqs#QueueDoesNotExist"}' };
  };
  const words = ['--input-type=module', '--eval', clientsScript()];
  const env = { ...plain(), ...hostile() };
  const { stdout, stderr } = await startCommand(words, { env }).ended;
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    dynamodb: 'answered',
    sqs: 'answered',
    sfn: 'answered',
    secrets: 'answered',
    cloudformation: 'answered',
    'queue elsewhere': 'QueueDoesNotExist',
  });
  expectNobodyElse();
  expect(engine.asked).toHaveLength(6);
});

/** A script that makes a client elsewhere than in `adapters/clients.ts`. */
const careless = (config: string, command = 'new sqs.ListQueuesCommand({})') => `
  const sqs = require('@aws-sdk/client-sqs');
  const region = 'us-east-1';
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  new sqs.SQSClient({ region, maxAttempts: 1, ${config} }).send(${command}).catch(() => {});
`;

const elsewhere = "{ QueueUrl: 'http://192.0.2.1/000000000000/login', MessageBody: 'x' }";

/** An environment that does not keep a client on this machine. */
const bare = {
  AWS_PROFILE: 'default',
  AWS_ENDPOINT_URL: '',
  NODE_USE_ENV_PROXY: '',
  AWS_USE_FIPS_ENDPOINT: 'false',
  AWS_USE_DUALSTACK_ENDPOINT: 'false',
  AWS_DEFAULTS_MODE: 'legacy',
  AWS_EC2_METADATA_SERVICE_ENDPOINT: '',
};

test.each<[string, string, Record<string, string>, RegExp]>([
  [
    'the host of a queue',
    careless('credentials', `new sqs.SendMessageCommand(${elsewhere})`),
    { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    /^LEFT connect 192\.0\.2\.1:80$/,
  ],
  [
    'the metadata service, asked where it is',
    careless('credentials, endpoint: "http://127.0.0.1:1"'),
    { AWS_DEFAULTS_MODE: 'auto' },
    /^LEFT connect 169\.254\.169\.254:/,
  ],
  ['a service in a file', careless('credentials'), {}, /^LEFT connect 192\.0\.2\.1:80$/],
])(
  'a careless client is led astray by %s, and the watch sees it',
  async (_by, script, env, line) => {
    const surrounded: Record<string, string> = { ...plain(), ...hostile(), ...bare, ...env };
    const config = surrounded.AWS_CONFIG_FILE ?? '';
    const service = '  endpoint_url = http://192.0.2.1';
    if (config !== '/dev/null')
      writeFileSync(
        config,
        ['[default]', 'services = s', '[services s]', 'sqs =', service].join('\n'),
      );
    const words = ['--input-type=commonjs', '--eval', script];
    await startCommand(words, { env: surrounded }).ended;
    expect(watch.seen().left).toContainEqual(expect.stringMatching(line));
  },
);
