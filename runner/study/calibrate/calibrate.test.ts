import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openJournal } from '../../sweep/journal.ts';
import type { StudyEnvironment } from '../run-study.ts';
import type { StudyRow } from '../study-row.ts';
import { type Calibration, calibrate, plannedRuns } from './calibrate.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'calibrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const choices = {
  hypotheses: ['resilient', 'herd'],
  seed: 1,
  nodes: 200,
  draws: 2,
  rounds: 2,
  rungs: [{ nodes: 300, keep: 1, seeds: 1, months: 1 }],
};

async function calibrated(name: string, changes: Partial<StudyEnvironment> = {}) {
  const journal = openJournal<StudyRow>(join(folder, name));
  let ranCount = 0;
  try {
    const result = await calibrate(choices, {
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
    return { ranCount, result };
  } finally {
    journal.close();
  }
}

test('each hypothesis gets the same effort, and the best go on to the larger network', async () => {
  const { result, ranCount } = await calibrated('one');
  expect(result.doneCount).toBe(plannedRuns(choices));
  expect(ranCount).toBe(plannedRuns(choices));
  for (const { tried, best, checked, region, regionCount } of result.fits) {
    // The best again, in the same network, with a seed that did not choose it.
    expect(checked).toMatchObject({ nodes: 300, seedCount: 1, months: 1 });
    expect(checked?.candidate).toEqual(best[0]?.candidate);
    expect(checked?.points).not.toEqual(best[0]?.points);
    expect(tried).toBe(4);
    expect(best.map(({ nodes, months }) => [nodes, months])).toEqual([[300, 1]]);
    expect(region).toHaveLength(15);
    expect(regionCount).toBe(2);
  }
  const first = result.all.filter(({ candidate }) => candidate.number < choices.draws);
  const valuesOf = (name: string) =>
    first
      .filter(({ candidate, nodes }) => candidate.hypothesis === name && nodes === 200)
      .map(({ candidate }) => candidate.values);
  expect(valuesOf('resilient')).toEqual(valuesOf('herd'));
  const again = await calibrated('one', { workers: 2 });
  expect(again).toEqual({ ranCount: 0, result });
}, 120_000);

test('where time is over no hypothesis is ahead of another', async () => {
  let nowMs = 0;
  const clock = () => {
    nowMs += 1;
    return nowMs;
  };
  const monthsOf = ({ all }: Calibration, name: string) =>
    all.filter(({ candidate, nodes }) => candidate.hypothesis === name && nodes === 200);
  for (const untilMs of [4, 8, 12]) {
    nowMs = 0;
    const { result } = await calibrated(`cut ${untilMs}`, { nowMs: clock, untilMs });
    const counts = result.fits.map(({ tried }) => tried);
    expect(new Set(counts).size).toBe(1);
    const [resilient, herd] = choices.hypotheses.map((name) => monthsOf(result, name));
    const monthCounts = [resilient, herd].map((own) => own?.map(({ months }) => months).sort());
    expect(monthCounts[0]).toEqual(monthCounts[1]);
    expect(result.doneCount).toBeLessThan(plannedRuns(choices));
  }
}, 120_000);

test('a longer time goes on with the same candidates', async () => {
  const candidatesAt = async (untilMs: number) => {
    let nowMs = 0;
    const clock = () => {
      nowMs += 1;
      return nowMs;
    };
    const { result } = await calibrated(`time ${untilMs}`, { nowMs: clock, untilMs });
    return result.all
      .filter(({ nodes }) => nodes === choices.nodes)
      .map(({ candidate }) => candidate);
  };
  const whole = await candidatesAt(Number.POSITIVE_INFINITY);
  for (const untilMs of [8, 26]) {
    const cut = await candidatesAt(untilMs);
    expect(cut).toEqual(whole.slice(0, cut.length));
  }
}, 240_000);
