// Grades of files as a student and a teacher see them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';
import { hiddenSeeds } from './hidden-seeds.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-challenge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const solution = (challenge: string, name: string) =>
  join('challenges', challenge, 'solutions', `${name}.mjs`);

const grade = (...words: string[]) => runCommand(['challenge', 'grade', ...words]);

/** A key of a teacher, in a file. */
function keyFile(): string {
  const path = join(folder, 'key');
  writeFileSync(path, 'a key for these tests alone\n');
  return path;
}

/** A file of a student. */
function fileWith(text: string): string {
  const path = join(folder, 'policy.mjs');
  writeFileSync(path, text);
  return path;
}

test('what a grade says of a storm is what its command shows', async () => {
  const { stdout } = await grade('in-time', 'challenges/in-time/policy.mjs', '--format', 'json');
  const [check] = JSON.parse(stdout).checks;
  const [, ...words] = check.replay.split(' ');
  const shown = await runCommand([...words, '--json', '--out', folder]);
  const [run] = JSON.parse(shown.stdout).runs;
  expect(check).toMatchObject({ bar: 'in time', seed: 5, came: '4 min 50 s' });
  expect(run.healMs).toBe(290_000);
});

test('a start is what was shipped, with its task, and nothing is written over', async () => {
  const into = join(folder, 'work');
  const start = () => runCommand(['challenge', 'start', 'ghost-hunt', into]);
  expect(await start()).toMatchObject({ exitCode: exitCodes.asExpected, stderr: '' });
  const shipped = readFileSync('challenges/ghost-hunt/policy.mjs', 'utf8');
  expect(readFileSync(join(into, 'policy.mjs'), 'utf8')).toBe(shipped);
  const task = readFileSync(join(into, 'README.md'), 'utf8');
  expect(task).toContain('| heals | `heal<=1min` | 50 |');
  expect(task).toContain('rebootstorm challenge grade ghost-hunt policy.mjs');
  expect(await start()).toMatchObject({
    exitCode: exitCodes.usage,
    stderr: expect.stringContaining('is there already, and is left as it is'),
  });
});

test('a key makes hidden seeds, the same ones each time, and the student learns none', async () => {
  const words = [
    'ghost-hunt',
    solution('ghost-hunt', 'promote-all'),
    '--seeds-key-file',
    keyFile(),
  ];
  const text = await grade(...words);
  expect(text.stdout.match(/a hidden seed/g)).toHaveLength(6);
  const json = await grade(...words, '--format', 'json');
  const { checks } = JSON.parse(json.stdout);
  const seeds = hiddenSeeds('a key for these tests alone', 'ghost-hunt');
  const hidden = checks.filter(({ isHidden }: { isHidden: boolean }) => isHidden);
  expect(hidden.slice(0, 3).map(({ seed }: { seed: number }) => seed)).toEqual(seeds);
  for (const seed of seeds) expect(text.stdout).not.toContain(String(seed));
  expect((await grade(...words, '--format', 'json')).stdout).toBe(json.stdout);
  expect(hiddenSeeds('a key for these tests alone', 'in-time')).not.toEqual(seeds);
});

test('Gradescope hides what is hidden until the work is due', async () => {
  const file = solution('cheapest-cure', 'reference');
  const words = ['--seeds-key-file', keyFile(), '--format', 'gradescope'];
  const { stdout } = await grade('cheapest-cure', file, ...words);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ score: 100, visibility: 'visible', stdout_visibility: 'hidden' });
  const seen = result.tests.map((one: { visibility: string }) => one.visibility);
  expect(seen).toEqual([...Array(3).fill('visible'), ...Array(3).fill('after_due_date')]);
  const points = result.tests.map((one: { score: number }) => one.score);
  expect(points.reduce((sum: number, one: number) => sum + one, 0)).toBeCloseTo(100, 0);
  expect(result.leaderboard).toEqual([
    { name: 'heal time x dollars', value: expect.any(Number), order: 'asc' },
  ]);
});

test('Exercism gets three values, and Markdown a table', async () => {
  const file = solution('ghost-hunt', 'promote-all');
  const { stdout } = await grade('ghost-hunt', file, '--format', 'exercism');
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ version: 3, status: 'fail', message: null, max_score: 100 });
  expect(result.tests).toHaveLength(6);
  expect(result.tests[3]).toMatchObject({ status: 'fail', test_code: 'promotions<=40', score: 0 });
  const markdown = (await grade('ghost-hunt', file, '--format', 'markdown')).stdout;
  const row = /^\| ✗ \| few promotions, seed 1 \| promotions at most 40 \| \d+ \| 0\//m;
  expect(markdown).toMatch(row);
});

test.each([
  ['a batch that AWS does not take', '{ "batch-size": 100 }', /AWS would refuse this: .*batch/],
  ['a switch with a word', '{ "report-failures": "yes" }', /report-failures is true or false/],
])('of a queue %s is an error that says so', async (_, text, reason) => {
  const { stdout, exitCode } = await grade('bank-is-down', fileWith(text), '--format', 'exercism');
  expect(exitCode).toBe(exitCodes.unknown);
  expect(JSON.parse(stdout).message).toMatch(reason);
});

test('a file is looked for by the name that its challenge gave it', async () => {
  const { stderr } = await runCommand(['challenge', 'grade', 'bank-is-down'], { cwd: folder });
  expect(stderr).toContain('queue.json: there is no such file');
});

test('dollars have the digits that tell them from their bar', async () => {
  const file = 'challenges/full-batches/context.json';
  const { stdout } = await grade('full-batches', file, '--format', 'json');
  const [check] = JSON.parse(stdout).checks;
  expect(check.expected).toBe('bill.total at most $0.0105');
  expect(check.came).toMatch(/^\$0\.01\d{2,3}$/);
});

const base = "hypotheses: ['ghost-slots']";

test.each([
  ['an endless loop', `healStep: () => { for (;;) {} }`, /did not come to an end/],
  [
    'a huge allocation',
    `healStep: () => { for (const all = []; ; ) all.push(all.length); }`,
    /more memory/,
  ],
  ['an exit', `healStep: () => process .exit(0)`, /'process' is not defined/],
  [
    'a forged result',
    `healStep: () => ({ healMs: 0, score: 100, status: 'pass' })`,
    /healStep answered/,
  ],
  [
    'another decision',
    `placeClient: (...facts) => builtIn.placeClient(...facts)`,
    /about healStep/,
  ],
])('%s is an error, with no points and a reason', async (_, decision, reason) => {
  const text = `export const policy = {
    id: 'mine', ${base}, decisions: (builtIn) => ({ ${decision} }),
  };`;
  const { stdout, exitCode } = await grade('ghost-hunt', fileWith(text), '--format', 'exercism');
  expect(exitCode).toBe(exitCodes.unknown);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ status: 'error', score: 0, tests: [] });
  expect(result.message).toMatch(reason);
});

test('without its hypothesis the task would be gone, so that it has to stay', async () => {
  const { stdout, exitCode } = await grade(
    'ghost-hunt',
    fileWith("export const policy = { id: 'mine' };"),
  );
  expect(exitCode).toBe(exitCodes.unknown);
  expect(stdout).toMatch(/its\s+hypotheses\s+must\s+stay\s+\[ghost-slots\]/);
});

test('what a file throws under a hidden seed is told to the teacher alone', async () => {
  const text = `export const policy = {
    id: 'mine', ${base}, decisions: () => ({
      healStep: (cell, supernodes, candidates, settings) => {
        throw new Error('the seed is ' + settings.seed + ' <b>@all</b>');
      },
    }),
  };`;
  const words = ['ghost-hunt', fileWith(text), '--seeds-key-file', keyFile(), '--format'];
  const seeds = hiddenSeeds('a key for these tests alone', 'ghost-hunt');
  for (const format of ['text', 'markdown', 'gradescope', 'exercism']) {
    const { stdout } = await grade(...words, format);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('the seed is 1 ');
    for (const seed of seeds) expect(stdout).not.toContain(String(seed));
  }
  expect((await grade(...words, 'markdown')).stdout).toMatch(/`[^`|]*<b>@all<\/b>[^`|]*`/);
});

test('what it imports by its words is not read', async () => {
  const text = `// from './none.mjs'\n${readFileSync('challenges/ghost-hunt/policy.mjs', 'utf8')}`;
  const { stdout } = await grade('ghost-hunt', fileWith(text), '--format', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ status: 'fail', score: 0 });
});

test('a patched prototype grades nobody but itself', async () => {
  const patch = `
    Object.prototype.toJSON = () => ({ score: 100 });
    Array.prototype.filter = function () { return this; };
    Number.prototype.valueOf = () => 0;`;
  const text = `${patch}\n${readFileSync('challenges/ghost-hunt/policy.mjs', 'utf8')}`;
  const { stdout } = await grade('ghost-hunt', fileWith(text), '--format', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ score: 0 });
});

test.each([
  [['gost-hunt', 'policy.mjs'], /Did you mean ghost-hunt\?/],
  [['ghost-hunt', 'none.mjs'], /none\.mjs: there is no such file/],
  [['ghost-hunt', 'challenges/ghost-hunt/policy.mjs', '--format', 'gradescop'], /gradescope\?/],
  [
    ['ghost-hunt', 'challenges/ghost-hunt/policy.mjs', '--seeds-key-file', 'none'],
    /cannot be read/,
  ],
  [
    ['ghost-hunt', 'challenges/ghost-hunt/policy.mjs', '--seeds-key-file', '/dev/null'],
    /has 0 characters/,
  ],
])('%p is refused', async (words, reason) => {
  const { exitCode, stderr } = await grade(...words);
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(reason);
});
