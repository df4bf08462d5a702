import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Calibration, CalibrationChoices } from '#runner/study/calibrate/calibrate.ts';
import type { Judged } from '#runner/study/calibrate/candidate.ts';
import { regionOf } from '#runner/study/calibrate/narrow.ts';
import { comparedPoints, countWithin, type PointFit } from '#runner/study/summary.ts';
import { shippedValues, unknownNames } from '#scenarios/unknowns/august-unknowns.ts';
import { writeCalibration } from './calibrate-files.ts';
import { calibrationText, conclusionOf, errorWords } from './calibrate-table.ts';

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
    part: factRow === '1.50' || factRow === '1.51' ? null : 'night',
    error: errorOf(factRow),
  }));
}

function judged(hypothesis: string, errorOf: (row: string) => number, score: number): Judged {
  const points = pointsOff(errorOf);
  return {
    candidate: { hypothesis, number: 3, values: { ...shippedValues, americasShare: 0.45 } },
    nodes: 40_000,
    seedCount: 2,
    fallenCount: 2,
    points,
    withinTwo: countWithin(points, 2),
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
    checked: null,
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
  expect(text).toMatch(/^ghost-slots +40,000 +13 of 14 +1 of 14 +1\.50 +2 of 2 +3 of 4$/m);
  expect(text).toMatch(/^a network that never falls +none +\d of 14 +\d of 14 +[12]\.\d\d/m);
  expect(conclusionOf(found)).toMatch(/closest candidate misses: .*22:15 \(perhaps a part\)\./);
  expect(conclusionOf(found)).toMatch(
    /What none of the 2 candidates in networks of 40,000 nodes meets: .*22:15 \(perhaps/,
  );
  expect(conclusionOf(found)).toMatch(
    /At odds with a source: .*restart.*; .*in the Americas \(share\)\./,
  );
});

test('the closest is told by fresh seeds, if they were run', () => {
  const fresh = judged('ghost-slots', () => 0.5, 2.2);
  const fits = found.fits.map((fit) => ({ ...fit, checked: { ...fresh, distance: 2.2 } }));
  const text = calibrationText(choices, { ...found, fits }).replace(/\s+/g, ' ');
  expect(text).toContain('told by seeds that did not choose it');
  expect(text).toContain('14 of 14 1 of 14 2.20');
  expect(calibrationText(choices, found).replace(/\s+/g, ' ')).toContain('which flatter it');
});

test('what another candidate meets does not resist', () => {
  const closer = judged('ghost-slots', (row) => (row === '1.34' ? 2 : 0), 1.6);
  const words = conclusionOf({ ...found, all: [...found.all, closer] });
  expect(words).toContain('Each point is met by one of the 3 candidates');
});

test('where the closest candidate did not fall, nothing meets the record', () => {
  const stood = { ...ghosts, fallenCount: 0 };
  const fits = found.fits.map((fit) => ({ ...fit, best: [stood] }));
  expect(conclusionOf({ ...found, fits })).toMatch(/did not fall in August: nothing here meets/);
});

test('an event that never came is said to be so, whatever it counts', () => {
  const [point] = pointsOff(() => 2);
  const never = { ...point, unit: 'moment', simulated: Number.POSITIVE_INFINITY } as PointFit;
  expect(errorWords(never)).toBe('never');
});

test('months that were all in time say what their number bounds', () => {
  const all = { ...ghosts, healedMonths: 4 };
  const fits = found.fits.map((fit) => ({ ...fit, best: [all] }));
  expect(calibrationText(choices, { ...found, fits })).toContain('4 of 4: up to 75 % may be late');
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
    'hypothesis,candidate,nodes,seeds,fallenSeeds,withinTwo,withinQuarter,distance,' +
      'healedMonths,months,score,' +
      unknownNames.join(','),
  );
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatch(/^ghost-slots,3,40000,2,2,13,1,1\.5,3,4,1\.5,0\.68,0\.45,/);
  const { fits, candidates, doneCount } = JSON.parse(readFileSync(paths.jsonPath, 'utf8'));
  expect([fits.length, candidates.length, doneCount]).toEqual([2, 2, 5]);
  const report = readFileSync(paths.reportPath, 'utf8');
  expect(report).toContain('&lt;herd&gt;');
  expect(report).not.toContain('<herd>');
  expect(report).toContain('Point by point: ghost-slots');
  expect(report.match(/<circle class="recorded"/g)).toHaveLength(2 * 13);
});
