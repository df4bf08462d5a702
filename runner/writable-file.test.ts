import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseUnwritable, writeOrRefuse } from './writable-file.ts';
import { WrongInputError } from './wrong-input-error.ts';

class NotWrittenError extends WrongInputError {
  override readonly name = 'NotWrittenError';
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-writable-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('to ask whether a file can be written leaves it as it was, or away', () => {
  const path = join(folder, 'new.json');
  refuseUnwritable(path, NotWrittenError);
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, 'kept');
  refuseUnwritable(path, NotWrittenError);
  expect(readFileSync(path, 'utf8')).toBe('kept');
  writeOrRefuse(path, 'new', NotWrittenError);
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test('a file that cannot be written is refused by its name', () => {
  const path = join(folder, 'no-folder', 'x.json');
  expect(() => refuseUnwritable(path, NotWrittenError)).toThrow(NotWrittenError);
  expect(() => writeOrRefuse(path, '', NotWrittenError)).toThrow(
    /x\.json cannot be written: ENOENT/,
  );
});
