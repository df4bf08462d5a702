import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnosis } from '#runner/study/diagnose/diagnose.ts';
import { writeDiagnosis } from './diagnose-files.ts';
import { diagnosisText } from './diagnose-table.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diagnose-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hypotheses = ['ghost-slots', '<herd>'];
const choices = { hypotheses, seed: 1, nodes: 8_000, draws: 60, planted: 20, trees: 9 };
const bands = [
  { name: 'onset h', recorded: 42, low: 38, median: 39, high: 41 },
  { name: 'morning dip', recorded: 0.9, low: 0.8, median: 0.9, high: 1 },
];
const found: Diagnosis = {
  hypotheses: [
    {
      hypothesis: 'ghost-slots',
      fit: { distance: 1.2, usualDistance: 1, pValue: 0.2 },
      share: 0.7,
      features: bands,
    },
    {
      hypothesis: '<herd>',
      fit: { distance: 9, usualDistance: 1, pValue: 0.01 },
      share: 0.3,
      features: bands,
    },
  ],
  choice: { model: 0, shares: [0.7, 0.3], localError: 0.14, hypothesis: 'ghost-slots' },
  confusion: [
    [18, 2],
    [1, 19],
  ],
  plantedEach: 20,
  errorShare: 0.1,
  inside: ['ghost-slots'],
  learntEach: 60,
  doneCount: 160,
  plannedCount: 160,
};

test('goodness of fit comes before the choice, and the choice with its error', () => {
  const text = diagnosisText(choices, found).replace(/\n(?=\S)/g, ' ');
  expect(text).toMatch(/inside the cloud of ghost-slots, and outside of the 1 other\./);
  expect(text).toMatch(
    /likest to ghost-slots, and about simulations like it the forest is wrong in 14 %/,
  );
  expect(text).toMatch(/<herd> +9\.00 +1\.00 +1 %: outside +30 %/);
  expect(text).toMatch(/Planted truth, 20 runs each/);
  expect(text).toMatch(/ghost-slots +18 +2/);
});

test('none of these is an answer, and so are too few simulations', () => {
  const none = diagnosisText(choices, { ...found, inside: [] });
  expect(none).toMatch(/^None of these: the record/m);
  expect(none).not.toMatch(/likest\s+to\s+ghost-slots/);
  const few = { ...found, choice: null, hypotheses: [], inside: [], doneCount: 12 };
  expect(diagnosisText(choices, few)).toMatch(/Too few simulations for an answer: it takes 20/);
});

test('what is not known is said: few planted runs, no local error, and no other hypothesis', () => {
  const text = diagnosisText(choices, {
    ...found,
    inside: hypotheses,
    plantedEach: 19,
    choice: { model: 0, shares: [0.7, 0.3], localError: null, hypothesis: 'ghost-slots' },
  });
  expect(text).toMatch(/inside the cloud of every hypothesis\. Of these/);
  expect(text.replace(/\s+/g, ' ')).toMatch(/like it takes more of them to tell\./);
  expect(text).toMatch(/Too few are planted/);
});

test('the files have every feature, and the report escapes what it is given', () => {
  const environment = { program: '1 abc', argv: ['diagnose', '--policy', '<herd>'] };
  const paths = writeDiagnosis(folder, choices, found, environment);
  const lines = readFileSync(paths.csvPath, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(1 + 4);
  expect(lines[1]).toBe('ghost-slots,onset h,42,38,39,41');
  expect(JSON.parse(readFileSync(paths.jsonPath, 'utf8'))).toMatchObject({
    inside: ['ghost-slots'],
    hypotheses: [{ share: 0.7 }, { share: 0.3 }],
  });
  const report = readFileSync(paths.reportPath, 'utf8');
  expect(report).not.toContain('<herd>');
  expect(report).toContain('outside of nine in ten simulations are onset h.');
  expect(report).toContain('Planted truth');
});
