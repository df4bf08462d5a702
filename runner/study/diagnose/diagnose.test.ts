import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Simulations } from '#statistics/model-choice.ts';
import { openRandom } from '#twin/engine/random.ts';
import { openJournal } from '../../sweep/journal.ts';
import { featureNames, recordFeatures, recordSpreads } from '../features.ts';
import type { StudyRow } from '../study-row.ts';
import { diagnose, judgeRecord } from './diagnose.ts';

const choices = { hypotheses: ['ghost-slots', 'herd'], trees: 60, seed: 3 };

/** Simulations around the record: those of each hypothesis moved by so much in every feature. */
function cloudsAt(moves: readonly number[], count: number, seed: number): Simulations {
  const random = openRandom(seed);
  const models = Array.from({ length: count * moves.length }, (_, index) => index % moves.length);
  const features = models.map((model) =>
    featureNames.map(
      (name) => (recordFeatures[name] ?? 0) + (moves[model] ?? 0) + 2 * (random() - 0.5),
    ),
  );
  return { models, features };
}

test('a record inside one cloud is said to be there, and the planted truth is found', () => {
  const found = judgeRecord(choices, cloudsAt([0, 6], 200, 1), cloudsAt([0, 6], 20, 2));
  expect(found.inside).toEqual(['ghost-slots']);
  expect(found.choice).toMatchObject({ hypothesis: 'ghost-slots', model: 0 });
  expect(found.choice?.localError).toBeLessThan(0.1);
  expect(found.confusion).toEqual([
    [20, 0],
    [0, 20],
  ]);
});

test('a record outside of every cloud is none of these, whatever the forest says', () => {
  const found = judgeRecord(choices, cloudsAt([5, 9], 40, 1), cloudsAt([5, 9], 20, 2));
  expect(found.inside).toEqual([]);
  expect(found.choice?.hypothesis).toBe('ghost-slots');
});

test('hypotheses that do the same are confused, and the answer says so', () => {
  const found = judgeRecord(choices, cloudsAt([0, 0], 200, 1), cloudsAt([0, 0], 20, 2));
  expect(found.inside).toEqual(['ghost-slots', 'herd']);
  expect(found.choice?.localError).toBeGreaterThan(0.3);
  expect(found.errorShare).toBeGreaterThan(0.3);
});

test('too few simulations are no answer', () => {
  const few = cloudsAt([0, 6], 19, 1);
  expect(judgeRecord(choices, few, few)).toMatchObject({ choice: null, inside: [] });
});

test('with the fewest simulations that give an answer a record far away is outside', () => {
  const least = cloudsAt([5, 9], 20, 1);
  expect(judgeRecord(choices, least, least)).toMatchObject({ inside: [] });
  expect(judgeRecord(choices, least, least).choice?.localError).toBeNull();
});

test('what the record does not say closely is not held against a hypothesis', () => {
  expect(recordSpreads['log2 online 17T23:00']).toBeCloseTo(Math.log2(4.15 / 0.6) / 2, 9);
  expect(recordSpreads['log2 online 16T22:15']).toBe(1);
  expect(recordSpreads['log2 online 17T14:45']).toBe(0.14);
  expect(Object.keys(recordSpreads)).toEqual(featureNames);
});

test('runs of each hypothesis are learnt from, and the planted ones are counted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'diagnose-'));
  const journal = openJournal<StudyRow>(join(folder, 'journal'));
  try {
    const found = await diagnose(
      { hypotheses: ['resilient', 'herd'], seed: 1, nodes: 200, draws: 20, planted: 2, trees: 20 },
      {
        journal,
        workers: 1,
        workerPath: resolve('runner/policy-worker.ts'),
        program: 'it',
        nowMs: () => 0,
      },
    );
    expect(found).toMatchObject({
      doneCount: 44,
      plannedCount: 44,
      learntEach: 20,
      plantedEach: 2,
    });
    expect(found.hypotheses.map(({ hypothesis }) => hypothesis)).toEqual(['resilient', 'herd']);
    expect(found.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(4);
  } finally {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
