import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';
import { firstDifference } from './replay-difference.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'replay-command-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const drill = ['run', 'drill', '--nodes', '60'];

function change(name: string, from: RegExp, to: string): void {
  const path = join(out, 'latest', name);
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
}

test.each([
  ['in the local cloud that fails', drill],
  ['on the twin', [...drill, '--cloud', 'twin']],
])('a run %s is the same byte for byte', async (_where, words) => {
  await runCommand([...words, '--out', out]);
  const { stdout, exitCode } = await runCommand(['replay', join(out, 'latest')]);
  expect(stdout).toBe('The same, byte for byte: result.json and series.csv.\n');
  expect(exitCode).toBe(exitCodes.asExpected);
});

test('what differs is named, the new run kept, and the exit code 1', async () => {
  await runCommand([...drill, '--cloud', 'twin', '--out', out]);
  change('result.json', /"loginAttempts": (\d+)/, '"loginAttempts": 1');
  const words = ['replay', join(out, 'latest', 'manifest.json'), '--out', join(out, 'again')];
  const { stdout, exitCode } = await runCommand(words);
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stdout).toMatch(/^result\.json differs: runs\.0\.loginAttempts was 1 and is \d+\n/);
  expect(stdout).toContain(`The new run: ${join(out, 'again', 'latest')}`);
});

test('a new run that cannot be written differs in nothing: that is 74', async () => {
  await runCommand([...drill, '--cloud', 'twin', '--out', out]);
  const file = join(out, 'a-file');
  writeFileSync(file, 'mine');
  const { stdout, stderr, exitCode } = await runCommand([
    'replay',
    join(out, 'latest'),
    '--out',
    file,
  ]);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.outputLost });
  expect(stderr).toMatch(/a-file cannot be written to: ENOTDIR/);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('a run of before in the same folder is not taken for the one that failed', async () => {
  const scenario = join(out, 'mine.json');
  writeFileSync(scenario, '{ "extends": "drill", "name": "mine" }');
  await runCommand(['run', scenario, '--nodes', '60', '--cloud', 'twin', '--out', out]);
  change('manifest.json', /"60"/, '"none"');
  const words = ['replay', join(out, 'latest'), '--out', out];
  const { stdout, exitCode } = await runCommand(words);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.usage });
});

test('another commit or version is reported, and a file changed since is no matter', async () => {
  const scenario = join(out, 'mine.json');
  writeFileSync(scenario, '{ "extends": "drill", "name": "mine" }');
  await runCommand(['run', scenario, '--nodes', '60', '--cloud', 'twin', '--out', out]);
  change('manifest.json', /"commit": .*/, '"commit": "abc",');
  change('manifest.json', /"rebootstorm": ".*"/, '"rebootstorm": "0.0.1"');
  writeFileSync(scenario, '{ "extends": "drill", "name": "mine", "title": "another" }');
  const { stdout, stderr, exitCode } = await runCommand(['replay', join(out, 'latest')]);
  expect(stderr).toMatch(/note: the commit was abc, now [0-9a-f+]+\n/);
  expect(stderr).toContain('note: rebootstorm was 0.0.1, now 0.1.0');
  expect(stdout).toBe('The same, byte for byte: result.json and series.csv.\n');
  expect(exitCode).toBe(exitCodes.asExpected);
});

test('only a run is repeated, and of it only commands that run here alone', async () => {
  const nothing = await runCommand(['replay', join(out, 'nothing')]);
  expect(nothing).toMatchObject({ exitCode: exitCodes.usage });
  expect(nothing.stderr).toMatch(/^error: .*nothing is not a run folder: it was not found\.\n$/);
  await runCommand([...drill, '--cloud', 'twin', '--out', out]);
  change('manifest.json', /"run",\n/, '"storm",\n');
  const storm = await runCommand(['replay', join(out, 'latest')]);
  expect(storm.exitCode).toBe(exitCodes.usage);
  expect(storm.stderr).toMatch(
    /its command is 'storm', and only run, demo and station are repeated/,
  );
});

test('a run without its series, or with a changed copy, is refused at once', async () => {
  const scenario = join(out, 'mine.json');
  writeFileSync(scenario, '{ "extends": "drill", "name": "mine" }');
  await runCommand(['run', scenario, '--nodes', '60', '--cloud', 'twin', '--out', out]);
  const [[copy = '']] = Object.values(
    JSON.parse(readFileSync(join(out, 'latest', 'manifest.json'), 'utf8')).inputs,
  ).map((input) => Object.keys((input as { files: object }).files)) as [[string]];
  change(copy, /drill/, 'august-2007');
  const changed = await runCommand(['replay', join(out, 'latest')]);
  expect(changed.stderr).toContain(`${copy} is not what was run`);
  rmSync(join(out, 'latest', 'series.csv'));
  const cut = await runCommand(['replay', join(out, 'latest')]);
  expect(cut.stderr).toMatch(/^error: .* is not a run folder: it has no series\.csv\.\n$/);
  expect([changed.exitCode, cut.exitCode]).toEqual([exitCodes.usage, exitCodes.usage]);
});

test('a difference is named by its field, or by its line', () => {
  expect(firstDifference('a.json', '{"a":[1,2]}', '{"a":[1,3]}')).toBe('a.1 was 2 and is 3');
  expect(firstDifference('a.json', '{"a":1}', '{}')).toBe(
    'a was 1 and is "not there"'.replaceAll('"', ''),
  );
  expect(firstDifference('a.csv', 'a\nb\n', 'a\nc\n')).toBe('line 2 was "b" and is "c"');
  expect(firstDifference('a.json', '{"a":1}', '{ "a":1}')).toMatch(/^line 1 was/);
});
