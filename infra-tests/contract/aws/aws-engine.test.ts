// The local endpoint in AWS's place: what the suite sends before it was confirmed, and after.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Transport } from '#adapters/aws-connection.ts';
import { priceOf } from '#pricing/price-book.ts';
import { type LocalEndpoint, startLocalEndpoint } from '#runner/endpoint/local-endpoint.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { startCommand } from '#testing/cli/child-command.ts';
import { observeNetwork } from '#testing/cli/network-observer.ts';
import { type TypingTerminal, typingTerminal } from '#testing/cli/typing-terminal.ts';
import { type AwsInFront, awsAccount, startAwsInFront } from '#testing/stack/aws-in-front.ts';
import { allCases } from '../all-cases.ts';
import type { ContractCase } from '../contract-case.ts';
import { aTable } from '../contract-template.ts';
import { contractCloud } from '../engines/contract-cloud.ts';
import { engineClients } from '../engines/engine-clients.ts';
import { runSuite } from '../run-suite.ts';
import { type AwsOptions, awsEngine } from './aws-engine.ts';
import { boundOfCases, rehearse, requestsOfCases } from './rehearsal.ts';

/** A queue that a case makes by itself, and a table that it is given. */
const cases: readonly ContractCase[] = [
  ...allCases.filter(({ title }) => title.startsWith('a queue is found by its name')),
  {
    service: 'dynamodb',
    title: 'what is put is there',
    resources: {
      Things: aTable({
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    },
    async run({ dynamodb, ref }) {
      const key = { pk: { S: 'a' } };
      await dynamodb.send(new PutItemCommand({ TableName: ref('Things'), Item: key }));
      const got = await dynamodb.send(new GetItemCommand({ TableName: ref('Things'), Key: key }));
      return got.Item ?? null;
    },
    expected: { pk: { S: 'a' } },
    source: 'nowhere',
  },
];
const before = { ...process.env };

let local: LocalEndpoint;
let aws: AwsInFront;

/** The SDK's chain of providers reads the environment of the process. */
beforeEach(async () => {
  forgetAws();
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  local = await startLocalEndpoint({ port: 0, pace: 'waiting', cloud: () => contractCloud({}) });
  aws = startAwsInFront(local.endpoint);
});

afterEach(async () => {
  forgetAws();
  Object.assign(process.env, before);
  await local.stop();
});

function forgetAws(): void {
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
}

const limited: AwsOptions = { yes: true, maxCost: 1, prices: undefined };
const asking: AwsOptions = { yes: false, maxCost: undefined, prices: undefined };

function ask(
  options: AwsOptions,
  terminal: TypingTerminal = typingTerminal(),
  asked: readonly ContractCase[] = cases,
) {
  const environment = {
    ...terminal.streams,
    env: process.env,
    transport: aws.transport as Transport,
  };
  const { engine, left } = awsEngine(asked, options, environment);
  return { ended: runSuite(engine, asked), left, said: terminal.said };
}

const onlyTheCaller = ['sts.us-east-1.amazonaws.com GetCallerIdentity'];

test('nothing is sent where nobody can confirm, or where it may cost more', async () => {
  await expect(ask(asking).ended).rejects.toThrow(/no terminal to confirm at.*--yes --max-cost/);
  const cheap = ask({ ...limited, maxCost: 0.0001 });
  await expect(cheap.ended).rejects.toThrow(
    /to run 2 cases .* may cost \$.* than --max-cost 0.0001/,
  );
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:4566';
  await expect(ask(limited).ended).rejects.toThrow(/AWS_ENDPOINT_URL is .*, so an engine/);
  Reflect.deleteProperty(process.env, 'AWS_ENDPOINT_URL');
  process.env.AWS_REGION = '';
  await expect(ask(limited).ended).rejects.toThrow('no region is named for AWS');
  expect(aws.sent).toEqual([]);
});

test('account, region and price are shown, and only the caller is asked until then', async () => {
  const { ended, said } = ask(asking, typingTerminal('yes\n'));
  await expect(ended).rejects.toThrow(`${awsAccount} was not typed`);
  expect(said.stderr).toContain(`AWS account ${awsAccount}, us-east-1\nas arn:aws:iam::`);
  expect(said.stderr).toMatch(/stack contract-\w+-\*\nto run 2 cases of the contract, and delete/);
  expect(said.stderr).toMatch(/^about 1 min in all, 8 cases at a time\n/);
  expect(said.stderr).toMatch(
    / SQS +\$0\.\d+\n +DynamoDB +\$0\.\d+\n +at most, in all +\$0\.0\d+\n/,
  );
  expect(aws.sent).toEqual(onlyTheCaller);
});

test('the cases run under names of the run, and nothing of them is left', async () => {
  const { ended, left, said } = ask(asking, typingTerminal(`${awsAccount}\n`));
  const { outcomes, version } = await ended;
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(cases.map(() => ({ kind: 'passed' })));
  expect(version).toBe('us-east-1');
  expect(left()).toEqual([]);
  expect(said.stderr).toMatch(/everything that this run makes is called contract-\w+-\.\.\.\n/);
  const hosts = new Set(aws.sent.map((line) => line.split(' ')[0]));
  for (const host of hosts) expect(host).toMatch(/^[a-z]+\.us-east-1\.amazonaws\.com$/);
  expect(aws.sent).toContain('sqs.us-east-1.amazonaws.com DeleteQueue');
  expect(aws.sent).toContain('dynamodb.us-east-1.amazonaws.com DeleteTable');
  const { sqs } = engineClients(local.endpoint);
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
});

test('what is not of the run is left alone, and what cannot be deleted is told', async () => {
  const { sqs } = engineClients(local.endpoint);
  await sqs.send(new CreateQueueCommand({ QueueName: 'contract-of-somebody-else' }));
  await ask(limited).ended;
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  expect(QueueUrls.map((url) => url.split('/').at(-1))).toEqual(['contract-of-somebody-else']);
});

test('a case that asks more than was priced is ended, and what it made is deleted', async () => {
  const greedy: ContractCase = {
    service: 'sqs',
    title: 'greedy',
    expected: null,
    source: 'nowhere',
    async run({ sqs, freshName }) {
      await sqs.send(new CreateQueueCommand({ QueueName: freshName('one') }));
      const isRehearsal = !(await sqs.config.region()).startsWith('us') || aws.sent.length === 0;
      for (let asked = 0; !isRehearsal && asked < 100; asked += 1)
        await sqs.send(new ListQueuesCommand({}));
      return null;
    },
  };
  const { ended, left } = ask(limited, typingTerminal(), [greedy]);
  const [outcome] = (await ended).outcomes;
  expect(outcome?.answer).toEqual({
    kind: 'broken off',
    answer: { failed: 'TooManyRequestsError: SQS was asked as often as was priced' },
  });
  const listed = aws.sent.filter((line) => line.startsWith('sqs.') && line.endsWith('ListQueues'));
  const most = requestsOfCases([greedy], { meters: { 'sqs.requests': 1 }, waitsMs: [] }).SQS;
  expect(listed.length).toBeLessThan(most + 5);
  expect(aws.sent).toContain('sqs.us-east-1.amazonaws.com DeleteQueue');
  expect(left()).toEqual([]);
});

test('the bound of all cases is what the local cloud bills, many times over', async () => {
  const rehearsal = await rehearse(allCases);
  const book = shippedPriceBook('us-east-1');
  const bound = boundOfCases(allCases, rehearsal, book);
  expect(bound.totalUsd).toBeLessThan(1);
  expect(Object.keys(bound.serviceUsd).sort()).toEqual([
    'CloudWatch',
    'DynamoDB',
    'Lambda',
    'SQS',
    'Step Functions',
  ]);
  const unit = priceOf(book, 'dynamodb.writeUnits')?.tiers[0]?.usdPerUnit ?? Number.NaN;
  const writes = rehearsal.meters['dynamodb.writeUnits'] ?? 0;
  expect(bound.serviceUsd.DynamoDB).toBeGreaterThan(10 * writes * unit);
  expect(bound.requestsMax.SQS).toBeGreaterThan(10 * (rehearsal.meters['sqs.requests'] ?? 0));
});

test('a process sends nothing off this machine while it is not confirmed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rebootstorm-contract-'));
  const watch = observeNetwork(folder);
  const keys = {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
  };
  const env = { ...watch.env, ...keys, AWS_ENDPOINT_URL: '' };
  const main = 'infra-tests/contract/main.ts';
  const words = [main, '--target', 'aws', '--case', 'a queue is found by its name'];
  for (const more of [[], ['--yes', '--max-cost', '0.0001']]) {
    const { exitCode, stderr } = await startCommand([...words, ...more], { env }).ended;
    expect(stderr).toMatch(/(^|\n)refused: .*nothing was sent/);
    expect(exitCode).toBe(77);
  }
  const { left, stayed, watching } = watch.seen();
  rmSync(folder, { recursive: true });
  expect({ left, stayed }).toEqual({ left: [], stayed: [] });
  expect(watching.length).toBeGreaterThan(1);
});
