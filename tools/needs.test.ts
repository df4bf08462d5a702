import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from './needs.ts';
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

test('a tool on the PATH is found under any of its names, if it can be executed', () => {
  const bin = join(project.root, 'bin');
  project.write('bin/google-chrome', '#!/bin/sh\n');
  expect(findTool('chromium', { PATH: `/nowhere:${bin}` }).kind).toBe('skip');
  chmodSync(join(bin, 'google-chrome'), 0o755);
  expect(findTool('chromium', { PATH: `/nowhere:${bin}` })).toEqual({
    kind: 'present',
    program: join(bin, 'google-chrome'),
  });
});

test('a missing tool skips, fails in CI, and the notice says what to install', () => {
  const notice = 'java is not on the PATH; on Debian: apt-get install default-jre-headless';
  expect(findTool('java', {})).toEqual({ kind: 'skip', notice });
  expect(findTool('java', { PATH: '/nowhere', CI: 'true' })).toEqual({ kind: 'fail', notice });
});

describe('a suite that needs a tool', () => {
  const suite = `
    import { describeIfPresent } from '${join(PROJECT_ROOT, 'tools', 'needs.ts')}';
    describeIfPresent('java', 'the reference engine', () => {
      test('answers', () => expect(1).toBe(1));
    });`;

  function runSuite(env: Record<string, string>) {
    project.write('engine.test.ts', suite);
    project.write('package.json', '{"type":"module"}');
    const swc = ['@swc/jest', { jsc: { parser: { syntax: 'typescript' } } }];
    project.write('jest.config.json', JSON.stringify({ transform: { '\\.ts$': swc } }));
    const jest = join('node_modules', 'jest', 'bin', 'jest.js');
    const run = spawnSync(process.execPath, [jest, '--json', '--testMatch', '**/*.test.ts'], {
      cwd: project.root,
      encoding: 'utf8',
      env: { ...process.env, PATH: '', CI: '', ...env },
      timeout: 60_000,
    });
    const { numPassedTests, numPendingTests, numFailedTests } = JSON.parse(run.stdout);
    return { numPassedTests, numPendingTests, numFailedTests, stderr: run.stderr };
  }

  test('runs where the tool is', () => {
    project.write('bin/java', '#!/bin/sh\n');
    chmodSync(join(project.root, 'bin', 'java'), 0o755);
    expect(runSuite({ PATH: join(project.root, 'bin') })).toMatchObject({ numPassedTests: 1 });
  }, 60_000);

  test('is skipped with a loud line where it is not', () => {
    const { stderr, ...counts } = runSuite({});
    expect(counts).toEqual({ numPassedTests: 0, numPendingTests: 1, numFailedTests: 0 });
    expect(stderr).toContain('*** SKIPPED the reference engine: java is not on the PATH');
  }, 60_000);

  test('fails in CI where it is not', () => {
    expect(runSuite({ CI: 'true' })).toMatchObject({ numFailedTests: 1, numPendingTests: 0 });
  }, 60_000);
});
