import { cellNodesMax, cellsMax } from '#domain/limits.ts';
import { policies } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { wantsOnline } from '#domain/storm/day-profile.ts';
import { planStorm, restartsByWave } from '#domain/storm/plan-storm.ts';
import { type CellPopulation, quietDay } from '#domain/storm/population.ts';
import { august2007 } from './august-2007.ts';
import { scenarios } from './catalogue.ts';
import { december2010 } from './december-2010.ts';
import { planRun } from './plan-run.ts';
import { supernodeLoss } from './supernode-loss.ts';

const hourMs = 3_600_000;

/** Two cells stand for all: they differ by chance alone. */
const nodeCount = 40_000;

function planned(scenario: Scenario) {
  const choices = { runId: 'run-1', seed: 2007, policy: policies.resilient, shiftMs: 0 };
  return planRun(scenario, { ...choices, nodeCount, scale: 'full' });
}

const quiet = new Map<string, readonly CellPopulation[]>();

function cellsOf(scenario: Scenario): readonly CellPopulation[] {
  const known = quiet.get(scenario.name);
  if (known !== undefined) return known;
  const { shape, settings } = planned(scenario);
  const cells = [...quietDay(shape, settings.seed, scenario.startMs + hourMs)];
  quiet.set(scenario.name, cells);
  return cells;
}

/**
 * For each hour of a working day the share of all nodes that wants to be online, from every twelfth
 * node, since each is asked for each hour.
 */
function demandShares(scenario: Scenario): number[] {
  const { settings } = planned(scenario);
  const nodes = cellsOf(scenario)
    .flatMap((cell) => cell.nodes)
    .filter((_, index) => index % 12 === 0);
  return Array.from({ length: 24 }, (_, hour) => {
    const atMs = scenario.startMs + hour * hourMs;
    return nodes.filter((node) => wantsOnline(node, settings, atMs)).length / nodes.length;
  });
}

const withFull = Object.values(scenarios).filter(({ full }) => full !== undefined);

test.each(withFull.map((scenario) => [scenario.name, scenario] as const))(
  'at full size %s fits a run, and its quiet day needs no healing',
  (_name, scenario) => {
    const { shape } = scenario.full ?? fail();
    expect(shape.nodeCount / shape.cellNodes).toBeLessThanOrEqual(cellsMax);
    expect(shape.cellNodes).toBeLessThanOrEqual(cellNodesMax);
    const { settings } = planned(scenario);
    const busiest = Math.max(...demandShares(scenario));
    for (const { nodes, supernodes } of cellsOf(scenario)) {
      const slots = supernodes.reduce((sum, one) => sum + one.slots, 0);
      expect(slots).toBeGreaterThan(nodes.length * busiest * settings.sizes.headroom);
    }
  },
);

test('at full size eight to nine million are online at the daily peak of August 2007', () => {
  const peak = Math.max(...demandShares(august2007)) * (august2007.full?.shape.nodeCount ?? 0);
  expect(peak).toBeGreaterThan(8_000_000);
  expect(peak).toBeLessThan(9_000_000);
});

test('some 27,000 supernodes carry 300 to 360 clients each at that peak', () => {
  const { shape } = august2007.full ?? fail();
  const perCell = cellsOf(august2007)[0]?.supernodes.filter((one) => !one.operatorRun) ?? [];
  const supernodeCount = (perCell.length * shape.nodeCount) / shape.cellNodes;
  expect(Math.abs(supernodeCount / 27_000 - 1)).toBeLessThan(0.02);
  const clients = Math.max(...demandShares(august2007)) * shape.nodeCount - supernodeCount;
  expect(clients / supernodeCount).toBeGreaterThan(300);
  expect(clients / supernodeCount).toBeLessThan(360);
});

test('three supernodes in five are lost at once, and nobody else', () => {
  const { settings } = planned(supernodeLoss);
  const nodes = cellsOf(supernodeLoss).flatMap((cell) => cell.nodes);
  const waves = restartsByWave(settings, nodes);
  expect(waves).toHaveLength(1);
  const supernodes = nodes.filter(({ role }) => role === 'supernode').length;
  // Five standard deviations of a binomial share of 108.
  expect(Math.abs((waves[0]?.restarts ?? 0) / supernodes - 0.6)).toBeLessThan(0.24);
});

test('in December 2010 a fifth of all crash, and more than a quarter of the supernodes', () => {
  const { settings } = planned(december2010);
  const nodes = cellsOf(december2010).flatMap((cell) => cell.nodes);
  const [crash, more] = restartsByWave(settings, nodes);
  const on = nodes.filter((node) => wantsOnline(node, settings, crash?.wave.atMs ?? 0)).length;
  expect(Math.abs((crash?.restarts ?? 0) / on - 0.2)).toBeLessThan(0.012);
  const supernodes = nodes.filter(({ role }) => role === 'supernode');
  const lost = restartsByWave(settings, supernodes).reduce((sum, one) => sum + one.restarts, 0);
  // Five standard deviations of a binomial share of 76.
  expect(Math.abs(lost / supernodes.length - 0.275)).toBeLessThan(0.26);
  expect(more?.wave.strikes).toBe('supernodes');
});

test('December 2010 strikes at 16:00 UTC, with twenty million and more online', () => {
  const first = planStorm(planned(december2010).settings).find(({ kind }) => kind === 'restart');
  expect(first?.atMs).toBe(Date.UTC(2010, 11, 22, 16));
  const peak = Math.max(...demandShares(december2010)) * (december2010.full?.shape.nodeCount ?? 0);
  expect(peak).toBeGreaterThan(20_000_000);
  expect(peak).toBeLessThan(24_000_000);
});

function fail(): never {
  throw new Error('expected a full size');
}
