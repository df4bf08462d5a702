import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, startCommand } from '#testing/cli/child-command.ts';
import { observeNetwork } from '#testing/cli/network-observer.ts';

let folder: string;
let watch: ReturnType<typeof observeNetwork>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-loopback-'));
  watch = observeNetwork(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Variables that would lead an unguarded client to AWS, or to this machine's metadata service. */
function environment(): Record<string, string> {
  return {
    ...watch.env,
    AWS_ENDPOINT_URL: 'https://dynamodb.us-east-1.amazonaws.com',
    AWS_ENDPOINT_URL_SQS: 'https://sqs.us-east-1.amazonaws.com',
    AWS_ENDPOINT_URL_SFN: 'https://states.us-east-1.amazonaws.com',
    AWS_PROFILE: 'production',
    AWS_REGION: 'us-east-1',
  };
}

test('a run leaves this machine in no way, whatever the environment says of AWS', async () => {
  const words = ['run', 'drill', '--nodes', '60', '--faults', 'none', '--out', folder];
  const { exitCode, stderr } = await runCommand(words, { env: environment() });
  const { watching, left } = watch.seen();
  expect({ left, exitCode }).toEqual({ left: [], exitCode: 0 });
  expect(stderr).not.toContain('refused');
  // Each policy runs in a thread of its own, and the guard watched each thread.
  expect([...watching].sort()).toEqual([
    ...watching.filter((line) => line === 'watching a process'),
    'watching a thread',
    'watching a thread',
  ]);
});

const clientScript = `
  const { SQSClient, ListQueuesCommand } = require('@aws-sdk/client-sqs');
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const client = new SQSClient({ credentials, maxAttempts: 1 });
  client.send(new ListQueuesCommand({})).catch(() => {});
`;

test.each([
  ['a client of the SDK', clientScript],
  ['a client in a thread', threadScript()],
  ['fetch, by number', "fetch('http://192.0.2.1/').catch(() => {});"],
  ['plain HTTP, by number', "require('node:http').get('http://192.0.2.1/').on('error', () => {});"],
  ['a look-up', "require('node:dns/promises').lookup('example.invalid').catch(() => {});"],
])('the watch is not blind: it sees %s that leaves', async (_what, script) => {
  const words = ['--input-type=commonjs', '--eval', script];
  await startCommand(words, { env: environment() }).ended;
  expect(watch.seen().left).toEqual([expect.stringMatching(/^LEFT (connect|lookup) /)]);
});

function threadScript(): string {
  return `
    const { Worker } = require('node:worker_threads');
    new Worker(${JSON.stringify(clientScript)}, { eval: true });
  `;
}
