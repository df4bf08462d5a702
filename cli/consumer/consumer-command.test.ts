import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { consumerNames } from './consumer-names.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'consumer-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const tried = (...words: string[]) => runCommand(['consumer', 'try', ...words], { cwd: folder });

test('every consumer that ships counts each order once, where nothing goes wrong', async () => {
  const names = consumerNames.filter((name) => name !== 'calls-a-bank');
  const quiet = ['--concurrency', '2', '--no-conflicts', '--timeout', '30s', '--messages', '10'];
  const { stdout, exitCode } = await tried(...names, ...quiet, '--report-failures', '--json');
  expect(JSON.parse(stdout).consumers).toMatchObject(names.map((name) => ({ name, off: 0 })));
  expect(exitCode).toBe(0);
});

test('the consumer that the page shows runs as it is saved', async () => {
  const [, code = ''] =
    /^```js\n([\s\S]*?)^```$/m.exec(readFileSync('docs/consumers.md', 'utf8')) ?? [];
  writeFileSync(join(folder, 'mine.mjs'), code);
  const { stdout, exitCode } = await tried('./mine.mjs', '--faults', 'duplicate=0.2');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('mine: it counted every order once.');
});

test('what show prints is a consumer of your own', async () => {
  const { stdout } = await runCommand(['consumer', 'show', 'adds']);
  writeFileSync(join(folder, 'mine.mjs'), stdout);
  const { exitCode, stdout: said } = await tried('./mine.mjs', '--faults', 'duplicate=0.2');
  expect(exitCode).toBe(1);
  expect(said).toMatch(/mine: it counted \d+ too much\./);
});

test.each([
  ['exports nothing', 'const a = 1;\n', "has to export a function 'consumer'; it exports nothing"],
  ['returns no handler', 'export const consumer = () => 1;\n', 'has to return a handler'],
  ['has a slip', 'export const consumer = (\n', 'cannot be loaded'],
])('a file that %s is refused with its name', async (_what, code, words) => {
  writeFileSync(join(folder, 'mine.mjs'), code);
  const { exitCode, stderr } = await tried('./mine.mjs');
  expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: expect.stringContaining(words) });
  expect(stderr).toContain('mine');
});

test.each([
  [['ads'], 'Did you mean adds?'],
  [['adds', '--visibility', '5s'], 'AWS would refuse this: Queue visibility timeout: 5 seconds'],
  [['adds', '--visibility', '5'], 'It takes whole seconds from 0 to 43200'],
  [['adds', '--concurrency', '1'], 'It takes 2 to 1,000, as on AWS.'],
  [['./nowhere.mjs'], 'nowhere.mjs cannot be read'],
])('%p is refused with a reason', async (words, reason) => {
  const { exitCode, stderr } = await tried(...words);
  expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: expect.stringContaining(reason) });
});
