import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stableJson } from '#runner/stable-json.ts';
import { jsonPieces, writePieces } from './large-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'large-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('JSON in pieces is the same bytes as JSON at once', () => {
  const lists = fc.record({ points: fc.array(fc.jsonValue()), 'sum"s': fc.array(fc.jsonValue()) });
  fc.assert(
    fc.property(lists, fc.jsonValue(), (lists, other) => {
      const head = { argv: ['"points": [', '\n  "points": ['], other, z: 1 };
      expect([...jsonPieces(head, lists)].join('')).toBe(stableJson({ ...head, ...lists }));
    }),
  );
});

test('a file of many pieces is whole, and until then it has another name', () => {
  const path = join(folder, 'points.csv');
  const pieces = Array.from({ length: 30_000 }, (_, index) => `${index} ü\n`);
  writePieces(
    path,
    (function* () {
      for (const piece of pieces) {
        if (piece === pieces.at(-1)) expect(readdirSync(folder)).toEqual(['points.csv.part']);
        yield piece;
      }
    })(),
  );
  expect(readFileSync(path, 'utf8')).toBe(pieces.join(''));
  expect(readdirSync(folder)).toEqual(['points.csv']);
});
