// The twin's meters against the local cloud's: the same batches, without faults, and both bills.

import { loginRequested } from '#domain/events.ts';
import { windowIndexAt } from '#domain/login/serve-in-line.ts';
import type { NodeRecord } from '#domain/network.ts';
import { policies } from '#domain/policies.ts';
import type { CellPopulation } from '#domain/storm/population.ts';
import { aProof, hourMs } from '#testing/domain/builders.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import { claimWindow } from '#twin/network/login/asked-windows.ts';
import { signed } from '../handlers/login/signed-login.ts';
import { benchTimings, expectAlike, type MetersBench, openBench } from './twin-meters-bench.ts';

const cellCount = 20;

/** Some clients of a cell restarted and wait for a log-in. */
function withWaiting(count: number, isFull = false) {
  return (population: CellPopulation): CellPopulation => {
    const clients = population.nodes.filter(({ role }) => role === 'client').slice(0, count);
    const waiting = new Set(clients.map(({ nodeId }) => nodeId));
    const boot = { state: 'waiting', home: null, epoch: 2 } as const;
    return {
      ...population,
      nodes: population.nodes.map((node) =>
        waiting.has(node.nodeId) ? { ...node, ...boot } : node,
      ),
      supernodes: population.supernodes.map((one) => ({
        ...one,
        used: isFull ? one.slots : one.used,
      })),
    };
  };
}

const waitingIn = ({ nodes }: CellPopulation) => nodes.filter(({ state }) => state === 'waiting');
const eligibleAmong = (nodes: readonly NodeRecord[]) => nodes.filter(({ eligible }) => eligible);

/** The log-ins of some clients, due now. */
function loginsOf(
  bench: MetersBench,
  population: CellPopulation,
  clients: readonly NodeRecord[],
  attempt: number,
) {
  const ask = { attempt, admissionAtMs: null, proof: aProof(), dueAtMs: bench.cloud.nowMs() };
  return clients.map(({ nodeId, epoch }) =>
    signed(loginRequested(bench.placeOf(population), { nodeId, epoch, ...ask })),
  );
}

/** Hands log-ins to the function in one batch. @returns when */
function serveLogins(
  bench: MetersBench,
  population: CellPopulation,
  clients: readonly NodeRecord[],
  attempt = 1,
): Promise<number> {
  return bench.serve(loginsOf(bench, population, clients, attempt));
}

/** What every batch of log-ins reads and claims; its one strand is left open. */
function readAndClaim(
  bench: MetersBench,
  atMs: number,
  { supernodes }: CellPopulation,
  count: number,
) {
  const run = bench.meters.batch('login', atMs, count);
  run.fork();
  run.knowKeys(2);
  run.readCell(count);
  run.readRegistrations(supernodes.length, 0, true);
  run.addAsks();
  return run;
}

function place(run: Invocation, count: number, candidateCount: number): void {
  run.fork();
  for (let from = 0; from < count; from += 8) {
    run.place(Math.min(8, count - from), from === 0 ? candidateCount : 0);
    run.next();
  }
  run.join();
}

test.each([1, 7, 50])('%i log-ins of a cell that are placed', async (count) => {
  const bench = await openBench({ queue: 'login', cellCount, arrange: withWaiting(count) });
  for (const population of bench.cells) {
    const atMs = await serveLogins(bench, population, waitingIn(population));
    const run = readAndClaim(bench, atMs, population, count);
    place(run, count, eligibleAmong(waitingIn(population)).length);
    run.join();
    run.end();
  }
  expectAlike(bench);
});

test('50 log-ins of a cell without a free slot', async () => {
  const bench = await openBench({ queue: 'login', cellCount, arrange: withWaiting(50, true) });
  for (const population of bench.cells) {
    const atMs = await serveLogins(bench, population, waitingIn(population));
    const run = readAndClaim(bench, atMs, population, 50);
    run.fork();
    for (const _ of eligibleAmong(waitingIn(population))) {
      run.standBy(true);
      run.next();
    }
    run.join();
    run.join();
    run.send(0, 50, 0);
    run.end();
  }
  expectAlike(bench);
});

test('50 log-ins at a duplicate check, of whom the window serves ten', async () => {
  const timings = { ...benchTimings, loginsPerRateLimitWindow: 10 };
  const arrange = withWaiting(50);
  const bench = await openBench({ queue: 'login', cellCount, arrange, settings: { timings } });
  for (const population of bench.cells) {
    const atMs = await serveLogins(bench, population, waitingIn(population), 16);
    const run = readAndClaim(bench, atMs, population, 50);
    place(run, 10, Math.min(10, eligibleAmong(waitingIn(population)).length));
    run.fork();
    for (let left = 40; left > 0; left -= 1) {
      run.answerDuplicateCheck(true);
      run.next();
    }
    run.join();
    run.join();
    run.send(0, 40, 0);
    run.end();
  }
  expectAlike(bench);
});

test('log-ins of a window that is used up cost no read, and one write for many', async () => {
  const timings = { ...benchTimings, loginsPerRateLimitWindow: 10, rateLimitWindowMs: hourMs };
  const policy = policies['no-backpressure'];
  const arrange = withWaiting(50);
  const settings = { timings, policy };
  const bench = await openBench({ queue: 'login', cellCount: 20, arrange, settings });
  for (const [cell, population] of bench.cells.entries()) {
    const waiting = waitingIn(population);
    const [placed, left] = [waiting.slice(0, 10), waiting.slice(10)];
    const firstAtMs = await serveLogins(bench, population, placed, 1);
    const first = readAndClaim(bench, firstAtMs, population, 10).at(cell);
    place(first, 10, Math.min(10, eligibleAmong(placed).length));
    first.join();
    first.end();
    const index = windowIndexAt(timings, firstAtMs);
    first.usedUp.note(cell, index);
    for (let round = 1; round <= 6; round += 1) {
      const atMs = await serveLogins(bench, population, left, 2);
      expect(windowIndexAt(timings, atMs)).toBe(index);
      const run = bench.meters.batch('login', atMs, left.length).at(cell);
      run.knowKeys(2);
      // Once a minute the run is read, and the batch's nodes with it.
      if (!run.knowsRun()) {
        run.readCell(left.length);
        run.readRegistrations(population.supernodes.length, 0, true);
      }
      claimWindow(run, cell, index, left.length);
      run.send(0, left.length, 0);
      run.end();
    }
  }
  expectAlike(bench, 0.02);
});

test('log-ins that go by a list of supernodes, which is made and then read', async () => {
  const policy = policies['stale-candidates'];
  const arrange = withWaiting(14);
  const bench = await openBench({ queue: 'login', cellCount, arrange, settings: { policy } });
  for (const population of bench.cells) {
    const waiting = waitingIn(population);
    for (const logins of [waiting.slice(0, 7), waiting.slice(7)]) {
      const atMs = await serveLogins(bench, population, logins);
      const run = readAndClaim(bench, atMs, population, 7);
      const isFirst = logins[0] === waiting[0];
      run.readList(isFirst ? 0 : population.supernodes.length);
      if (isFirst) run.writeList(population.supernodes.length, true);
      place(run, 7, eligibleAmong(logins).length);
      run.join();
      run.end();
    }
  }
  expectAlike(bench);
});

test('log-ins of clients that are signed in already', async () => {
  const bench = await openBench({ queue: 'login', cellCount });
  for (const population of bench.cells) {
    const clients = population.nodes.filter(({ role }) => role === 'client').slice(0, 7);
    const atMs = await serveLogins(bench, population, clients);
    const run = bench.meters.batch('login', atMs, 7);
    run.knowKeys(2);
    run.readCell(7);
    run.readRegistrations(population.supernodes.length, 0, true);
    run.end();
  }
  expectAlike(bench);
});

test('log-ins of five cells in one batch', async () => {
  const bench = await openBench({ queue: 'login', cellCount: 200, arrange: withWaiting(6) });
  for (let from = 0; from < 200; from += 5) {
    const cells = bench.cells.slice(from, from + 5);
    const logins = cells.flatMap((one) => loginsOf(bench, one, waitingIn(one), 1));
    const atMs = await bench.serve(logins);
    const run = bench.meters.batch('login', atMs, 30);
    run.fork();
    for (const population of cells) {
      run.knowKeys(2);
      run.readCell(6);
      run.readRegistrations(population.supernodes.length, 0, true);
      run.addAsks();
      place(run, 6, eligibleAmong(waitingIn(population)).length);
      run.next();
    }
    run.join();
    run.end();
  }
  expectAlike(bench, 0.02);
});
