/**
 * The d3 packages are ES modules, which jest loads without flags only in their UMD form.
 * @jest-environment-options {"customExportConditions": ["umd", "node", "node-addons"]}
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stableJson } from '#runner/stable-json.ts';
import { exampleManifest, examplePrices, exampleResult } from '#testing/cli/example-result.ts';
import { resultJson } from './result-json.ts';
import { createRunFolder } from './run-folder.ts';
import { writeRun } from './write-run.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'write-run-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function written(stamp: string, events: Iterable<unknown> = [{ kind: 'wave' }, { kind: 'heal' }]) {
  const folder = createRunFolder({ root, scenario: 'august-2007', stamp, seed: 7 });
  const contents = {
    manifest: exampleManifest(),
    result: exampleResult(),
    prices: examplePrices.book,
    events,
  };
  writeRun(folder, { factsPage: '', ...contents });
  const path = folder.publish();
  expect(readFileSync(join(path, 'result.json'), 'utf8')).toBe(resultJson(contents.result));
  return (name: string) => readFileSync(join(path, name), 'utf8');
}

test('a run leaves its eight files', () => {
  const read = written('a');
  expect(readdirSync(join(root, 'latest')).sort()).toEqual([
    'bill.csv',
    'bill.md',
    'columns.csv',
    'events.ndjson',
    'manifest.json',
    'prices.json',
    'report.html',
    'result.json',
    'series.csv',
  ]);
  expect(JSON.parse(read('manifest.json'))).toEqual(exampleManifest());
  expect(read('events.ndjson')).toBe('{"kind":"wave"}\n{"kind":"heal"}\n');
});

test('the result has everything but the samples, which are in the series', () => {
  const read = written('a');
  const result = JSON.parse(read('result.json'));
  expect(result.runs.map((run: object) => 'samples' in run)).toEqual([false, false]);
  expect(result.runs[0].verdict.kind).toBe('stuck');
  const rows = read('series.csv').trimEnd().split('\n');
  const sampleCount = exampleResult().runs.reduce((sum, { samples }) => sum + samples.length, 0);
  expect(rows).toHaveLength(1 + sampleCount);
  expect(rows[0]).toMatch(/^policy,atMs,isoTime,onlineCount,.*,promotionsTotal$/);
  expect(rows[1]).toMatch(/^legacy-2007,1187236800000,2007-08-16T04:00:00.000Z,1619,1625,6,9,9,/);
});

test('the same run leaves the same bytes', () => {
  const [a, b] = [written('a'), written('b')];
  for (const name of ['manifest.json', 'result.json', 'series.csv', 'report.html']) {
    expect(a(name)).toBe(b(name));
  }
});

test('many events are all written, in order', () => {
  const read = written(
    'a',
    Array.from({ length: 20_000 }, (_, index) => ({ index })),
  );
  const lines = read('events.ndjson').trimEnd().split('\n');
  expect(lines).toHaveLength(20_000);
  expect(lines.at(-1)).toBe('{"index":19999}');
});

test('a run that fails while it is written says why, and the one before stays whole', () => {
  function* failing() {
    yield 1;
    throw new Error('the events broke off');
  }
  const before = written('a')('result.json');
  expect(() => written('b', failing())).toThrow('the events broke off');
  expect(readFileSync(join(root, 'latest', 'result.json'), 'utf8')).toBe(before);
});

test('keys are ordered at every depth and lists are not', () => {
  expect(stableJson({ b: [{ z: 1, y: 2 }, 0], a: Number.NaN })).toBe(
    stableJson({ a: null, b: [{ y: 2, z: 1 }, 0] }),
  );
});

test('what came of the runs stands before what the scenario assumes', () => {
  const keys = Object.keys(JSON.parse(resultJson(exampleResult())));
  expect(keys.at(-1)).toBe('assumptions');
  expect(keys.slice(0, -1)).toEqual(keys.slice(0, -1).sort());
  expect(keys).toContain('runs');
});
