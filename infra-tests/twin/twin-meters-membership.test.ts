// The twin's meters against the local cloud's: what the membership function does.

import {
  leaseRenewed,
  type MembershipEvent,
  nodeJoined,
  nodeLeft,
  nodeLost,
  nodeRestarted,
} from '#domain/events.ts';
import type { NodeRecord } from '#domain/network.ts';
import type { CellPopulation } from '#domain/storm/population.ts';
import { hourMs, noonMs } from '#testing/domain/builders.ts';
import type { Invocation, NodeChangeWork } from '#twin/meters/network-meters.ts';
import {
  benchSizes,
  expectAlike,
  type MetersBench,
  nodeCounts,
  openBench,
} from './twin-meters-bench.ts';

const cellCount = 20;

const plain: NodeChangeWork = {
  movesPopulation: false,
  heldAt: false,
  ownRegistration: false,
  wasCandidate: false,
};

const clientsOf = ({ nodes }: CellPopulation) => nodes.filter(({ role }) => role === 'client');

/** One batch for each cell, beside what the twin's meters are notified of it. */
async function eachCell(
  bench: MetersBench,
  eventsOf: (population: CellPopulation) => readonly MembershipEvent[],
  work: (run: Invocation, population: CellPopulation) => void,
): Promise<void> {
  for (const population of bench.cells) {
    const events = eventsOf(population);
    const atMs = await bench.serve(events);
    const run = bench.meters.batch('membership', atMs, events.length);
    work(run, population);
    run.end();
  }
  expectAlike(bench);
}

/** News in a cell that nobody observes after: heal is called, once the follow-ups are sent. */
function callHeal(run: Invocation, loginCount: number): void {
  run.noteNews();
  run.send(0, loginCount, 1);
  run.claimHealStart(true);
}

/** How many supernodes some clients are homed at. */
const homesOf = (nodes: CellPopulation['nodes']) =>
  new Set(nodes.map(({ home }) => home?.supernode)).size;

test('ten clients of a few supernodes that restart', async () => {
  const bench = await openBench({ queue: 'membership', cellCount });
  const some = (population: CellPopulation) => clientsOf(population).slice(0, 10);
  await eachCell(
    bench,
    (population) => some(population).map((node) => restartOf(bench, population, node)),
    (run, population) => {
      run.readCell(10);
      run.readRegistrations(population.supernodes.length, 0, true);
      // Each supernode gets its slots back in one write of its registration.
      const indexEntries = some(population).filter(({ eligible }) => eligible).length;
      run.changeNodes(10 + homesOf(some(population)), indexEntries);
      for (const _ of some(population)) run.knowKeys(1);
      callHeal(run, 10);
    },
  );
});

test('a supernode that restarts under 24 clients', async () => {
  const bench = await openBench({ queue: 'membership', cellCount });
  await eachCell(
    bench,
    (population) => population.nodes.slice(0, 1).map((one) => restartOf(bench, population, one)),
    (run, population) => {
      run.readCell(1);
      run.readRegistrations(population.supernodes.length, 0, true);
      run.changeNode({ ...plain, ownRegistration: true });
      run.knowKeys(1);
      run.readNodes(bench.meters.bytes.ofNodes(nodeCounts(population.nodes)));
      callHeal(run, 1 + 24);
    },
  );
});

test('a restart that is known already, of a client without orphans', async () => {
  const bench = await openBench({ queue: 'membership', cellCount });
  await eachCell(
    bench,
    (population) =>
      clientsOf(population)
        .slice(0, 1)
        .map((node) => restartOf(bench, population, { ...node, epoch: 0 })),
    (run, population) => {
      run.readCell(1);
      run.readRegistrations(population.supernodes.length, 0, true);
      run.knowKeys(1);
      run.readNodes(bench.meters.bytes.ofNodes(nodeCounts(population.nodes)));
      callHeal(run, 1);
    },
  );
});

test('all supernodes report, and then again', async () => {
  const bench = await openBench({ queue: 'membership', cellCount });
  for (const renewedShare of [0, 1])
    await eachCell(
      bench,
      (population) => renewalsOf(bench, population),
      (run, { supernodes }) => {
        run.readCell(0);
        run.readRegistrations(supernodes.length, renewedShare * supernodes.length, false);
        for (const _ of supernodes) run.renewLease(true);
        run.send(supernodes.length, 0, 0);
      },
    );
});

test('supernodes that renew while heal is at work check their load', async () => {
  const bench = await openBench({
    queue: 'membership',
    cellCount,
    settings: { sizes: { ...benchSizes, attemptsPerMinuteMax: 100 } },
    arrange: (population) => ({
      ...population,
      cell: { ...population.cell, healDueAtMs: noonMs + hourMs },
    }),
  });
  await eachCell(
    bench,
    (population) => renewalsOf(bench, population),
    (run, { supernodes }) => {
      run.readCell(0);
      run.fork();
      run.readRegistrations(supernodes.length, 0, false);
      run.next();
      run.readAttempts(0);
      run.join();
      for (const _ of supernodes) run.renewLease(true);
      run.send(supernodes.length, 0, 0);
    },
  );
});

test('reports of a boot that is over are stale', async () => {
  const bench = await openBench({ queue: 'membership', cellCount });
  const stale = (population: CellPopulation) =>
    renewalsOf(bench, population).map((event) => ({ ...event, epoch: 7 }));
  await eachCell(bench, stale, (run, { supernodes }) => {
    run.readCell(0);
    run.readRegistrations(supernodes.length, 0, false);
    for (const _ of supernodes) run.renewLease(false);
  });
});

test('three clients that are switched off', async () => {
  const bench = await openBench({ queue: 'membership', cellCount });
  const some = (population: CellPopulation) => clientsOf(population).slice(0, 3);
  const leaves = (population: CellPopulation) =>
    some(population).map(({ nodeId }) =>
      nodeLeft(bench.placeOf(population), nodeId, 1, bench.cloud.nowMs()),
    );
  await eachCell(bench, leaves, (run, population) => {
    run.readCell(3);
    run.readRegistrations(population.supernodes.length, 0, true);
    const indexEntries = some(population).filter(({ eligible }) => eligible).length;
    run.changeNodes(3 + 1 + homesOf(some(population)), indexEntries);
  });
});

test('three nodes that are switched on, one of them new', async () => {
  const bench = await openBench({
    queue: 'membership',
    cellCount,
    arrange: (population) => ({
      ...population,
      nodes: population.nodes.map((node, index) =>
        index < 98 ? node : { ...node, state: 'offline', home: null },
      ),
    }),
  });
  const joins = (population: CellPopulation) => {
    const [some] = population.nodes.slice(98);
    if (some === undefined) throw new Error('expected a hundred nodes');
    const nodes = [...population.nodes.slice(98), { ...some, nodeId: 'new', epoch: 0 }];
    const dueAtMs = bench.cloud.nowMs();
    return nodes.map(({ nodeId, epoch, eligible, claimedSlots, utcOffsetMinutes }) =>
      nodeJoined(bench.placeOf(population), {
        nodeId,
        epoch: epoch + 1,
        eligible,
        claimedSlots,
        utcOffsetMinutes,
        dueAtMs,
      }),
    );
  };
  await eachCell(bench, joins, (run, population) => {
    run.readCell(3);
    run.readRegistrations(population.supernodes.length, 0, true);
    run.changeNodes(3 + 1, 0);
    for (let left = 3; left > 0; left -= 1) run.knowKeys(1);
    callHeal(run, 3);
  });
});

test('a client of a dead supernode that restarts is one write', async () => {
  const bench = await openBench({
    queue: 'membership',
    cellCount,
    arrange: (population) => ({
      ...population,
      nodes: population.nodes.map((node, index) =>
        index < 98 ? node : { ...node, state: 'waiting', home: null },
      ),
    }),
  });
  const some = (population: CellPopulation) => population.nodes.slice(98);
  await eachCell(
    bench,
    (population) => some(population).map((node) => restartOf(bench, population, node)),
    (run, population) => {
      run.readCell(2);
      run.readRegistrations(population.supernodes.length, 0, true);
      for (const { eligible } of some(population)) {
        run.changeNode({ ...plain, wasCandidate: eligible });
        run.knowKeys(1);
      }
      callHeal(run, 2);
    },
  );
});

test('a supernode whose lease ran out is lost', async () => {
  const bench = await openBench({
    queue: 'membership',
    cellCount,
    arrange: (population) => ({
      ...population,
      supernodes: population.supernodes.map((one, index) =>
        index === 0 ? { ...one, leaseUntilMs: noonMs - 1 } : one,
      ),
    }),
  });
  const losses = (population: CellPopulation) =>
    population.nodes
      .slice(0, 1)
      .map(({ nodeId }) => nodeLost(bench.placeOf(population), nodeId, 1, bench.cloud.nowMs()));
  await eachCell(bench, losses, (run, population) => {
    run.readCell(1);
    run.readRegistrations(population.supernodes.length, 0, true);
    run.commitLoss(true);
    run.knowKeys(1);
    run.readNodes(bench.meters.bytes.ofNodes(nodeCounts(population.nodes)));
    callHeal(run, 1 + 24);
  });
});

test('news that come too early are sent on, and environments that idle are gone', async () => {
  const bench = await openBench({ queue: 'membership', cellCount: 4 });
  for (const population of bench.cells) {
    const dueAtMs = bench.cloud.nowMs() + hourMs;
    const early = renewalsOf(bench, population).map((event) => ({ ...event, dueAtMs }));
    // The queue holds them back for fifteen minutes.
    const atMs = await bench.serve(early, hourMs / 3);
    const run = bench.meters.batch('membership', atMs, early.length);
    run.readRun();
    run.send(early.length, 0, 0);
    run.end();
  }
  expect(bench.bills().cloud.exact['lambda.coldStarts']).toBe(4);
  // Three cold starts on each side, each 180 to 330 ms.
  expectAlike(bench, 0.5);
});

function restartOf(bench: MetersBench, population: CellPopulation, node: NodeRecord) {
  const boot = { nodeId: node.nodeId, epoch: node.epoch + 1, waveIndex: 0 };
  const dueAtMs = bench.cloud.nowMs();
  return nodeRestarted(bench.placeOf(population), { ...boot, cause: 'update', dueAtMs });
}

function renewalsOf(bench: MetersBench, population: CellPopulation) {
  return population.supernodes.map(({ nodeId }) =>
    leaseRenewed(bench.placeOf(population), nodeId, 1, bench.cloud.nowMs()),
  );
}
