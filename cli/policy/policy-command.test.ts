import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyIds } from '#domain/policies.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';
import { policyCommand } from './policy-command.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function said(options: Parameters<typeof policyCommand>[0], columns = 80): string {
  const words: string[] = [];
  const stdout = { columns, write: (text: string) => words.push(text) } as never;
  expect(policyCommand(options, { stdout })).toBe(exitCodes.asExpected);
  return words.join('');
}

test('every policy is listed with what it does, and no line is wider than the terminal', () => {
  const text = said({ action: 'list', json: false }, 40);
  for (const id of policyIds) expect(text).toMatch(new RegExp(`^${id}\n {2}\\w`, 'm'));
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  const { policies } = JSON.parse(said({ action: 'list', json: true }));
  expect(policies.map(({ name }: { name: string }) => name)).toEqual([...policyIds]);
});

test.each(['mine.mjs', 'mine.ts'])(
  'a start as %s runs as it is, under its own name',
  async (file) => {
    const path = join(folder, file);
    said({ action: 'new', path });
    const words = ['run', 'drill', '--cloud', 'twin', '--nodes', '60', '--json', '--out', folder];
    const { stdout, exitCode, stderr } = await runCommand([...words, '--policy', path]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: exitCodes.asExpected });
    expect(JSON.parse(stdout).runs[0].policy).toBe('mine');
  },
);

test('what is there is left as it is, and other endings and names are refused', () => {
  const path = join(folder, 'mine.ts');
  writeFileSync(path, 'my work');
  const refused = (file: string) => () => said({ action: 'new', path: join(folder, file) });
  expect(refused('mine.ts')).toThrow(/mine\.ts: it is there already/);
  expect(readFileSync(path, 'utf8')).toBe('my work');
  expect(refused('mine.py')).toThrow(/ends in \.ts/);
  expect(refused('my policy.ts')).toThrow(/cannot name a policy/);
});
