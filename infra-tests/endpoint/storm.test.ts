// The commands of docs/local-endpoint.md: a storm on the local endpoint heals, and a check finds
// that every invariant holds, in a cloud that fails as usual.
import { exitCodes } from '#cli/exit-codes.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { type RunningEndpoint, startEndpointCommand } from '#testing/cli/endpoint-command.ts';

/** What docs/local-endpoint.md has its reader export. */
const environmentOf = ({ endpoint }: RunningEndpoint) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PROFILE: '',
});

test('a storm is refused on a clock too fast for it, and nothing is stored', async () => {
  const local = await startEndpointCommand('--speed', '1000', '--faults', 'none');
  const env = environmentOf(local);
  try {
    const { exitCode, stderr } = await runCommand(['storm', '--nodes', '60'], { env });
    expect(exitCode).toBe(exitCodes.unreachable);
    expect(stderr).toMatch(/^error: the clock at \S+ goes 1,000 times .* up to 600; type speed 60/);
    const check = await runCommand(['check', '--json'], { env });
    expect(JSON.parse(check.stdout).runs).toEqual([]);
  } finally {
    await local.stop();
  }
});

test('a storm on a clock that goes sixty times as fast heals by that clock', async () => {
  const local = await startEndpointCommand('--speed', '60', '--faults', 'none');
  const env = environmentOf(local);
  try {
    const words = ['storm', '--nodes', '60', '--json'];
    const storm = await runCommand(words, { env, limitMs: 500_000 });
    expect(storm.stderr).toContain('60 times the wall clock\n');
    const answer = JSON.parse(storm.stdout);
    expect(answer).toMatchObject({ isHealed: true, outcome: 'healed', nodes: 60 });
    // The head start alone takes eight minutes there.
    expect(answer.seconds).toBeGreaterThan(480);
    expect(storm.exitCode).toBe(exitCodes.asExpected);
  } finally {
    await local.stop();
  }
});

test('a storm on the local endpoint heals, and every invariant holds', async () => {
  const local = await startEndpointCommand();
  const env = environmentOf(local);
  try {
    const limitMs = 500_000;
    const storm = await runCommand(['storm', '--nodes', '60', '--json'], { env, limitMs });
    expect(storm.stderr).not.toContain('error');
    expect(storm.exitCode).toBe(exitCodes.asExpected);
    expect(JSON.parse(storm.stdout)).toMatchObject({ isHealed: true, nodes: 60 });
    const check = await runCommand(['check'], { env, limitMs });
    expect({ exitCode: check.exitCode, stderr: check.stderr }).toMatchObject({
      exitCode: exitCodes.asExpected,
    });
  } finally {
    await local.stop();
  }
  // No function asked for something that is not there.
  expect((await local.ended).stderr).toBe('stopped; nothing is kept\n');
});
