import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryProject, type TemporaryProject } from './temporary-project.ts';

// The stages themselves are played by a stub of npm: only what .ci/run makes of them is tested.
const NPM = `#!/bin/sh
[ "$1" = ci ] && exit "$INSTALL_EXIT"
if [ "$1" = test ]; then echo "$UNIT_RESULT" > runs/ci/unit.json; exit "$UNIT_EXIT"; fi
echo "$DEPLOY_RESULT" > runs/ci/deploy.json
exit "$DEPLOY_EXIT"
`;
const unit = (...statuses: string[]) => {
  const assertionResults = statuses.map((status) => ({ fullName: 'a gate', status }));
  const status = statuses.includes('failed') ? 'failed' : 'passed';
  return JSON.stringify({ testResults: [{ name: 'gate.test.ts', status, assertionResults }] });
};
const deploy = (passed: boolean) =>
  JSON.stringify({ suite: 'deploy', tests: [{ title: 'it deploys', passed }] });

const ALL_IS_WELL = {
  INSTALL_EXIT: '0',
  UNIT_EXIT: '0',
  UNIT_RESULT: unit('passed', 'passed'),
  DEPLOY_EXIT: '0',
  DEPLOY_RESULT: deploy(true),
};

let project: TemporaryProject;

beforeEach(() => {
  const tools = ['count-results', 'result-count', 'slowest-suites'].map(
    (name) => `tools/${name}.ts`,
  );
  project = createTemporaryProject(['.ci/run', ...tools]);
  project.write('package.json', '{"scripts":{"test":"x","test:deploy":"x"},"type":"module"}');
  for (const program of ['python3', 'java', 'chromium']) plantProgram(program, '#!/bin/sh\n');
  plantProgram('npm', NPM);
});
afterEach(() => project.remove());

function plantProgram(name: string, text: string): void {
  project.write(`bin/${name}`, text);
  chmodSync(join(project.root, 'bin', name), 0o755);
}

function runCi(env: Partial<typeof ALL_IS_WELL> = {}) {
  const run = spawnSync('bash', ['.ci/run'], {
    cwd: project.root,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...ALL_IS_WELL,
      ...env,
      PATH: `${join(project.root, 'bin')}:${process.env.PATH}`,
    },
    timeout: 60_000,
  });
  const lines = run.stdout.trimEnd().split('\n');
  return { lines, last: lines.at(-1), exitCode: run.status };
}

test('CI adds up the suites and says which script is not there', () => {
  const run = runCi();
  expect(run).toMatchObject({ last: '3 passed, 0 failed', exitCode: 0 });
  expect(run.lines).toContain('stage engines: package.json has no script test:engines');
});

test('CI goes on after a failed suite and counts its failed tests once', () => {
  const run = runCi({ UNIT_EXIT: '1', UNIT_RESULT: unit('passed', 'failed') });
  expect(run).toMatchObject({ last: '2 passed, 1 failed', exitCode: 1 });
  expect(run.lines).toContain('FAILED a gate');
});

test('CI fails when a suite exits badly though its result looks good', () => {
  const run = runCi({ DEPLOY_EXIT: '3' });
  expect(run).toMatchObject({ last: '3 passed, 1 failed', exitCode: 1 });
  expect(run.lines).toContain('FAILED ci: stage deploy, see runs/ci/deploy.log');
});

test('CI fails when a suite leaves no result, as when the types are wrong', () => {
  const run = runCi({ UNIT_EXIT: '2', UNIT_RESULT: '' });
  expect(run).toMatchObject({ last: '1 passed, 1 failed', exitCode: 1 });
});

test('CI fails on a skipped test', () => {
  expect(runCi({ UNIT_RESULT: unit('passed', 'pending') })).toMatchObject({
    last: '2 passed, 0 failed, 1 skipped',
    exitCode: 1,
  });
});

test('CI ends with a count even when nothing could be installed', () => {
  project.remove();
  project = createTemporaryProject(['.ci/run']);
  plantProgram('npm', '#!/bin/sh\nexit 1\n');
  rmSync(join(project.root, 'node_modules'));
  const run = runCi();
  expect(run).toMatchObject({ last: '0 passed, 1 failed', exitCode: 1 });
});

test('CI installs with apt only what is missing', () => {
  plantProgram('python3', '#!/bin/sh\nexit 1\n');
  plantProgram('apt-get', '#!/bin/sh\necho "apt-get $*"\n');
  plantProgram('sudo', '#!/bin/sh\nshift\nexec "$@"\n');
  expect(runCi().exitCode).toBe(0);
  const log = readFileSync(join(project.root, 'runs/ci/system.log'), 'utf8');
  expect(log).toContain('installing: python3-venv\n');
  expect(log).toMatch(/apt-get update.*\napt-get install .*--no-install-recommends python3-venv\n/);
});
