// A deployed stack is held against the clouds here, its runs are kept, and what was kept is judged
// again without it. The stack stands in `rebootstorm local`; the recording in the repository is of
// an engine, never of AWS.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '#cli/exit-codes.ts';
import { type RecordedStorms, readRecordedStorms } from '#runner/verify/recorded-storms.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { startEndpointCommand } from '#testing/cli/endpoint-command.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-verify-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keys = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PROFILE: '',
};
const limitMs = 500_000;

test('what a stack did is kept, and judged again without the stack as it was with it', async () => {
  const path = join(folder, 'storms.json');
  const local = await startEndpointCommand('--speed', '60', '--faults', 'none');
  const env = { ...keys, AWS_ENDPOINT_URL: local.endpoint };
  const asked = 'verify drill --nodes 100 --seeds 1 --policy resilient --endpoint --record';
  const live = await runCommand([...asked.split(' '), path], { env, limitMs }).finally(() =>
    local.stop(),
  );
  expect(live.stderr).toMatch(/stack Rebootstorm at http:\S+: resilient, seed 1, run drill-\d+\n$/);
  // A verification of one seed cannot decide all of it. It says so.
  expect([exitCodes.asExpected, exitCodes.unknown]).toContain(live.exitCode);
  expect(live.stdout).toMatch(/ local cloud +deployed stack +distance /);
  expect(live.stdout).toMatch(/ twin +deployed stack +distance /);
  expect(live.stdout).toMatch(/\nnot compared, since it cannot be seen from outside: \d+ \(/);

  const { where, policies } = readRecordedStorms(path);
  expect(where).toMatch(/^rebootstorm local.* on this machine, not AWS$/);
  expect(policies).toMatchObject([{ policy: 'resilient', runs: [{ ending: 'healed' }] }]);
  const again = await runCommand(['verify', '--recorded', path], { limitMs });
  expect(again.stdout).toBe(live.stdout);
  expect(again.exitCode).toBe(live.exitCode);
  expect(again.stderr).toContain(`on ${where}\n`);
});

const shipped = 'infra-tests/recorded-storms/ministack.json';

test('the recording of an engine agrees with the clouds of today', async () => {
  const { stdout, stderr, exitCode } = await runCommand(['verify', '--recorded', shipped]);
  expect(stderr).toMatch(/on MiniStack \S+ on this machine, not AWS\n/);
  expect(stdout).not.toContain('✗');
  expect([exitCodes.asExpected, exitCodes.unknown]).toContain(exitCode);
});

test('a recording with another answer disagrees, and the answer is named', async () => {
  const recorded = JSON.parse(readFileSync(shipped, 'utf8')) as RecordedStorms;
  const policies = recorded.policies.map(({ policy, runs }) => ({
    policy,
    runs: runs.map((run) => {
      const counts = { ...run.counts, NodesRestarted: 2 * (run.counts.NodesRestarted ?? 0) };
      return { ...run, counts };
    }),
  }));
  const path = join(folder, 'changed.json');
  writeFileSync(path, JSON.stringify({ ...recorded, policies }));
  const { stdout, exitCode } = await runCommand(['verify', '--recorded', path]);
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stdout).toMatch(/\nNodesRestarted .* ✗ outside\n/);
  expect(stdout).toMatch(/\n✗ They disagree: 2 \(NodesRestarted\) of \d+ counts and meters\./);
});
