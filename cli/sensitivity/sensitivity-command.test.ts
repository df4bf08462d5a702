import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unknownNames } from '#scenarios/unknowns/august-unknowns.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sensitivity-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const small = ['sensitivity', '--nodes', '200', '--policy', 'resilient', '--trajectories', '1'];

/** Runs the command in a folder of its own. */
async function ran(budget: string, ...words: string[]) {
  const out = mkdtempSync(join(folder, 'out-'));
  return runCommand([...small, '--budget', budget, ...words, '--out', out]);
}

test('the result is the same with one thread and with two', async () => {
  const words = ['--top', '2', '--rows', '2', '--measure', 'worstOffline', '--json'];
  const one = await ran('10min', '--workers', '1', ...words);
  expect(one.exitCode).toBe(exitCodes.asExpected);
  expect((await ran('10min', '--workers', '2', ...words)).stdout).toBe(one.stdout);
  const { screened, weighed, trajectoriesDone, rowsDone, runs } = JSON.parse(one.stdout);
  expect([trajectoriesDone, rowsDone]).toEqual([1, 2]);
  expect(runs).toHaveLength(17 + 2 * 4);
  const inputs: string[] = screened.map(({ input }: { input: string }) => input);
  expect(inputs.toSorted()).toEqual([...unknownNames, 'chance'].toSorted());
  const few: string[] = weighed.map(({ input }: { input: string }) => input);
  expect(few.toSorted()).toEqual(inputs.slice(0, 2).toSorted());
  // One trajectory cannot say how trajectories differ.
  expect(screened[0].meanAbsoluteInterval.low).toBeNull();
});

test('without a trajectory in time there is no figure', async () => {
  const none = await ran('1ms');
  expect(none.exitCode).toBe(exitCodes.asExpected);
  expect(none.stdout).toContain('No trajectory was done, so nothing can be said.');
  expect(none.stdout).not.toContain('moves it by');
  const report = /^Report: (.*)$/m.exec(none.stderr)?.[1] ?? '';
  expect(readFileSync(report, 'utf8')).not.toContain('NaN');
});
