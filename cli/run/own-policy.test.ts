// What a user's own policy may and may not do, as its author sees it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandEntry, runCommand, startCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-policy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const drill = ['run', 'drill', '--nodes', '60', '--faults', 'none'];

function file(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function policy(decision: string): void {
  file(
    'mine.mjs',
    `export const policy = {
  id: 'mine',
  decisions: (builtIn) => ({
    ${decision},
  }),
};`,
  );
}

const run = (...words: string[]) =>
  runCommand([...words, '--policy', './mine.mjs'], { cwd: folder });

const onTwin = ['run', 'drill', '--nodes', '60', '--cloud', 'twin'];

test.each([
  [
    'one field too many',
    'retryLogin: (...facts) => ({ ...builtIn.retryLogin(...facts), note: 1 })',
    /mine\.mjs:4: retryLogin answered .*note: no such field/,
  ],
  [
    'a time before there was any',
    'retryLogin: (...facts) => ({ ...builtIn.retryLogin(...facts), dueAtMs: -5 })',
    /mine\.mjs:4: retryLogin answered dueAtMs: .* \(it is -5\)/,
  ],
  [
    'an error',
    "admitLogin() { throw new Error('boom'); }",
    /mine\.mjs:4:26: admitLogin threw 'boom'/,
  ],
])('%s is refused alike on both clouds, with the line', async (_what, decision, words) => {
  policy(decision);
  const outcomes = [await run(...drill), await run(...onTwin)];
  for (const { stderr, exitCode } of outcomes) {
    expect(stderr).toMatch(words);
    expect(exitCode).toBe(exitCodes.usage);
  }
});

test.each([
  [
    'a decision',
    'decisions: () => ({ placeClient() { for (;;); } })',
    'placeClient has not answered',
  ],
  ['loading', 'x: (() => { for (;;); })()', 'loading it has not ended'],
  ['waiting', 'x: await new Promise(() => {})', 'loading it has not ended'],
])('%s that never ends ends the run after its limit', async (_what, member, words) => {
  file('mine.mjs', `export const policy = { id: 'mine', ${member} };`);
  const { stderr, exitCode } = await run(...drill, '--decision-limit', '2s');
  expect(stderr).toContain(`./mine.mjs: ${words} for 2 s.`);
  expect(exitCode).toBe(exitCodes.usage);
});

test('Ctrl-C ends a single policy that never ends', async () => {
  policy("placeClient() { console.log('in the loop'); for (;;); }");
  const words = [commandEntry, ...drill, '--policy', './mine.mjs', '--decision-limit', '10min'];
  const { child, untilSaid, ended } = startCommand(words, { cwd: folder });
  await untilSaid('in the loop');
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ exitCode: exitCodes.interrupted, stdout: '' });
});

test('what a policy prints is no part of the result', async () => {
  policy("admitLogin: (...facts) => (console.log('my word'), builtIn.admitLogin(...facts))");
  const { stdout, stderr } = await run(...onTwin, '--json');
  expect(JSON.parse(stdout).runs[0].policy).toBe('mine');
  expect(stderr).toContain('my word');
});

test('a policy that ends its thread is told so', async () => {
  policy(`admitLogin() { process.${'exit'}(3); }`);
  const { stderr, exitCode } = await run(...onTwin);
  expect(stderr).toContain('./mine.mjs ended its thread: a policy may not call process.exit.');
  expect(exitCode).toBe(exitCodes.usage);
});

test('TypeScript loads in a folder whose package.json says commonjs', async () => {
  file('package.json', '{ "type": "commonjs" }');
  file('mine.ts', "import { id } from './id.ts';\nexport const policy: object = { id };");
  file('id.ts', "export const id: string = 'mine';");
  const { stdout, stderr } = await runCommand([...onTwin, '--json', '--policy', './mine.ts'], {
    cwd: folder,
  });
  expect(stderr).not.toContain('Warning');
  expect(JSON.parse(stdout).runs[0].policy).toBe('mine');
});

test('a fault in the text of a file is said with its line', async () => {
  file('mine.mjs', 'export const policy = {\n  id: 5 5,\n};');
  const { stderr, exitCode } = await run(...onTwin);
  expect(stderr).toContain('./mine.mjs cannot be loaded: ./mine.mjs:2: Unexpected number');
  expect(exitCode).toBe(exitCodes.usage);
});
