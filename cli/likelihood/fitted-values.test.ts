import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judged } from '#runner/study/calibrate/candidate.ts';
import { shippedValues } from '#scenarios/unknowns/august-unknowns.ts';
import { writeCalibration } from '../calibrate/calibrate-files.ts';
import { fittedValues } from './fitted-values.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fitted-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function judged(hypothesis: string, nodes: number, score: number): Judged {
  return {
    candidate: { hypothesis, number: 1, values: { ...shippedValues, leaseHours: score } },
    nodes,
    seedCount: 1,
    fallenCount: 1,
    points: [],
    withinTwo: 0,
    withinQuarter: 0,
    distance: score,
    healedMonths: 0,
    months: 0,
    score,
  };
}

/** The file that `calibrate` writes. */
function written(best: readonly (readonly Judged[])[]): string {
  const fits = best.map((judgedOnes, at) => ({
    hypothesis: judgedOnes[0]?.candidate.hypothesis ?? `empty ${at}`,
    tried: judgedOnes.length,
    best: judgedOnes,
    checked: null,
    region: [],
    regionCount: 0,
  }));
  const choices = { hypotheses: [], seed: 1, nodes: 200, draws: 1, rounds: 1, rungs: [] };
  const environment = { program: '1 abc', argv: ['calibrate'] };
  const found = { fits, doneCount: 1, plannedCount: 1, all: best.flat() };
  return writeCalibration(folder, choices, found, environment).jsonPath;
}

test('of a calibration the values of the closest hypothesis at the largest size count', () => {
  const near = [judged('herd', 40_000, 5), judged('herd', 40_000, 6)];
  const path = written([[], [judged('far', 40_000, 9)], near, [judged('small', 200, 1)]]);
  const { hypothesis, values } = fittedValues(path);
  expect(hypothesis).toBe('herd');
  expect(values).toEqual([5, 6].map((leaseHours) => ({ ...shippedValues, leaseHours })));
});

test('a file without a candidate, and any other file, is refused', () => {
  expect(() => fittedValues(written([[]]))).toThrow(/has no candidate/);
  const other = join(folder, 'other.json');
  writeFileSync(other, '{"fits":[{"hypothesis":"herd","best":[{"candidate":{}}]}]}');
  expect(() => fittedValues(other)).toThrow(/is no calibrate\.json of rebootstorm calibrate/);
  expect(() => fittedValues(join(folder, 'missing.json'))).toThrow(/missing\.json/);
});
