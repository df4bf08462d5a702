import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'likelihood-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const small = ['likelihood', '--nodes', '200', '--draws', '2', '--seeds', '1', '--particles', '2'];

/** Runs the command in a folder of its own. */
async function ran(budget: string, ...words: string[]) {
  const out = mkdtempSync(join(folder, 'out-'));
  return runCommand([...small, '--budget', budget, ...words, '--out', out]);
}

test('the result is the same with one thread and with two', async () => {
  const one = await ran('10min', '--workers', '1', '--json');
  expect(one.exitCode).toBe(exitCodes.asExpected);
  const two = await ran('10min', '--workers', '2', '--json');
  expect(two.stdout).toBe(one.stdout);
  const { policies, runs, drawsDone } = JSON.parse(one.stdout);
  expect(drawsDone).toBe(2);
  expect(runs).toHaveLength(4);
  const names = policies.map(({ policy }: { policy: string }) => policy);
  expect(names).toEqual(['legacy-2007', 'resilient']);
  for (const { horizons, fellCount, bound } of policies) {
    const bases = horizons.map(({ baseRate }: { baseRate: number }) => (baseRate * 100).toFixed(1));
    expect(bases).toEqual(['3.1', '29.0', '65.3']);
    expect(bound === null).toBe(fellCount > 0);
    for (const { low, high } of horizons) expect(low).toBeLessThan(high);
  }
});

test('without a draw in time there is no figure', async () => {
  const none = await ran('1ms');
  expect(none.exitCode).toBe(exitCodes.asExpected);
  expect(none.stdout).toContain('No draw was done, so nothing can be said.');
  expect(none.stdout).not.toContain('base rate  ');
  const report = /^Report: (.*)$/m.exec(none.stderr)?.[1] ?? '';
  expect(readFileSync(join(dirname(report), 'runs.csv'), 'utf8')).toMatch(/^policy,draw,[^\n]*\n$/);
  expect(readFileSync(report, 'utf8')).not.toContain('NaN');
});
