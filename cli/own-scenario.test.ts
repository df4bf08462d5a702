// Follows a user's own scenario from its file to its report.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from './exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-scenario-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const run = (path: string, ...words: string[]) =>
  runCommand(['run', path, '--nodes', '60', '--json', '--out', join(folder, 'runs'), ...words]);

test.each([
  [
    'local',
    'mine.json',
    '{ "extends": "drill", "name": "mine", "timings": { "clientTimeoutMs": 20000 } }',
  ],
  [
    'twin',
    'mine.ts',
    `type Mine = { extends: string };
     export const scenario: Mine & object =
       { extends: 'drill', name: 'mine', timings: { clientTimeoutMs: 20_000 } };`,
  ],
])(
  'runs on the %s cloud under its own name, with what it changed in the report',
  async (...row) => {
    const [cloud, name, text] = row;
    // In so small a network one more failed message makes the run late. That is not what this test
    // is about.
    const ideal = cloud === 'local' ? ['--faults', 'none'] : [];
    const { stdout, stderr, exitCode } = await run(file(name, text), '--cloud', cloud, ...ideal);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: exitCodes.asExpected });
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ scenario: 'mine', cloud, title: 'A two-minute drill' });
    expect(result.assumptions[0]).toMatchObject({
      name: 'timings.clientTimeoutMs',
      value: '20,000',
    });
    const manifest = readFileSync(join(folder, 'runs', 'mine', 'latest', 'manifest.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({
      inputs: {
        [join(folder, name)]: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
      settings: { timings: { clientTimeoutMs: 20_000 } },
    });
    const replayed = await runCommand(['replay', join(folder, 'runs', 'mine', 'latest')]);
    expect(replayed.stdout).toMatch(/^The same, byte for byte/);
  },
);

test('one that makes no sense is refused with the field and the reason', async () => {
  const path = file('mine.json', '{ "extends": "drill", "timings": { "leaseMs": 1 } }');
  const { stderr, exitCode } = await run(path);
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/^error: .*mine\.json: timings\.leaseMs: a lease of 1 ms/);
});

test('a policy file decides on the twin as well, and one that fails ends the run', async () => {
  const policy = (id: string, decision: string) =>
    file(
      `${id}.mjs`,
      `export const policy = { id: '${id}', decisions: (builtIn) => ({ ${decision} }) };`,
    );
  const nobody = policy('nobody', "admitLogin: () => ({ kind: 'superseded' })");
  const scenario = file('mine.json', '{ "extends": "drill", "name": "mine" }');
  const shut = await run(scenario, '--cloud', 'twin', '--policy', `resilient,${nobody}`);
  const [open, closed] = JSON.parse(shut.stdout).runs;
  expect(open.loginsPlaced).toBeGreaterThan(0);
  expect(closed).toMatchObject({ policy: 'nobody', loginsPlaced: 0 });
  const broken = policy('broken', "healStep: () => { throw new Error('boom'); }");
  const { stderr, exitCode } = await run(scenario, '--cloud', 'twin', '--policy', broken);
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/broken\.mjs:1:90: healStep threw 'boom'/);
});

test('the file of a station is no scenario, and run understands it for one release', async () => {
  const station = file('station.json', '{ "kind": "station" }');
  const refused = await runCommand(['run', station, '--nodes', '60']);
  expect(refused.exitCode).toBe(exitCodes.usage);
  expect(refused.stderr).toMatch(/^note: type rebootstorm station \S+ --nodes 60 instead/);
  expect(refused.stderr).toContain("unknown option '--nodes'");
  const [old, today] = await Promise.all([
    runCommand(['run', station, '--json']),
    runCommand(['station', station, '--json']),
  ]);
  expect(today.exitCode).toBe(exitCodes.usage);
  expect(today.stderr).toMatch(/station\.json is not a station that can run/);
  expect(old.exitCode).toBe(today.exitCode);
  expect(old.stderr.split('\n').slice(1).join('\n')).toBe(today.stderr);
});
