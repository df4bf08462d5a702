import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, startCommand } from './child-command.ts';

jest.setTimeout(60_000);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-loopback-'));
  writeFileSync(join(folder, 'watch.cjs'), watchSource);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Loaded into every process and thread before anything else: notes that it watches, and notes and
 * refuses every look-up of a name, every connection and every datagram that leaves this machine.
 */
const watchSource = `
  const { appendFileSync } = require('node:fs');
  const { isMainThread } = require('node:worker_threads');
  const note = (line) => appendFileSync(process.env.WATCH_LOG, line + '\\n');
  note(isMainThread ? 'watching a process' : 'watching a thread');
  const refuse = (what) => {
    note('LEFT ' + what);
    throw new Error('refused by the watch: ' + what);
  };
  const isLoopback = (host) => host === 'localhost' || host === '::1' || /^127\\./.test(host);
  const net = require('node:net');
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...given) {
    const [first, second] = given.flat();
    const port = typeof first === 'object' ? first.port : first;
    const named = typeof first === 'object' ? first.host : second;
    const host = typeof named === 'string' ? named : 'localhost';
    const isPipe = typeof first === 'object' ? first.path !== undefined : port === undefined;
    if (!isPipe && !isLoopback(host)) refuse('connect ' + host + ':' + port);
    return connect.apply(this, given);
  };
  const dns = require('node:dns');
  for (const names of [dns, dns.promises])
    for (const name of Object.keys(names).filter((key) => /^(lookup|resolve)/.test(key))) {
      const original = names[name];
      names[name] = (host, ...rest) =>
        isLoopback(host) ? original(host, ...rest) : refuse(name + ' ' + host);
    }
  const dgram = require('node:dgram');
  dgram.Socket.prototype.send = () => refuse('a datagram');
`;

/** What a careless client would read, and then call AWS or ask this machine's metadata service. */
function environment(): Record<string, string> {
  return {
    NODE_OPTIONS: `--require=${join(folder, 'watch.cjs')}`,
    WATCH_LOG: join(folder, 'watch.log'),
    AWS_ENDPOINT_URL: 'https://dynamodb.us-east-1.amazonaws.com',
    AWS_ENDPOINT_URL_SQS: 'https://sqs.us-east-1.amazonaws.com',
    AWS_ENDPOINT_URL_SFN: 'https://states.us-east-1.amazonaws.com',
    AWS_PROFILE: 'production',
    AWS_REGION: 'us-east-1',
  };
}

function watched(): { watching: string[]; left: string[] } {
  const lines = readFileSync(join(folder, 'watch.log'), 'utf8').trim().split('\n');
  return {
    watching: lines.filter((line) => !line.startsWith('LEFT ')),
    left: lines.filter((line) => line.startsWith('LEFT ')),
  };
}

test('a run leaves this machine in no way, whatever the environment says of AWS', async () => {
  const words = ['run', 'drill', '--nodes', '60', '--faults', 'none', '--out', folder];
  const { exitCode, stderr } = await runCommand(words, { env: environment() });
  const { watching, left } = watched();
  expect({ left, exitCode }).toEqual({ left: [], exitCode: 0 });
  expect(stderr).not.toContain('refused');
  // Each policy runs in a thread of its own, and each was watched.
  expect(watching.sort()).toEqual([
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
  ['a look-up', "require('node:dns/promises').lookup('example.invalid').catch(() => {});"],
])('the watch is not blind: it sees %s that leaves', async (_what, script) => {
  const words = ['--input-type=commonjs', '--eval', script];
  await startCommand(words, { env: environment() }).ended;
  expect(watched().left).toEqual([expect.stringMatching(/^LEFT (connect|lookup) /)]);
});

function threadScript(): string {
  return `
    const { Worker } = require('node:worker_threads');
    new Worker(${JSON.stringify(clientScript)}, { eval: true });
  `;
}
