// The command as a shell runs it.
import { runCommand } from '#testing/cli/child-command.ts';
import { startEndpointCommand } from '#testing/cli/endpoint-command.ts';
import { exitCodes } from '../exit-codes.ts';

const quick = ['--port', '0', '--faults', 'none'];

/** The text's endpoint: that of the first lines. */
function endpointIn(stdout: string): string {
  return /export AWS_ENDPOINT_URL=(\S+)/.exec(stdout)?.[1] ?? '';
}

test('the first lines say where it is, what to export, and what to try', async () => {
  const { stdout, exitCode, stderr } = await runCommand(['local', ...quick], { input: 'quit\n' });
  expect(exitCode).toBe(exitCodes.asExpected);
  const endpoint = endpointIn(stdout);
  expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(stdout).toContain(`rebootstorm local: Rebootstorm at ${endpoint}\n`);
  expect(stdout).toContain('export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1\n');
  expect(stdout).toMatch(new RegExp(`LoginQueueUrl +${endpoint}/000000000000/Rebootstorm-Login`));
  expect(stdout).toContain('npx rebootstorm storm\n');
  expect(stderr).toBe('stopped; nothing is kept\n');
});

test('lines on standard input turn its clock', async () => {
  const input = 'pause\nstep 2h\nstpe\nspeed 60\nqueues\nquit\nnow\n';
  const { stdout } = await runCommand(['local', ...quick], { input });
  const said = stdout.split('describe-stacks --stack-name Rebootstorm\n')[1]?.split('\n') ?? [];
  expect(said[0]).toMatch(/UTC, paused: no time passes$/);
  const moments = said.slice(0, 2).map((line) => /\d{4}-[\d\- :.]+/.exec(line)?.[0]?.trim());
  const [before = 0, after = 0] = moments.map((text) => Date.parse(`${text}Z`));
  expect(after - before).toBe(2 * 3_600_000);
  expect(said[1]).toMatch(/^2 h passed\. .*, paused: no time passes$/);
  expect(said[2]).toContain('Did you mean step?');
  expect(said[3]).toMatch(/60 times the wall clock$/);
  // Seven queues, and then it is over: what comes after quit is not read.
  expect(said.slice(4, 11).every((line) => line.includes('0 visible'))).toBe(true);
  expect(said.slice(11)).toEqual(['']);
});

test('without a terminal and without lines it serves on, and a signal ends it clean', async () => {
  const { endpoint, child, ended } = await startEndpointCommand(
    '--faults',
    'none',
    '--stack',
    'Ours',
  );
  const body = 'Action=DescribeStacks&Version=2010-05-15&StackName=Ours';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(endpoint, { method: 'POST', headers, body });
  expect(await answer.text()).toContain('<StackName>Ours</StackName>');
  const port = new URL(endpoint).port;
  const second = await runCommand(['local', '--port', port]);
  expect(second.exitCode).toBe(exitCodes.inUse);
  expect(second.stderr).toBe(
    `error: port ${port} of 127.0.0.1 is taken, perhaps by another rebootstorm local or by an ` +
      'engine: stop that one, or take any free port with --port 0\n',
  );
  child.kill('SIGINT');
  const { exitCode, stderr } = await ended;
  expect({ exitCode, stderr }).toEqual({
    exitCode: exitCodes.interrupted,
    stderr: 'stopped; nothing is kept\n',
  });
});

test('a storm and a check find the stack there', async () => {
  const { endpoint, child, ended } = await startEndpointCommand('--faults', 'none');
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_PROFILE: '',
  };
  const check = await runCommand(['check'], { env });
  // There is no run yet, which is a usage error of no kind.
  expect(check.stderr).not.toContain('internal error');
  const doctor = await runCommand(['doctor'], { env });
  expect(doctor.stdout).toContain('✓ a storm can be run');
  expect(doctor.exitCode).toBe(exitCodes.asExpected);
  child.kill('SIGTERM');
  expect((await ended).exitCode).toBe(exitCodes.terminated);
});
