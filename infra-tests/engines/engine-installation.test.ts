import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf, ensureInstalled, type Installation } from './engine-installation.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'installation-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function anInstallation(pins: readonly string[], script = 'echo made >> made.txt'): Installation {
  const step = { says: 'making it', command: '/bin/sh', args: ['-c', script], limitSeconds: 5 };
  return { name: 'Engine', directory: join(directory, 'engine'), pins, steps: [step] };
}

test('what is installed from the same pins is left alone, in silence', async () => {
  const said: string[] = [];
  await ensureInstalled(anInstallation(['engine==1']), () => undefined);
  const seconds = await ensureInstalled(anInstallation(['engine==1']), (line) => said.push(line));

  expect(seconds).toBe(0);
  expect(said).toEqual([]);
  expect(readFileSync(join(directory, 'engine', 'made.txt'), 'utf8')).toBe('made\n');
});

test('a changed pin makes it again from nothing, and each step says what it does', async () => {
  const said: string[] = [];
  await ensureInstalled(anInstallation(['engine==1']), () => undefined);
  writeFileSync(join(directory, 'engine', 'left-over.txt'), '');
  await ensureInstalled(anInstallation(['engine==2']), (line) => said.push(line));

  expect(said).toEqual([
    'Engine: making it',
    expect.stringMatching(/^Engine: installed in \d+ s$/),
  ]);
  expect(existsSync(join(directory, 'engine', 'left-over.txt'))).toBe(false);
});

test('a step that fails is shown with the end of its log, and tried again next time', async () => {
  const failing = anInstallation(['engine==1'], 'echo no such version >&2; exit 3');

  await expect(ensureInstalled(failing, () => undefined)).rejects.toThrow(
    /Engine: making it ended with 3[\s\S]*no such version/,
  );
  await expect(ensureInstalled(anInstallation(['engine==1']), () => undefined)).resolves.not.toBe(
    0,
  );
});

test('the order and the borders of pins count', () => {
  expect(digestOf(['ab', 'c'])).not.toBe(digestOf(['a', 'bc']));
  expect(digestOf(['a', 'b'])).not.toBe(digestOf(['b', 'a']));
});
