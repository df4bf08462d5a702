// The twin's meters against the local cloud's: heal, and the state machine's functions.

import { healStepDue } from '#domain/events.ts';
import { healStep } from '#domain/heal/heal-step.ts';
import type { CellPopulation } from '#domain/storm/population.ts';
import type { StormReport } from '#functions/report-storm.ts';
import { hourMs, noonMs } from '#testing/domain/builders.ts';
import {
  benchTimings,
  expectAlike,
  isInIndex,
  type MetersBench,
  nodeCounts,
  openBench,
} from './twin-meters-bench.ts';

const cellCount = 20;

/** Has each cell's heal step taken; what it decides is decided here again. */
async function healEachCell(bench: MetersBench): Promise<{ promotions: number; ends: number }> {
  const seen = { promotions: 0, ends: 0 };
  for (const population of bench.cells) {
    const { cell, nodes, supernodes } = population;
    const place = bench.placeOf(population);
    const atMs = await bench.serve([healStepDue(place, cell.healStep, bench.cloud.nowMs())]);
    const candidates = nodes.filter(isInIndex);
    const run = bench.meters.batch('heal', atMs, 1);
    run.readCell(0);
    const homedCount = candidates.filter(({ home }) => home !== null).length;
    run.readCandidates(candidates.length, homedCount);
    run.readRegistrations(supernodes.length, 0, true);
    const plan = healStep(cell, supernodes, candidates, bench.settings, run.nowMs);
    run.send(plan.promote.length + plan.lost.length, 0, plan.nextAtMs === null ? 0 : 1);
    for (const { home } of plan.promote) {
      const holder = supernodes.find(({ nodeId }) => nodeId === home?.supernode);
      run.promote(holder !== undefined && holder.epoch === holder.nodeEpoch, true);
    }
    for (const _ of plan.retire) run.retire(true);
    run.commitHealStep(true);
    run.end();
    seen.promotions += plan.promote.length;
    seen.ends += plan.nextAtMs === null ? 1 : 0;
  }
  expectAlike(bench);
  return seen;
}

test('a heal step that ends heal', async () => {
  const bench = await openBench({ queue: 'heal', cellCount });
  expect(await healEachCell(bench)).toEqual({ promotions: 0, ends: cellCount });
});

/** Every node could carry ten others, and so every cell needs many. */
function withSmallRegistrations({ nodes, supernodes, cell }: CellPopulation): CellPopulation {
  return {
    cell,
    nodes: nodes.map((one) => ({ ...one, claimedSlots: one.eligible ? 10 : 0 })),
    supernodes: supernodes.map((one) => ({ ...one, slots: 10 })),
  };
}

test('a heal step that promotes clients who hold a slot', async () => {
  const bench = await openBench({ queue: 'heal', cellCount, arrange: withSmallRegistrations });
  expect(await healEachCell(bench)).toEqual({ promotions: 3 * cellCount, ends: 0 });
});

test('a heal step that promotes orphans and retires the dead', async () => {
  const arrange = (population: CellPopulation) => ({
    ...withSmallRegistrations(population),
    supernodes: population.supernodes.map((one) => ({ ...one, nodeEpoch: 2 })),
  });
  const bench = await openBench({ queue: 'heal', cellCount, arrange });
  expect(await healEachCell(bench)).toEqual({ promotions: 3 * cellCount, ends: 0 });
});

test('a heal step that finds every supernode silent', async () => {
  const arrange = (population: CellPopulation) => ({
    ...population,
    supernodes: population.supernodes.map((one) => ({ ...one, leaseUntilMs: noonMs - 1 })),
  });
  const bench = await openBench({ queue: 'heal', cellCount, arrange });
  expect(await healEachCell(bench)).toEqual({ promotions: 2 * cellCount, ends: 0 });
});

test('a wave that is brought to each cell', async () => {
  const bench = await openBench({ queue: null, cellCount });
  for (const population of bench.cells) {
    const input = { ...bench.placeOf(population), waveIndex: 0 };
    const { atMs, answer } = await bench.invoke('dispatch-cell', input);
    const { eventCount } = answer as { eventCount: number };
    expect(eventCount).toBeGreaterThan(20);
    const run = bench.meters.task('dispatch-cell', atMs);
    run.readStorm();
    run.readNodes(bench.meters.bytes.ofNodes(nodeCounts(population.nodes)));
    run.send(eventCount, 0, 0);
    run.end();
  }
  expectAlike(bench);
});

test('observes more cells than are read at once, of which some need heal', async () => {
  const arrange = (population: CellPopulation) => ({
    ...population,
    // The last nobody carries; an observation repairs what it finds.
    supernodes: population.cell.cell < 'c0112' ? population.supernodes : [],
  });
  const bench = await openBench({ queue: null, cellCount: 120, arrange });
  for (const isFirst of [true, false]) {
    const { atMs } = await bench.invoke('observe', { runId: bench.settings.runId, waveIndex: 0 });
    const run = bench.meters.task('observe', atMs);
    run.readStorm();
    run.readCellRows(120);
    for (let from = 0; from < 120; from += 50) {
      run.fork();
      for (const { supernodes } of bench.cells.slice(from, from + 50)) {
        run.readRegistrations(supernodes.length, 0, false);
        run.next();
      }
      run.join();
    }
    if (isFirst) {
      run.send(0, 0, 8);
      run.fork();
      for (let left = 8; left > 0; left -= 1) {
        run.claimHealStart(true);
        run.next();
      }
      run.join();
    }
    run.end();
  }
  expectAlike(bench);
});

test('the first and the last task of a storm', async () => {
  const bench = await openBench({ queue: null, cellCount, settings: { timings: benchTimings } });
  const { runId } = bench.settings;
  const first = await bench.invoke('plan-storm', { execution: runId, input: { runId } });
  const plan = bench.meters.task('plan-storm', first.atMs);
  plan.readStorm();
  plan.end();
  const last = await bench.invoke('report-storm', { runId, outcome: 'healed', onlineCount: 1 });
  const report = bench.meters.task('report-storm', last.atMs);
  report.readStorm();
  const { runId: _runId, policy: _policy, ...verdict } = last.answer as StormReport;
  report.finishRun(verdict);
  report.logReport(last.answer as object);
  report.end();
  // Both start cold.
  expectAlike(bench, hourMs);
});
