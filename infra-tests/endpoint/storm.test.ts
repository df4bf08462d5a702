// The commands of docs/local-endpoint.md: a storm on the local endpoint heals, and a check finds
// that every invariant holds, in a cloud that fails as usual.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

let folder: string;
let junit: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-storm-'));
  junit = join(folder, 'junit.xml');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a storm is refused on a clock too fast for it, and nothing is stored', async () => {
  const local = await startEndpointCommand('--speed', '1000', '--faults', 'none');
  const env = environmentOf(local);
  try {
    const { exitCode, stderr } = await runCommand(['storm', '--nodes', '60'], { env });
    expect(exitCode).toBe(exitCodes.unreachable);
    expect(stderr).toMatch(
      /^error: the clock at \S+ goes 1,000 times .* up to 600, since .* last 10 min; type speed 60/,
    );
    const check = await runCommand(['check', '--json'], { env });
    expect(JSON.parse(check.stdout).runs).toEqual([]);
  } finally {
    await local.stop();
  }
});

test('a storm on a clock sixty times as fast heals by it, judged as expected', async () => {
  const local = await startEndpointCommand('--speed', '60', '--faults', 'none');
  const env = environmentOf(local);
  try {
    const words = ['storm', '--nodes', '60', '--json', '--expect', 'stuck', '--github'];
    const storm = await runCommand(words, { env, limitMs: 500_000 });
    expect(storm.stderr).toContain('60 times the wall clock\n');
    const answer = JSON.parse(storm.stdout);
    expect(answer).toMatchObject({
      verdict: { kind: 'healed' },
      outcome: 'healed',
      nodes: 60,
    });
    // The head start alone takes eight minutes there.
    expect(answer.seconds).toBeGreaterThan(480);
    expect(answer.expected).toEqual(['stuck']);
    expect(storm.exitCode).toBe(exitCodes.notAsExpected);
    expect(storm.stderr).toMatch(/\n::error title=resilient%3A verdict::resilient: healed \(exp/);
    // On that clock every lease has run out by now. What the run's row keeps has not.
    const check = await runCommand(['check', '--run', answer.runId], { env });
    expect(check.stdout).toMatch(
      /^drill-\d+: healed, ended .* UTC\n {4}60 of 60 online at its end/,
    );
    expect(check.exitCode).toBe(exitCodes.asExpected);
    const forget = await runCommand(['forget', answer.runId], { env, limitMs: 300_000 });
    expect(forget.stdout).toMatch(
      /^forgotten: run drill-\d+\ndeleted: \d+ items of the table, 0 dea/,
    );
    expect(forget.exitCode).toBe(exitCodes.asExpected);
    expect(JSON.parse((await runCommand(['check', '--json'], { env })).stdout).runs).toEqual([]);
  } finally {
    await local.stop();
  }
});

test('a storm on the local endpoint heals, and every invariant holds', async () => {
  const local = await startEndpointCommand();
  const env = environmentOf(local);
  try {
    const limitMs = 500_000;
    const words = ['storm', 'drill', '--nodes', '60', '--json', '--quiet', '--junit', junit];
    const storm = await runCommand(words, { env, limitMs });
    expect({ exitCode: storm.exitCode, stderr: storm.stderr }).toEqual({
      exitCode: exitCodes.asExpected,
      stderr: '',
    });
    expect(JSON.parse(storm.stdout)).toMatchObject({ verdict: { kind: 'healed' }, nodes: 60 });
    expect(readFileSync(junit, 'utf8')).toMatch(
      /<testsuite name="rebootstorm storm drill" .*tests="1" failures="0"/,
    );
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
