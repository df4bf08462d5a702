// What a CI system sees of whole commands.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
let junit: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-ci-'));
  junit = join(folder, 'junit.xml');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Legacy alone: the drill expects that it does not heal. */
const legacy = ['run', 'drill', '--nodes', '60', '--faults', 'none', '--policy', 'legacy-2007'];

const run = (...words: string[]) => runCommand([...legacy, '--out', folder, ...words]);

test('what is expected decides the exit code, and is said in table and JUnit alike', async () => {
  const asAlways = await run('--quiet');
  expect(asAlways).toMatchObject({ exitCode: exitCodes.asExpected, stderr: '' });
  expect(asAlways.stdout).toContain('(as expected)');
  const healed = await run('--expect', 'healed', '--junit', junit, '--github', '-q');
  expect(healed.exitCode).toBe(exitCodes.notAsExpected);
  expect(healed.stdout).toMatch(/\(expected:\s+healed\)/);
  expect(healed.stderr).toMatch(/^::error title=legacy-2007%3A verdict::legacy-2007: /);
  const xml = readFileSync(junit, 'utf8');
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(xml).toMatch(/<testsuite name="rebootstorm run drill" .*tests="1" failures="1"/);
  const any = await run('--expect', 'any', '--junit', junit);
  expect(any.exitCode).toBe(exitCodes.asExpected);
  expect(readFileSync(junit, 'utf8')).toMatch(/failures="0"/);
});

test('an expectation of a policy that does not run is refused before the run', async () => {
  const { exitCode, stderr } = await run('--expect', 'resilient:healed');
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/^error: resilient:healed: no policy resilient runs/);
});

test('a comparison holds the later run to a ratio, and a replay writes no JUnit file', async () => {
  await run('--junit', junit);
  const first = join(folder, 'drill', 'latest');
  const words = ['compare', first, first, '--junit', junit, '--fail-if'];
  const kept = await runCommand([...words, 'bill.total.ratio>1.05']);
  expect(kept).toMatchObject({ exitCode: exitCodes.asExpected });
  const crossed = await runCommand([...words, 'legacy-2007:bill.total.ratio>=1']);
  expect(crossed).toMatchObject({
    exitCode: exitCodes.notAsExpected,
    stderr: expect.stringContaining('bill.total.ratio is 1, at least 1'),
  });
  expect(readFileSync(junit, 'utf8')).toMatch(/failures="1"/);
  rmSync(junit);
  const replayed = await runCommand(['replay', first]);
  expect(replayed.exitCode).toBe(exitCodes.asExpected);
  expect(existsSync(junit)).toBe(false);
});

test('a sweep reports each setting', async () => {
  const words = 'sweep drill --nodes 60 --policy resilient --vary sizes.headroom=1,2 --github';
  const checks = ['--fail-if', 'heal>=0s', '--junit', junit, '--out', join(folder, 'sweep')];
  const { exitCode } = await runCommand([...words.split(' '), ...checks]);
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(readFileSync(junit, 'utf8')).toMatch(/tests="4" failures="2"/);
});
