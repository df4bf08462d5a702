import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  createTemporaryProject,
  PROJECT_ROOT,
  type TemporaryProject,
} from './temporary-project.ts';

let project: TemporaryProject;

beforeEach(() => {
  project = createTemporaryProject([]);
});
afterEach(() => project.remove());

const jestFile = (...statuses: string[]) => ({
  name: 'domain/gate.test.ts',
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status, index) => ({ fullName: `gate ${index}`, status })),
});

function count(results: Record<string, unknown>, { ci = false, missing = [] as string[] } = {}) {
  for (const [path, result] of Object.entries(results)) {
    project.write(path, typeof result === 'string' ? result : JSON.stringify(result));
  }
  const program = join(PROJECT_ROOT, 'tools', 'count-results.ts');
  const run = spawnSync(process.execPath, [program, ...Object.keys(results), ...missing], {
    cwd: project.root,
    encoding: 'utf8',
    env: { ...process.env, CI: String(ci) },
    timeout: 30_000,
  });
  const lines = run.stdout.trimEnd().split('\n');
  return { lines, last: lines.at(-1), exitCode: run.status };
}

test('the results of jest and of the deploys are added up', () => {
  const run = count({
    'unit.json': { testResults: [jestFile('passed', 'passed'), jestFile('passed')] },
    'deploy.json': { suite: 'deploy', tests: [{ title: 'the stack deploys', passed: true }] },
  });
  expect(run).toEqual({
    lines: ['4 passed, 0 failed'],
    last: '4 passed, 0 failed',
    exitCode: 0,
  });
});

test('failed titles come first, the count last, and the exit code is not 0', () => {
  const run = count({
    'unit.json': { testResults: [jestFile('passed', 'failed')] },
    'deploy.json': { suite: 'deploy', tests: [{ title: 'the stack deploys', passed: false }] },
  });
  expect(run.lines).toEqual([
    'FAILED gate 1',
    'FAILED deploy: the stack deploys',
    '1 passed, 2 failed',
  ]);
  expect(run.exitCode).toBe(1);
});

test('skipped tests are counted, and fail the run in CI only', () => {
  const results = { 'unit.json': { testResults: [jestFile('passed', 'pending', 'todo')] } };
  expect(count(results)).toMatchObject({ last: '1 passed, 0 failed, 2 skipped', exitCode: 0 });
  expect(count(results, { ci: true })).toMatchObject({ exitCode: 1 });
});

test('a test file that could not run counts as failed', () => {
  const broken = { ...jestFile(), status: 'failed' };
  const run = count({ 'unit.json': { testResults: [jestFile('passed'), broken] } });
  expect(run.lines).toEqual([
    'FAILED domain/gate.test.ts: the file could not run',
    '1 passed, 1 failed',
  ]);
});

test.each(['', '{', '[]', 'null', '{"suites":1}'])(
  'a result that cannot be read counts as failed: %s',
  (text) => {
    const good = { testResults: [jestFile('passed')] };
    const run = count({ 'unit.json': good, 'deploy.json': text });
    expect(run).toMatchObject({ last: '1 passed, 1 failed', exitCode: 1 });
  },
);

test('a suite that left no result counts as failed', () => {
  const run = count(
    { 'unit.json': { testResults: [jestFile('passed')] } },
    { missing: ['deploy.json'] },
  );
  expect(run.lines).toEqual(['FAILED deploy.json: the suite left no result', '1 passed, 1 failed']);
});

test('a run without a single passed test is not good', () => {
  expect(count({ 'unit.json': { testResults: [] } })).toMatchObject({
    last: '0 passed, 0 failed',
    exitCode: 1,
  });
});
