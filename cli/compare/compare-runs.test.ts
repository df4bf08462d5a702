import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComparisonResult } from '#runner/result.ts';
import { stableJson } from '#runner/stable-json.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { readManifest, readResult } from '../run-folder/read-run.ts';
import { compareRuns, type NamedRun } from './compare-runs.ts';
import { runsTable } from './runs-table.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compare-runs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stored(name: string, change: (result: ComparisonResult) => object = () => ({})): NamedRun {
  const result = exampleResult();
  const changed = { ...result, ...change(result) };
  const path = join(folder, name);
  writeFileSync(path, stableJson(changed));
  return { path: name, result: readResult(path), manifest: null };
}

const withRuns = (policies: string[]) => (result: ComparisonResult) => ({
  runs: result.runs.slice(0, policies.length).map((run, index) => ({
    ...run,
    policy: policies[index],
  })),
});

function measureOf(runs: NamedRun[], name: string) {
  const [policy] = compareRuns(runs).policies;
  return policy?.measures.find((measure) => measure.name === name);
}

test('numbers stand beside each other, with difference and ratio to the first', () => {
  const double = stored('b', ({ runs }) => ({
    runs: runs.map((run) => ({ ...run, promotions: run.promotions * 2 })),
  }));
  const measure = measureOf([stored('a'), double, stored('c')], 'promotions');
  const [first] = measure?.values ?? [];
  expect(first).toBeGreaterThan(0);
  expect(measure).toMatchObject({
    values: [first, 2 * (first ?? 0), first],
    differences: [0, first, 0],
    ratios: [1, 2, 1],
  });
});

test('what never came, or was not measured, is neither nought nor compared', () => {
  const late = stored('b', ({ runs }) => ({
    runs: runs.map((run) => ({ ...run, healMs: 60_000 })),
  }));
  const healed = measureOf([stored('a'), late], 'heal');
  expect(healed).toMatchObject({ values: [null, 60_000], differences: [null, null] });
  const other = stored('b', ({ runs }) => ({ runs: runs.map((run) => ({ ...run, meters: {} })) }));
  const meter = measureOf([stored('a'), other], 'meter.sqs.requests');
  expect(meter).toMatchObject({ values: [182_345, null], ratios: [1, null] });
});

test('what was set otherwise is reported, and only that', () => {
  const other = stored('b', () => ({ seed: 8, cloud: 'twin', scale: 'full' }));
  const { settings } = compareRuns([stored('a'), other]);
  expect(settings).toEqual([
    { field: 'cloud', values: ['local', 'twin'] },
    { field: 'scale', values: ['embedded', 'full'] },
    { field: 'seed', values: [7, 8] },
  ]);
});

test('values of the scenario are found in the manifests, field by field', () => {
  const manifest = (leaseMs: number) => {
    const { settings, ...others } = exampleManifest();
    const path = join(folder, 'manifest.json');
    const timings = { ...settings.timings, leaseMs };
    writeFileSync(path, stableJson({ ...others, settings: { ...settings, timings } }));
    return readManifest(path);
  };
  const runs = [1, 2].map((leaseMs) => ({ ...stored('a'), manifest: manifest(leaseMs) }));
  expect(compareRuns(runs).settings).toEqual([{ field: 'timings.leaseMs', values: [1, 2] }]);
});

test('policies are paired by name, single ones with each other, and the rest is named', () => {
  const [a, b] = [stored('a', withRuns(['x', 'y'])), stored('b', withRuns(['y', 'z']))];
  const both = compareRuns([a, b]);
  expect(both.policies.map(({ policy }) => policy)).toEqual(['y']);
  expect(both.unpaired).toEqual([
    { path: 'a', policies: ['x'] },
    { path: 'b', policies: ['z'] },
  ]);
  const single = compareRuns([stored('a', withRuns(['x'])), stored('b', withRuns(['z']))]);
  expect(single.policies.map(({ policy }) => policy)).toEqual(['x / z']);
  expect(() => compareRuns([a, stored('c', withRuns(['v', 'w']))])).toThrow(
    /no policy is in all of these runs: a has x, y; c has v, w/,
  );
});

test('a result that another version wrote is refused', () => {
  const old = () => stored('old', () => ({ schemaVersion: 7 }) as never);
  expect(old).toThrow(/is not a run folder: schemaVersion: another version wrote it; run it again/);
});

test('what is not a run folder is refused with a reason', () => {
  const said = (path: string) => expect(() => readResult(path));
  said(join(folder, 'none')).toThrow(/none is not a run folder: it was not found/);
  said(folder).toThrow(/is not a run folder: it has no result\.json/);
  writeFileSync(join(folder, 'x.json'), '{}');
  said(join(folder, 'x.json')).toThrow(/x\.json is not a run folder: schemaVersion: /);
  writeFileSync(join(folder, 'x.json'), '{');
  said(join(folder, 'x.json')).toThrow(/x\.json is not a run folder: .*JSON/);
});

test('a folder of runs is no run, and the newest one in it is named', () => {
  mkdirSync(join(folder, 'mine', 'one'), { recursive: true });
  const said = () => readResult(join(folder, 'mine'));
  expect(said).toThrow(/mine is not a run folder: it has no result\.json\.$/);
  writeFileSync(join(folder, 'mine', 'latest.txt'), 'one\n');
  expect(said).toThrow(/it has no result\.json\. Did you mean \S+mine\/latest\?$/);
  rmSync(join(folder, 'mine', 'latest.txt'));
  symlinkSync('one', join(folder, 'mine', 'latest'));
  expect(said).toThrow(/it has no result\.json\. Did you mean \S+mine\/latest\?$/);
});

test('where links are not allowed, latest is found by its text', () => {
  writeFileSync(join(folder, 'latest.txt'), 'one\n');
  writeFileSync(join(folder, 'one'), stableJson(exampleResult()));
  expect(readResult(join(folder, 'latest')).seed).toBe(7);
});

test('each row of Markdown has as many cells as its head', () => {
  const runs = ['a', 'b', 'c'].map((name) => stored(name, withRuns(['x'])));
  for (const compared of [runs.slice(0, 2), runs]) {
    const rows = runsTable(compareRuns(compared), 'markdown').split('\n').filter(isRow);
    expect(new Set(rows.map((row) => row.split('|').length))).toEqual(
      new Set([compared.length === 2 ? 7 : 8]),
    );
  }
});

function isRow(line: string): boolean {
  return line.startsWith('|');
}

test("a file of the user's is named as it was given", () => {
  const withFile = (name: string, digest: string): NamedRun => {
    const inputs = { '../mine.json': { copy: 'inputs/mine.json', digest, files: {} } };
    const path = join(folder, 'manifest.json');
    writeFileSync(path, stableJson({ ...exampleManifest(), inputs }));
    return { ...stored(name), manifest: readManifest(path) };
  };
  const { settings } = compareRuns([withFile('a', 'abc'), withFile('b', 'abd')]);
  expect(settings).toEqual([{ field: 'input ../mine.json', values: ['abc', 'abd'] }]);
});

test('the table has a column for each run, and for two of them difference and ratio', () => {
  const [a, b, c] = [stored('a'), stored('b', () => ({ seed: 8 })), stored('c')];
  const two = runsTable(compareRuns([a, b]));
  expect(two).toMatch(/^A {2}a\nB {2}b\n\nDifferent settings +A +B\nseed +7 +8\n/);
  expect(two).toMatch(/legacy-2007 +A +B +difference +ratio\nverdict +✗ stuck +✗ stuck\n/);
  expect(two).toMatch(/heal +30 min +30 min +0 +× 1\n/);
  expect(two).toMatch(/B: Sixteen hours/);
  expect(runsTable(compareRuns([a, b, c]))).toMatch(/resilient +A +B +C +B \/ A +C \/ A\n/);
  expect(runsTable(compareRuns([a, c]))).toContain('No setting differs.');
});
