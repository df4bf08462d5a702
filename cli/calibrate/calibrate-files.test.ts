import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Calibration, CalibrationChoices } from '#runner/study/calibrate/calibrate.ts';
import type { Judged } from '#runner/study/calibrate/candidate.ts';
import { regionOf } from '#runner/study/calibrate/narrow.ts';
import { comparedPoints, type PointFit } from '#runner/study/summary.ts';
import { shippedValues, unknownNames } from '#scenarios/unknowns/august-unknowns.ts';
import { writeCalibration } from './calibrate-files.ts';
import { calibrationText, conclusionOf } from './calibrate-table.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'calibrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const choices: CalibrationChoices = {
  hypotheses: ['ghost-slots', '<herd>'],
  seed: 1,
  nodes: 8_000,
  draws: 2,
  rounds: 1,
  rungs: [],
};

/** Points that are off by so much each. */
function pointsOff(errorOf: (row: string) => number): PointFit[] {
  return comparedPoints.map(({ factRow, label, atMs, onlineCount }) => ({
    factRow,
    label,
    atMs,
    recorded: onlineCount ?? atMs,
    simulated: (onlineCount ?? 1e6) * 2 ** errorOf(factRow),
    unit: 'users',
    error: errorOf(factRow),
  }));
}

function judged(hypothesis: string, errorOf: (row: string) => number, score: number): Judged {
  const points = pointsOff(errorOf);
  return {
    candidate: { hypothesis, number: 3, values: { ...shippedValues, americasShare: 0.45 } },
    nodes: 40_000,
    seedCount: 2,
    points,
    withinTwo: points.filter(({ error }) => error <= 1).length,
    withinQuarter: 1,
    distance: 1.5,
    healedMonths: 3,
    months: 4,
    score,
  };
}

const ghosts = judged('ghost-slots', (row) => (row === '1.31' ? 2.5 : 0), 1.5);
const herd = judged('<herd>', () => 3, 3);
const found: Calibration = {
  fits: [herd, ghosts].map((one) => ({
    hypothesis: one.candidate.hypothesis,
    tried: 2,
    best: [one],
    region: regionOf([one]),
    regionCount: 8,
  })),
  doneCount: 5,
  plannedCount: 12,
  all: [herd, ghosts],
};

test('the closest hypothesis comes first, with what resists and what a source contradicts', () => {
  const text = calibrationText(choices, found);
  expect(text).toMatch(/5 of 12 runs are done: each hypothesis with 2 candidates/);
  expect(text).toMatch(/longer\s--budget goes on/);
  expect(text.indexOf('ghost-slots')).toBeLessThan(text.indexOf('<herd>'));
  expect(text).toMatch(/^ghost-slots +40,000 +15 of 16 +1 of 16 +1\.50 +3 of 4 in time$/m);
  expect(conclusionOf(found)).toMatch(/What resists: .*22:15 \(perhaps a part\)\./);
  expect(conclusionOf(found)).toMatch(
    /At odds with a source: .*restart.*; .*in the Americas \(share\)\./,
  );
});

test('a few good candidates narrow nothing down', () => {
  const few = { ...found, fits: found.fits.map((fit) => ({ ...fit, regionCount: 7 })) };
  expect(conclusionOf(few)).toMatch(/Too few candidates to say which values/);
  expect(conclusionOf(few)).not.toContain('At odds');
});

test('without any candidate it says so', () => {
  const none = { ...found, fits: found.fits.map((fit) => ({ ...fit, best: [], region: [] })) };
  expect(calibrationText(choices, none)).toContain('No candidate was done');
});

test('the files hold every candidate, and the report escapes what it is given', () => {
  const environment = { program: '1 abc', argv: ['calibrate', '--policy', '<herd>'] };
  const paths = writeCalibration(folder, choices, found, environment);
  const [head, ...rows] = readFileSync(paths.csvPath, 'utf8').trimEnd().split('\n');
  expect(head).toBe(
    'hypothesis,candidate,nodes,seeds,withinTwo,withinQuarter,distance,healedMonths,months,score,' +
      unknownNames.join(','),
  );
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatch(/^ghost-slots,3,40000,2,15,1,1\.5,3,4,1\.5,0\.68,0\.45,/);
  const { fits, candidates, doneCount } = JSON.parse(readFileSync(paths.jsonPath, 'utf8'));
  expect([fits.length, candidates.length, doneCount]).toEqual([2, 2, 5]);
  const report = readFileSync(paths.reportPath, 'utf8');
  expect(report).toContain('&lt;herd&gt;');
  expect(report).not.toContain('<herd>');
  expect(report).toContain('Point by point: ghost-slots');
  expect(report.match(/<circle class="recorded"/g)).toHaveLength(2 * 13);
});
