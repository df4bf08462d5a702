// What a run leaves behind, whatever becomes of its files, its folder and its process.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandEntry, runCommand, startCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keep-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const local = ['run', 'drill', '--nodes', '60', '--out', 'runs'];
const drill = [...local, '--cloud', 'twin'];

const manifestIn = (path: string) => JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'));

test('a policy deleted while it runs is kept as it ran, and replays elsewhere', async () => {
  // It changes and deletes its own original, at the very moment when it is loaded.
  const text = `import { rmSync, writeFileSync } from 'node:fs';
import { room } from '../shared/room.mjs';
for (const path of ['policies/mine.mjs', 'shared/room.mjs']) {
  writeFileSync(path, 'export const policy = { id: "another" };');
  rmSync(path);
}
export const policy = {
  id: 'mine',
  decisions: (builtIn) => ({ admitLogin: (...facts) => room(builtIn.admitLogin(...facts)) }),
};`;
  file('policies/mine.mjs', text);
  file('shared/room.mjs', 'export const room = (answer) => answer;');
  const words = [...drill, '--policy', 'resilient,policies/mine.mjs'];
  const ran = await runCommand(words, { cwd: folder });
  expect(ran).toMatchObject({ exitCode: exitCodes.asExpected });
  expect(existsSync(join(folder, 'policies', 'mine.mjs'))).toBe(false);
  const kept = manifestIn(join(folder, 'runs', 'latest')).inputs['policies/mine.mjs'];
  expect(kept.copy).toMatch(/^inputs\/mine-[0-9a-f]{8}\/policies\/mine\.mjs$/);
  expect(Object.keys(kept.files)).toHaveLength(2);
  expect(readFileSync(join(folder, 'runs', 'latest', kept.copy), 'utf8')).toBe(text);
  const [run = ''] = readdirSync(join(folder, 'runs', 'drill')).filter((name) => name !== 'latest');
  const elsewhere = join(folder, 'sent, to you');
  renameSync(join(folder, 'runs', 'drill', run), elsewhere);
  const there = file('there/policies/none', '');
  file('there/shared/none', '');
  const { stdout, exitCode } = await runCommand(['replay', elsewhere], {
    cwd: dirname(dirname(there)),
  });
  expect(stdout).toBe('The same, byte for byte: result.json and series.csv.\n');
  expect(exitCode).toBe(exitCodes.asExpected);
});

test('of a run that is ended early, the policies that were done are kept', async () => {
  file(
    'slow.mjs',
    'export const policy = { id: "slow", decisions: () => ({ admitLogin() { for (;;); } }) };',
  );
  const { child, ended } = startCommand(
    [commandEntry, ...drill, '--policy', 'resilient,./slow.mjs'],
    { cwd: folder },
  );
  const scenario = join(folder, 'runs', 'drill');
  const isOneDone = () =>
    existsSync(scenario) &&
    readdirSync(scenario).some((name) => existsSync(join(scenario, name, 'manifest.json')));
  while (!isOneDone() && child.exitCode === null) await wait(50);
  child.kill('SIGINT');
  const { stderr, exitCode } = await ended;
  expect(exitCode).toBe(exitCodes.interrupted);
  const [name = ''] = readdirSync(scenario);
  expect(name).toMatch(/^\d{8}-\d{6}-2007-unfinished$/);
  expect(stderr).toContain(`The result so far: ${join('runs', 'drill', name)}\n`);
  expect(manifestIn(join(scenario, name)).unfinished).toEqual(['slow']);
  const { runs } = JSON.parse(readFileSync(join(scenario, name, 'result.json'), 'utf8'));
  expect(runs.map(({ policy }: { policy: string }) => policy)).toEqual(['resilient']);
  const again = await runCommand(['replay', join(scenario, name)]);
  expect(again.stderr).toContain('it was ended before slow had finished');
  expect(again.exitCode).toBe(exitCodes.usage);
});

test.each([
  ['the twin', 'SIGTERM', exitCodes.terminated, drill],
  ['the local cloud', 'SIGINT', exitCodes.interrupted, local],
] as const)('what there is of one policy is kept: %s, %s', async (_, signal, code, words) => {
  // Slow enough to be stopped, and quick enough to see that it is.
  file(
    'slow.mjs',
    `import { writeFileSync } from 'node:fs';
export const policy = {
  id: 'slow',
  decisions: (builtIn) => ({
    admitLogin(...facts) {
      writeFileSync('begun', '');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      return builtIn.admitLogin(...facts);
    },
  }),
};`,
  );
  const { child, ended } = startCommand([commandEntry, ...words, '--policy', './slow.mjs'], {
    cwd: folder,
  });
  while (!existsSync(join(folder, 'begun')) && child.exitCode === null) await wait(50);
  child.kill(signal);
  const { stderr, exitCode } = await ended;
  expect(exitCode).toBe(code);
  const [name = ''] = readdirSync(join(folder, 'runs', 'drill'));
  const path = join(folder, 'runs', 'drill', name);
  expect(name).toMatch(/-unfinished$/);
  expect(stderr).toContain(`The result so far: ${join('runs', 'drill', name)}\n`);
  expect(manifestIn(path).unfinished).toEqual(['slow']);
  const { runs } = JSON.parse(readFileSync(join(path, 'result.json'), 'utf8'));
  expect(runs).toMatchObject([
    {
      endedEarly: 'it was stopped',
      verdict: { kind: 'unknown', sentence: expect.stringMatching(/^the run was stopped /) },
    },
  ]);
  const samples = readFileSync(join(path, 'series.csv'), 'utf8').trimEnd().split('\n');
  expect(samples.length).toBeGreaterThan(2);
});

test('where the folder takes no more, the result is kept elsewhere, with 74', async () => {
  // The folder of the results is gone before they are written.
  file(
    'mine.mjs',
    `import { rmSync } from 'node:fs';
export const policy = {
  id: 'mine',
  decisions: (builtIn) => ({
    admitLogin(...facts) {
      rmSync('runs', { recursive: true, force: true });
      return builtIn.admitLogin(...facts);
    },
  }),
};`,
  );
  mkdirSync(join(folder, 'temporary'));
  const { stdout, stderr, exitCode } = await runCommand(
    [...drill, '--json', '--policy', './mine.mjs'],
    {
      cwd: folder,
      env: { TMPDIR: join(folder, 'temporary') },
    },
  );
  expect(exitCode).toBe(exitCodes.outputLost);
  expect(stderr).toContain('error: --out runs cannot be written to: ENOENT');
  const [, path = ''] = /Report: (.*)report\.html/.exec(stderr) ?? [];
  expect(path).toContain(join(folder, 'temporary'));
  expect(readFileSync(join(path, 'result.json'), 'utf8')).toBe(stdout);
  expect(JSON.parse(stdout).runs).toHaveLength(1);
});

const quick: Readonly<Record<string, readonly string[]>> = {
  run: ['run', 'drill', '--nodes', '60'],
  sweep: ['sweep', 'drill', '--nodes', '60'],
  cost: ['cost', 'drill', '--nodes', '60'],
  months: ['months', '--month', '2004-06', '--nodes', '200'],
};

test.each(Object.keys(quick))(
  '%s says at once that its folder cannot be, with 74',
  async (command) => {
    const belowFile = join(file('a-file', ''), 'below');
    // Below /proc a folder that is made with all above it is tried for ever.
    const belowProc = existsSync('/proc/self') ? ['/proc/nowhere/below'] : [];
    for (const out of [belowFile, ...belowProc]) {
      const { stderr, exitCode } = await runCommand([...(quick[command] ?? []), '--out', out]);
      expect(stderr).toMatch(/error: --out .*below.* cannot be written to: /);
      expect(exitCode).toBe(exitCodes.outputLost);
    }
  },
);
