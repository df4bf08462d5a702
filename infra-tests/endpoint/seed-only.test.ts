// A run that is stored by `storm --seed-only` and started by hand, as docs/operations.md says, on
// the local endpoint.
import { readFileSync } from 'node:fs';
import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { keepOnLoopback } from '#adapters/loopback.ts';
import { exitCodes } from '#cli/exit-codes.ts';
import { parseStormInput } from '#functions/messages.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { type RunningEndpoint, startEndpointCommand } from '#testing/cli/endpoint-command.ts';

let local: RunningEndpoint;
let client: SFNClient;

beforeEach(async () => {
  local = await startEndpointCommand('--speed', '60', '--faults', 'none');
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new SFNClient({ endpoint: local.endpoint, region: 'us-east-1', credentials });
  keepOnLoopback(client);
});

afterEach(async () => {
  client.destroy();
  await local.stop();
});

const environment = () => ({
  AWS_ENDPOINT_URL: local.endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PROFILE: '',
});

const command = (...words: string[]) => runCommand(words, { env: environment(), limitMs: 500_000 });

const start = (stateMachineArn: string, name: string, input: string) =>
  client.send(new StartExecutionCommand({ stateMachineArn, name, input }));

/** Asks until the execution has ended; the command's own limit ends a test that never does. */
async function endOf(executionArn: string | undefined) {
  for (;;) {
    const end = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (end.status !== ('RUNNING' satisfies ExecutionStatus)) return end;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

test('a run is stored, started by hand, heals, and is never started again', async () => {
  const nodes = ['--nodes', '60', '--run', 'by-hand', '--start-within', '1min'];
  const seeded = await command('storm', 'drill', ...nodes, '--seed-only', '--json');
  expect(seeded.exitCode).toBe(exitCodes.asExpected);
  const { stateMachineArn, runId, input, command: line } = JSON.parse(seeded.stdout);
  expect(runId).toBe('by-hand');
  expect(line).toBe(
    `aws stepfunctions start-execution --endpoint-url ${local.endpoint} --region us-east-1 ` +
      `--state-machine-arn ${stateMachineArn} --name by-hand --input '{"runId":"by-hand"}'`,
  );
  expect(seeded.stderr).toMatch(/\n {2}AWS_ENDPOINT_URL=\S+ .*npx rebootstorm check by-hand\n/);
  const text = JSON.stringify(parseStormInput(input));
  const { executionArn } = await start(stateMachineArn, runId, text);
  const going = await command('storm', '--run', 'by-hand');
  expect(going.exitCode).toBe(exitCodes.usage);
  expect(going.stderr).toMatch(/\nerror: run by-hand goes on; leave --run away/);
  expect(await endOf(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  const checked = await command('check', 'by-hand');
  expect(checked.stdout).toMatch(/healed/i);
  expect(checked.exitCode).toBe(exitCodes.asExpected);
  const second = await start(stateMachineArn, 'second', text);
  const refused = await endOf(second.executionArn);
  expect(refused).toMatchObject({ status: 'FAILED', error: 'StartRefused' });
  expect(refused.cause).toContain('this one is called second; start it with --name by-hand');
  const again = await command('storm', '--run', 'by-hand', '--seed-only');
  expect(again.exitCode).toBe(exitCodes.usage);
  expect(again.stderr).toContain('error: run by-hand is over: its storm was conducted to its end');
});

test('the input that the documentation shows is one, and no field may be added to it', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const section = page.slice(page.indexOf('## A run started by hand'));
  const example = /```json\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
  const input = JSON.parse(example);
  expect(parseStormInput(input)).toEqual(input);
  expect(() => parseStormInput({ ...input, nodes: 60 })).toThrow(/nodes/);
});
