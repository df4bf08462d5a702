import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { shippedValues } from '#scenarios/unknowns/august-unknowns.ts';
import { openJournal } from '../sweep/journal.ts';
import { runStudy, type StudyEnvironment } from './run-study.ts';
import { augustLabel, type StudyPoint, studyTask } from './study-point.ts';
import type { StudyRow } from './study-row.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'study-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const point: StudyPoint = {
  month: augustLabel,
  hypothesis: 'resilient',
  values: shippedValues,
  seed: 1,
  nodes: 200,
};
const points = [1, 2, 3].map((seed) => ({ ...point, seed }));

async function studied(journalName: string, changes: Partial<StudyEnvironment> = {}) {
  const journal = openJournal<StudyRow>(join(folder, journalName));
  let ranCount = 0;
  try {
    const runs = await runStudy(points, {
      journal,
      workers: 1,
      workerPath: resolve('runner/policy-worker.ts'),
      program: 'it',
      nowMs: () => 0,
      onDone: () => {
        ranCount += 1;
      },
      ...changes,
    });
    return { ranCount, runs: runs.map(({ point: { seed }, row }) => ({ seed, row })) };
  } finally {
    journal.close();
  }
}

test('a study is the same with any number of threads, and nothing runs twice', async () => {
  const one = await studied('one');
  const two = await studied('two', { workers: 2 });
  expect(two.runs).toEqual(one.runs);
  expect(one.runs.map(({ seed }) => seed)).toEqual([1, 2, 3]);
  expect(one.ranCount).toBe(3);
  const again = await studied('one');
  expect(again).toEqual({ ...one, ranCount: 0 });
});

test('after its time no run begins, and points count up to the first missing one', async () => {
  let askedCount = 0;
  const nowMs = () => {
    askedCount += 1;
    return askedCount;
  };
  const cut = await studied('cut', { nowMs, untilMs: 3 });
  expect(cut.runs.map(({ seed }) => seed)).toEqual([1, 2]);
  const whole = await studied('cut');
  expect(whole.ranCount).toBe(1);
  expect(whole.runs.slice(0, 2)).toEqual(cut.runs);
});

test('the key tells runs apart by all that they depend on', () => {
  const values = { ...shippedValues, leaseHours: 20 };
  const changes: Partial<StudyPoint>[] = [
    {},
    { month: '2007-06' },
    { hypothesis: 'herd' },
    { values },
    { seed: 2 },
    { nodes: 300 },
  ];
  const keys = changes.map((change) => studyTask({ ...point, ...change }, 'it').key);
  expect(new Set([...keys, studyTask(point, 'other').key]).size).toBe(changes.length + 1);
});
