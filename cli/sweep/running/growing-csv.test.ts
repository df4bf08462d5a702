import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aRow } from '#runner/months/a-month-run.ts';
import { policySource } from '#runner/policy-choice.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import { drill } from '#scenarios/drill.ts';
import { openGrid, pointsOf } from '../grid.ts';
import type { SweptPoint } from '../sweep-table.ts';
import { openGrowingCsv } from './growing-csv.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'growing-csv-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ran = {
  scenario: 'drill',
  cloud: 'twin',
  scale: 'embedded',
  retries: 'executed',
  faults: 'none',
  faultPlan: 'none',
  commit: 'abc',
} as const;
const grid = openGrid({
  scenario: drill,
  scale: 'embedded',
  policies: [policySource('resilient')],
  nodes: 60,
  seeds: [3, 4, 5],
  vary: [],
});
const points = [...pointsOf(grid)];

function swept(index: number, changes: Partial<SweepRow>): SweptPoint {
  const point = points[index];
  if (point === undefined) throw new Error(`expected a point ${index}`);
  return { point, ran, row: aRow(changes), wallMs: 1 };
}

test('a row is there when its run ends, and what is first counted later makes a column', () => {
  const path = join(folder, 'points.csv');
  const done: SweptPoint[] = [];
  const csv = openGrowingCsv(path, [], () => done);
  const ended = (index: number, changes: Partial<SweepRow>) => {
    done.push(swept(index, changes));
    for (const one of done.slice(-1)) csv.add(one);
    return readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
  };
  const last = (line: string[] | undefined) => line?.slice(-2).join();
  const [head, ...first] = ended(2, { counts: { a: 1 } });
  expect(head?.at(-1)).toBe('count.a');
  expect(first.map((line) => line.at(-1))).toEqual(['1']);
  expect(ended(0, { counts: { a: 2 } }).map((line) => line.at(-1))).toEqual(['count.a', '1', '2']);
  // The same name as a meter is another column.
  expect(ended(1, { meters: { a: 7 } }).map(last)).toEqual([
    'count.a,meter.a',
    '1,0',
    '2,0',
    '0,7',
  ]);
});
