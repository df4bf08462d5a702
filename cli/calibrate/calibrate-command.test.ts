import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'calibrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const words = ['calibrate', '--workers', '1'];
const small = [...words, '--policy', 'resilient', '--nodes', '200'];

test('a time that is over ends it with what is done, and the same command goes on', async () => {
  const ran = async () => runCommand([...small, '--budget', '3s', '--json', '--out', folder]);
  const first = await ran();
  expect(first.exitCode).toBe(exitCodes.asExpected);
  const before = JSON.parse(first.stdout);
  const after = JSON.parse((await ran()).stdout);
  expect(after.doneCount).toBeGreaterThanOrEqual(before.doneCount);
  expect(after.plannedCount).toBe(before.plannedCount);
  expect(readdirSync(join(folder, 'studies'))).toContain('journal.ndjson');
});

test('it refuses files, too few nodes and times without a unit', async () => {
  const mine = join(folder, 'mine.mjs');
  writeFileSync(mine, 'export default {};');
  const refusals = [
    ['--policy', mine, 'a study compares hypotheses'],
    ['--nodes', '20', 'a study takes 200 to'],
    ['--budget', '20', 'a time with a unit'],
  ];
  for (const [option = '', value = '', reason = ''] of refusals) {
    const { exitCode, stderr } = await runCommand([...words, '--out', folder, option, value]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: exitCodes.usage });
    expect(stderr).toContain(reason);
  }
});
