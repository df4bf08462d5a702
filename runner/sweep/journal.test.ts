import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { aRow } from '../months/a-month-run.ts';
import { openJournal } from './journal.ts';
import { openKeyTable } from './key-table.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
const path = () => join(folder, 'journal.ndjson');

test('what was noted is there when it is opened again', () => {
  const first = openJournal(path());
  const entry = { row: aRow({ counts: { 'ü"{}': 1 }, healMs: null }), wallMs: 0.5 };
  first.note(digest('a'), entry);
  expect([first.has(digest('a')), first.has(digest('b')), first.size]).toEqual([true, false, 1]);
  expect(first.read(digest('a'))).toEqual(entry);
  first.close();
  const second = openJournal(path());
  expect(second.read(digest('a'))).toEqual(entry);
  second.note(digest('b'), { ...entry, wallMs: 2 });
  expect(second.read(digest('b')).wallMs).toBe(2);
  expect(second.size).toBe(2);
  second.close();
  expect(readdirSync(folder)).toEqual(['journal.ndjson']);
});

test('a run that it does not have is an error', () => {
  const journal = openJournal(path());
  expect(() => journal.read(digest('a'))).toThrow(/expected run [0-9a-f]+ to be done/);
  journal.close();
});

test('wherever a line was cut off, it counts for nothing, and the others stand', () => {
  const whole = JSON.stringify({ key: digest('b'), row: aRow({ meters: { m: 1 } }), wallMs: 12 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (length) => {
      rmSync(path(), { force: true });
      const first = openJournal(path());
      first.note(digest('a'), { row: aRow(), wallMs: 1 });
      first.close();
      appendFileSync(path(), whole.slice(0, length));
      const second = openJournal(path());
      expect([second.size, second.has(digest('b'))]).toEqual([1, false]);
      second.note(digest('c'), { row: aRow(), wallMs: 3 });
      expect(second.read(digest('c')).wallMs).toBe(3);
      second.close();
      const third = openJournal(path());
      expect([third.size, third.read(digest('a')).wallMs, third.read(digest('c')).wallMs]).toEqual([
        2, 1, 3,
      ]);
      third.close();
    }),
    { numRuns: 50 },
  );
});

test('lines across the pieces that are read at once are whole', () => {
  const journal = openJournal(path());
  const names = Array.from({ length: 300 }, (_, index) => String(index));
  for (const name of names)
    journal.note(digest(name), { row: aRow({ counts: { [name.repeat(300)]: 1 } }), wallMs: 1 });
  journal.close();
  const again = openJournal(path());
  expect(again.size).toBe(names.length);
  for (const name of names)
    expect(again.read(digest(name)).row.counts).toEqual({ [name.repeat(300)]: 1 });
  again.close();
});

test('the table on disk answers as a map does, while it grows', () => {
  const word = fc.record({
    key: fc.nat({ max: 60 }),
    length: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 100 }), (words) => {
      const table = openKeyTable(join(folder, 'table'), 2);
      const map = new Map<string, object>();
      for (const { key, length } of words) {
        const place = { offset: 2 ** 40 + length, length };
        table.set(digest(String(key)), place);
        map.set(digest(String(key)), place);
      }
      expect(table.size).toBe(map.size);
      for (let key = 0; key <= 60; key += 1)
        expect(table.get(digest(String(key)))).toEqual(map.get(digest(String(key))));
      table.close();
    }),
    { numRuns: 50 },
  );
});
