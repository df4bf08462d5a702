// The commands of docs/local-endpoint.md: a storm on the local endpoint heals, and a check finds
// that every invariant holds, in a cloud that fails as usual.
import { exitCodes } from '#cli/exit-codes.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { startEndpointCommand } from '#testing/cli/endpoint-command.ts';

test('a storm on the local endpoint heals, and every invariant holds', async () => {
  const local = await startEndpointCommand();
  const env = {
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_PROFILE: '',
  };
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
