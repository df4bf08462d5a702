import fc from 'fast-check';
import { checkNetwork } from '#domain/invariants/check-network.ts';
import { cellNodesMax, sendDelaySecondsMax } from '#domain/limits.ts';
import { policies } from '#domain/policies.ts';
import { wantsOnline } from '#domain/storm/day-profile.ts';
import { wavesMax } from '#domain/storm/observation-budget.ts';
import { planStorm } from '#domain/storm/plan-storm.ts';
import { quietDay } from '#domain/storm/population.ts';
import { scenarios } from './catalogue.ts';
import { planRun } from './plan-run.ts';

const all = Object.values(scenarios);

const choices = { runId: 'run-1', seed: 2007, policy: policies.resilient, shiftMs: 0 };

describe.each(all.map((scenario) => [scenario.name, scenario] as const))(
  '%s',
  (_name, scenario) => {
    const { timings, storm, embedded } = scenario;
    const { shape, sizes } = embedded;

    test('every share that should add up to the whole does', () => {
      const nodeShares = storm.zones.reduce((sum, zone) => sum + zone.nodeShare, 0);
      expect(nodeShares).toBeCloseTo(1, 9);
      const supernodeShares = storm.zones.reduce((sum, zone) => sum + zone.supernodeShare, 0);
      expect(supernodeShares).toBeCloseTo(1, 9);
      for (const { label } of storm.zones) {
        const restarting = storm.nights.reduce((sum, { restartShare }) => {
          const share = typeof restartShare === 'number' ? restartShare : restartShare[label];
          return sum + (share ?? Number.NaN);
        }, 0);
        expect(restarting).toBeLessThanOrEqual(1);
      }
    });

    test('no two zones share an offset, for their nodes would restart twice', () => {
      const offsets = storm.zones.map(({ utcOffsetMinutes }) => utcOffsetMinutes);
      expect(new Set(offsets).size).toBe(offsets.length);
    });

    test('the storm begins after the run and stays within what the stack can do', () => {
      const waves = planStorm(planRun(scenario, { ...choices, nodeCount: 100 }).settings);
      expect(waves[0]?.atMs).toBeGreaterThanOrEqual(scenario.startMs);
      expect(waves.length).toBeLessThanOrEqual(wavesMax);
      expect(storm.spreadMs).toBeLessThanOrEqual(sendDelaySecondsMax * 1000);
      expect(shape.cellNodes).toBeLessThanOrEqual(cellNodesMax);
    });

    test('the observation after a wave is over before restarts come, so that none is late', () => {
      const waves = planStorm(planRun(scenario, { ...choices, nodeCount: 100 }).settings);
      const restarts = waves.filter(({ kind }) => kind === 'restart');
      for (const { atMs, index } of restarts) {
        const before = waves[index - 1];
        if (before !== undefined)
          expect(atMs - before.atMs).toBeGreaterThan(timings.observeEveryMs);
      }
    });

    test('a day has 24 shares of a whole, and new nodes are like the old ones', () => {
      const shares = storm.day?.workdayShares ?? new Array<number>(24).fill(1);
      expect(shares).toHaveLength(24);
      for (const share of [...shares, storm.day?.weekendFactor ?? 1]) {
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(sizes.eligibleShare).toBe(shape.eligibleShare);
    });

    test('durations are in the order that the model relies on', () => {
      expect(timings.bootMsMin).toBeLessThanOrEqual(timings.bootMsMax);
      expect(timings.backoffMsBase).toBeLessThanOrEqual(timings.backoffMsMax);
      // A first report comes up to one and a half intervals after the promotion.
      expect(1.5 * timings.renewEveryMs).toBeLessThan(timings.leaseMs);
      expect(timings.healPaceMs).toBeLessThan(timings.healOverdueMs);
    });

    test('a quiet day needs no healing at its busiest hour, with headroom to spare', () => {
      expect(shape.slotsPerSupernode).toBe(sizes.slotsPerSupernode);
      const { nodeCount } = shape;
      const planned = planRun(scenario, { ...choices, nodeCount });
      const cells = [...quietDay(planned.shape, 1, scenario.startMs + timings.leaseMs)];
      const hours = Array.from({ length: 24 }, (_, hour) => scenario.startMs + hour * 3_600_000);
      for (const { nodes, supernodes } of cells) {
        const clients = nodes.filter(({ role }) => role === 'client');
        const most = Math.max(
          ...hours.map(
            (atMs) => clients.filter((one) => wantsOnline(one, planned.settings, atMs)).length,
          ),
        );
        const slots = supernodes.reduce((sum, one) => sum + one.slots, 0);
        expect(slots).toBeGreaterThanOrEqual(most * sizes.headroom);
      }
    });

    test('every assumption says where it comes from, and no name is used twice', () => {
      expect(scenario.assumptions.length).toBeGreaterThan(0);
      for (const { name, value, source } of scenario.assumptions) {
        expect(`${name} ${value}`).not.toMatch(/undefined|NaN/);
        expect(source).not.toBe('');
      }
      const names = scenario.assumptions.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    });

    test('both bundles of policies are compared, and only the mended one is to heal', () => {
      expect(Object.keys(scenario.expected).sort()).toEqual(['legacy-2007', 'resilient']);
      expect(scenario.expected['legacy-2007']).not.toContain('healed');
      // In December 2010 the operator had to carry the network by hand, which no policy does.
      if (scenario.name === 'december-2010') return;
      expect(scenario.expected.resilient).toEqual(['healed']);
    });

    test('at any size the run begins with everybody online', () => {
      fc.assert(
        fc.property(fc.integer({ min: 50, max: 3_000 }), (nodeCount) => {
          const planned = planRun(scenario, { ...choices, nodeCount });
          const { startMs } = scenario;
          const cells = [...quietDay(planned.shape, 1, startMs + timings.leaseMs)];
          const nodes = cells.flatMap((one) => one.nodes);
          const supernodes = cells.flatMap((one) => one.supernodes);
          const quiet = { populationCount: nodeCount, onlineCount: nodeCount, violations: [] };
          const rows = cells.map(({ cell }) => cell);
          expect(checkNetwork({ cells: rows, nodes, supernodes }, startMs)).toEqual(quiet);
          expect(planned.settings.cells).toEqual(cells.map(({ cell }) => cell.cell));
        }),
        // At 95 nodes in two cells a supernode once had more clients than slots.
        { numRuns: 20, examples: [[95]] },
      );
    });

    test('the log-in service of a cell is as large as its share of the nodes', () => {
      const perNode = timings.loginsPerRateLimitWindow / shape.cellNodes;
      for (const nodeCount of [400, 1_000, 2_000, 2_001, 10_000]) {
        const { settings } = planRun(scenario, { ...choices, nodeCount });
        const servedCount = settings.timings.loginsPerRateLimitWindow * settings.cells.length;
        // Each cell rounds to whole log-ins.
        const rounding = settings.cells.length / 2;
        expect(Math.abs(servedCount - perNode * nodeCount)).toBeLessThanOrEqual(rounding + 1e-9);
      }
    });
  },
);

test('a scenario is listed under its own name', () => {
  for (const [name, scenario] of Object.entries(scenarios)) expect(scenario.name).toBe(name);
});
