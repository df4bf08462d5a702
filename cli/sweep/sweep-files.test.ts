import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { aRow } from '#runner/months/a-month-run.ts';
import { policySource } from '#runner/policy-choice.ts';
import { drill } from '#scenarios/drill.ts';
import { resultColumns } from '../columns/run-columns.ts';
import { priceChoice } from '../price-options.ts';
import { readMeasure } from '../thresholds/read-threshold.ts';
import { openGrid, pointsOf } from './grid.ts';
import { drawnMeasures } from './report/swept-measures.ts';
import { writeSweep } from './sweep-files.ts';
import { leftWords, settingsShownMax } from './sweep-summary.ts';
import { varyWords } from './vary-words.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const head = {
  schemaVersion: 1,
  scenario: 'drill',
  cloud: 'twin',
  scale: 'embedded',
  program: 'it',
  commit: 'abc',
  argv: [],
  inputs: {},
  fields: ['timings.leaseMs'],
} as const;

const ran = {
  scenario: 'drill',
  cloud: 'twin',
  scale: 'embedded',
  retries: 'executed',
  faults: 'none',
  faultPlan: 'none',
  commit: 'abc',
} as const;

const shown = {
  measures: ['heal', 'worstOffline', 'loginAttempts', 'bill.total'].map(readMeasure),
  drawn: drawnMeasures(),
  prices: priceChoice({ freeTier: false }),
};

function gridOf(settingCount: number) {
  return openGrid({
    scenario: drill,
    scale: 'embedded',
    policies: [policySource('resilient')],
    nodes: 60,
    seeds: [3, 4, 5],
    vary: [
      { fields: ['timings.leaseMs'], values: [`600001:${600_000 + settingCount}:${settingCount}`] },
    ],
  });
}

type Grid = ReturnType<typeof gridOf>;

function* swept(grid: Grid, changes: (seed: number) => object = () => ({})) {
  for (const point of pointsOf(grid))
    yield {
      point,
      ran,
      row: aRow({ loginAttempts: point.seed, ...changes(point.seed) }),
      wallMs: 1,
    };
}

test('the table shows as many settings as anybody reads, and the files have all', () => {
  const grid = gridOf(settingsShownMax + 20);
  const { table, jsonPath, csvPath } = writeSweep(folder, head, grid, () => swept(grid), shown);
  expect(table.match(/ resilient .* 4 \(3 to 5\) +\$/gm)).toHaveLength(settingsShownMax);
  expect(table).toContain('\n20 settings more are in points.json.\n');
  const { points, summary } = JSON.parse(readFileSync(jsonPath, 'utf8'));
  expect(summary).toHaveLength(settingsShownMax + 20);
  expect(summary.at(-1)).toMatchObject({ seedCount: 3, loginAttempts: { min: 3, max: 5 } });
  expect(points).toHaveLength(3 * summary.length);
  expect(readFileSync(csvPath, 'utf8').split('\n')).toHaveLength(points.length + 2);
});

test('two fault plans that a factor makes alike stay two settings', () => {
  const grid = openGrid({
    scenario: drill,
    scale: 'embedded',
    policies: [policySource('resilient')],
    nodes: 60,
    seeds: [3, 4, 5],
    faults: FAULTS_NONE,
    vary: ['faults=light,heavy', 'faults.*=x0,x1'].map(varyWords),
  });
  const headOf = { ...head, fields: ['faults.*'] };
  const { table, jsonPath } = writeSweep(folder, headOf, grid, () => swept(grid), shown);
  const { summary } = JSON.parse(readFileSync(jsonPath, 'utf8'));
  const told = summary.map((one: Record<string, unknown>) => [one.faultPlan, one.seedCount]);
  expect(told).toEqual([
    ['light', 3],
    ['heavy', 3],
    ['light', 3],
    ['heavy', 3],
  ]);
  expect(table).toMatch(/^x0 +light +none +resilient/m);
  expect(table).toMatch(/^x0 +heavy +none +resilient/m);
  expect(summary[0].healMs.interval).toBeNull();
});

test('a table that has all settings speaks of no others', () => {
  const grid = gridOf(2);
  const { table } = writeSweep(folder, head, grid, () => swept(grid), shown);
  expect(table).not.toContain('settings more');
  expect(leftWords(1)).toBe('1 setting more is in points.json.');
});

test('one broken invariant of any run is enough, and names of any run are columns', () => {
  const grid = gridOf(2);
  const last = (seed: number) => (seed === 5 ? { violationCount: 1, counts: { late: 7 } } : {});
  expect(writeSweep(folder, head, grid, () => swept(grid), shown).isSound).toBe(true);
  const failing = (seed: number) => (seed === 5 ? { verdict: 'failed' as const } : {});
  expect(writeSweep(folder, head, grid, () => swept(grid, failing), shown).isSound).toBe(false);
  const { isSound, csvPath } = writeSweep(folder, head, grid, () => swept(grid, last), shown);
  expect(isSound).toBe(false);
  const lines = readFileSync(csvPath, 'utf8').split('\n');
  expect(lines.slice(0, 4).map((line) => line.split(',').at(-1))).toEqual([
    'count.late',
    '0',
    '0',
    '7',
  ]);
});

test('the report has the median and the band of each setting, and a run that never healed', () => {
  const grid = gridOf(2);
  const swept = () =>
    [...pointsOf(grid)].map((point) => {
      const healMs = point.seed === 5 ? null : point.seed * 60_000;
      return { point, row: aRow({ healMs }), ran, wallMs: 1 };
    });
  const { reportPath } = writeSweep(folder, head, grid, swept, shown);
  expect(readFileSync(reportPath, 'utf8')).toContain(
    '<title>resilient, leaseMs 10 min: 4 min (3 min to never), 3 seeds</title>',
  );
});

test('the report draws the measures that were asked for, from the runs', () => {
  const grid = gridOf(2);
  const lost = () => swept(grid, (seed) => ({ userHoursLost: seed * 7 }));
  const drawn = drawnMeasures([readMeasure('userHoursLost')]);
  const { reportPath } = writeSweep(folder, head, grid, lost, { ...shown, drawn });
  const report = readFileSync(reportPath, 'utf8');
  expect(report).toContain('<title>resilient, leaseMs 10 min: 28 (21 to 35), 3 seeds</title>');
  expect(report).not.toContain('Healed after');
  const some = (seed: number) => ({ retriesPerLogin: seed === 5 ? null : 2 });
  const lacking = { ...shown, drawn: drawnMeasures([readMeasure('retriesPerLogin')]) };
  writeSweep(folder, head, grid, () => swept(grid, some), lacking);
  expect(readFileSync(reportPath, 'utf8').match(/<td>not measured<\/td>/g)).toHaveLength(2);
});

test('the table of runs has every result of a run that is described', () => {
  const grid = gridOf(2);
  const lost = () => swept(grid, (seed) => ({ userHoursLost: seed * 7 }));
  const { csvPath } = writeSweep(folder, head, grid, lost, shown);
  const [heads = '', first = ''] = readFileSync(csvPath, 'utf8').split('\n');
  const names = heads.split(',');
  const results = Object.keys(resultColumns);
  expect(names.slice(names.indexOf('seed') + 1)).toEqual(results);
  expect(first.split(',')[names.indexOf('userHoursLost')]).toBe('21');
});
