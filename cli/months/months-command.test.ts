import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandEntry, runCommand, startCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patch-tuesdays-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const months = ['months', '--month', '2004-06,2006-12', '--nodes', '200'];

async function ran(words: readonly string[], name: string) {
  const outcome = await runCommand([...words, '--out', join(folder, name)]);
  expect([exitCodes.asExpected, exitCodes.notAsExpected]).toContain(outcome.exitCode);
  const home = join(folder, name, 'patch-tuesdays');
  const read = (file: string) =>
    readdirSync(home)
      .filter((found) => !found.includes('.'))
      .map((found) => readFileSync(join(home, found, file), 'utf8'))
      .join('');
  return { ...outcome, csv: () => read('months.csv'), json: () => read('months.json') };
}

test('months come out the same on any number of threads, a row for each run', async () => {
  const words = [...months, '--seed', '1', '--seeds', '2'];
  const one = await ran([...words, '--workers', '1'], 'one');
  const three = await ran([...words, '--workers', '3'], 'three');
  expect(three.csv()).toBe(one.csv());
  expect(three.json()).toBe(one.json());
  expect(three.stdout).toBe(one.stdout);
  const rows = one.csv().trimEnd().split('\n');
  expect(rows).toHaveLength(1 + 8);
  expect(rows[0]).toMatch(/^month,spread,seed,policy,pcs,nodes,restartShare,load,.*,fell,verdict,/);
  expect(rows[1]).toMatch(/^2004-06,0\.08,1,legacy-2007,\d+,200,0\.\d+,/);
  expect(rows[8]).toMatch(/^2006-12,0\.08,2,resilient,/);
  expect(one.stdout).toMatch(/^2006-12 +/m);
  // Two selected months say nothing about the next one.
  expect(one.stdout).not.toContain('The record:');
  expect(one.stderr).toMatch(/^8 runs, 0 of them done already\n/);
});

test('what is done stays done, and a month is run alone by the words that are kept', async () => {
  const whole = await ran([...months, '--seed', '1', '--json'], 'same');
  const { runs } = JSON.parse(whole.stdout);
  expect(runs).toHaveLength(4);
  expect(runs[3].declared.restartShare).toMatchObject({ kind: 'beta', provenance: 'guess' });
  const words = runs[3].command.split(' ').slice(1);
  expect(words.slice(0, 3)).toEqual(['months', '--month', '2006-12']);
  const again = await ran([...months, '--seed', '1', '--seeds', '2'], 'same');
  expect(again.stderr).toMatch(/^8 runs, 4 of them done already/);
  const alone = await ran([...words, '--json'], 'alone');
  expect(JSON.parse(alone.stdout).runs).toEqual([runs[3]]);
  const asBefore = ['run', 'patch-tuesdays', ...words.slice(1), '--cloud', 'twin'];
  const old = await ran([...asBefore, '--json'], 'alone');
  expect(old.stdout).toBe(alone.stdout);
  expect(old.stderr).toMatch(/^note: type rebootstorm months --month 2006-12 .* instead/);
});

test('other months below the same folder are refused, because they share a journal', async () => {
  const out = ['--out', join(folder, 'shared')];
  const words = ['months', '--month', '2004-06', '--nodes', '20k', '--seeds', '9', '--seed', '1'];
  const first = startCommand([commandEntry, ...words, '--workers', '1', ...out]);
  await first.untilSaid('runs, 0 of them done already');
  const { exitCode, stderr } = await runCommand([...months, ...out]);
  first.child.kill('SIGKILL');
  await first.ended;
  expect(exitCode).toBe(exitCodes.inUse);
  expect(stderr).toMatch(
    new RegExp(`^error: process ${first.child.pid} works in .*shared/patch-tuesdays since`),
  );
  // A folder that a killed process held can be used again.
  expect((await ran([...months, '--seed', '1'], 'shared')).stderr).toMatch(/^4 runs, /);
});

test('months of several spreads come one after the other, with what is declared', async () => {
  const { stdout } = await ran([...months, '--spread', '0.05,0.11', '--seed', '1'], 'spreads');
  expect(stdout).toMatch(/^Spread 0\.05\n.*\n.*\n2004-06 /m);
  expect(stdout).toMatch(/^Spread 0\.11\n.*\n.*\n2004-06 /m);
  const sds = Array.from(stdout.matchAll(/beta, mean (0\.\d+), sd (0\.\d+)/g), ([words]) => words);
  expect(new Set(sds).size).toBe(4);
});
