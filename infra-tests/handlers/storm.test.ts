import { finishRun, saveCell, saveRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { queueLimits } from '#domain/limits.ts';
import type { NodeRecord } from '#domain/network.ts';
import { wantsOnline } from '#domain/storm/day-profile.ts';
import { observationsTogetherMax } from '#domain/storm/observation-budget.ts';
import { lastRestartAtMs, planStorm } from '#domain/storm/plan-storm.ts';
import { dispatchCell } from '#functions/dispatch-cell.ts';
import { observe } from '#functions/observe.ts';
import { planStorm as planStormFunction, StartRefusedError } from '#functions/plan-storm.ts';
import {
  aCell,
  aNight,
  aNode,
  aStorm,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
} from '#testing/domain/builders.ts';
import { aControlPlane, ControlPlane, throttle } from './control-plane.ts';
import { aTown, names, progress, settings, wave } from './storm-town.ts';

/** What the first state is given of an execution that has its run's name. */
const started = (runId: string) => ({ execution: runId, input: { runId } });

describe('PlanStorm', () => {
  test('says when the first wave comes, which cells it hits and how often to observe', async () => {
    const plane = await aTown();
    expect(await planStormFunction(plane.runtime)(started(here.runId))).toEqual({
      ...progress({ waveIndex: 0 }),
    });
  });

  test('of a run that was never seeded says so, and what to do', async () => {
    const plane = await aTown();
    const unknown = planStormFunction(plane.runtime)(started('run-9'));
    await expect(unknown).rejects.toThrow(/run-9.*seed the run before starting it/);
  });

  test('of a malformed input says what is wrong with it', async () => {
    const plane = await aTown();
    const malformed = (input: object) =>
      planStormFunction(plane.runtime)({ execution: here.runId, input });
    await expect(malformed({})).rejects.toThrow(/runId/);
    await expect(malformed({ runId: here.runId, waves: 1 })).rejects.toThrow(/waves/);
  });

  test('of a run that is over, or of another execution, says so and changes nothing', async () => {
    const plane = await aTown();
    const otherwise = { ...started(here.runId), execution: 'mine' };
    const refused = planStormFunction(plane.runtime)(otherwise);
    await expect(refused).rejects.toThrow(StartRefusedError);
    await expect(refused).rejects.toThrow(/this one is called mine; start it with --name run-1/);
    await finishRun(openTable(plane.runtime), here.runId);
    const before = plane.records();
    const again = planStormFunction(plane.runtime)(started(here.runId));
    await expect(again).rejects.toThrow(/run-1 is over: its storm was conducted to its end/);
    expect(plane.records()).toEqual(before);
  });
});

describe('DispatchCell', () => {
  test('sends each node that the wave hits its next boot, within the spread', async () => {
    const plane = await aTown();
    const { eventCount } = await dispatchCell(plane.runtime)(wave(0));
    const sent = plane.takeSent('membership');
    expect(sent).toHaveLength(eventCount);
    expect(eventCount).toBeGreaterThan(5);
    for (const event of sent) {
      expect(event).toMatchObject({ type: 'NodeRestarted', epoch: 2, waveIndex: 0 });
      expect(event.dueAtMs).toBeGreaterThanOrEqual(noonMs);
      expect(event.dueAtMs).toBeLessThan(noonMs + settings.storm.spreadMs);
    }
  });

  test('run twice before anything happened sends the same restarts', async () => {
    const plane = await aTown();
    await dispatchCell(plane.runtime)(wave(0));
    const first = plane.takeSent('membership');
    await dispatchCell(plane.runtime)(wave(0));
    const second = plane.takeSent('membership');
    expect(second).toEqual(first);
    await plane.wait(settings.storm.spreadMs);
    for (const event of [...first, ...second]) await plane.deliver('membership', event);
    expect(plane.counted('NodesRestarted')).toBe(first.length);
    expect(Math.max(...plane.records().nodes.map(({ epoch }) => epoch))).toBe(2);
  });

  test('run again after its nodes were restarted sends none of them a second restart', async () => {
    const plane = await aTown();
    await dispatchCell(plane.runtime)(wave(0));
    const sent = plane.takeSent('membership');
    await plane.wait(settings.storm.spreadMs);
    for (const event of sent.slice(1)) await plane.deliver('membership', event);
    expect(await dispatchCell(plane.runtime)(wave(0))).toEqual({ eventCount: 1 });
    expect(plane.takeSent('membership')).toEqual(sent.slice(0, 1));
  });

  test('over all waves restarts each node exactly once where every share is used up', async () => {
    const plane = await aTown();
    await dispatchCell(plane.runtime)(wave(0));
    await dispatchCell(plane.runtime)(wave(1));
    const struck = plane.takeSent('membership').map((event) => 'nodeId' in event && event.nodeId);
    expect(struck.sort()).toEqual(['s1', ...names].sort());
  });

  test('fails, to be tried again, when its restarts cannot be sent', async () => {
    const plane = await aTown();
    plane.interfere = throttle('SendMessageBatch', 1);
    await expect(dispatchCell(plane.runtime)(wave(0))).rejects.toThrow(
      /refused 10 events of wave 0/,
    );
  });

  test('of a wave that the storm does not have says so', async () => {
    const plane = await aTown();
    await expect(dispatchCell(plane.runtime)(wave(2))).rejects.toThrow(/expected a wave 2/);
  });
});

describe('DispatchCell, at a turnover,', () => {
  /** Everybody sleeps at noon, and half are on from one o'clock. */
  const workdayShares = Array.from({ length: 24 }, (_, hour) => (hour > 12 ? 0.5 : 0));
  const day = { workdayShares, weekendFactor: 1 };
  const storm = aStorm({ nights: [aNight()], day, growthPerDay: 0 });
  const dayLong = someSettings({ storm, startsAtMs: noonMs - 40 * minuteMs });

  const dispatch = async (nodes: readonly NodeRecord[], waveIndex: number, settings = dayLong) => {
    const supernodes = [aSupernode({ slots: 50, used: nodes.filter(({ home }) => home).length })];
    const population = nodes.filter(({ state }) => state !== 'offline').length + 1;
    const plane = await aControlPlane([aSupernodesNode(), ...nodes], supernodes, {
      settings,
      cell: { population },
    });
    const { eventCount } = await dispatchCell(plane.runtime)(wave(waveIndex));
    const sent = plane.takeSent('membership');
    expect(sent).toHaveLength(eventCount);
    return { plane, sent };
  };

  const asleep = names.map((nodeId) => aNode({ nodeId, state: 'offline', home: null, epoch: 4 }));
  const awake = names.map((nodeId) => aNode({ nodeId }));

  test('sends those who want to be on their next boot, and new nodes their first', async () => {
    const [turnover] = planStorm(dayLong);
    expect(turnover).toMatchObject({ kind: 'turnover', atMs: noonMs });
    const growing = { ...dayLong, storm: { ...storm, growthPerDay: 10 } };
    const { sent } = await dispatch(asleep, 0, growing);
    const wanting = names.filter((nodeId) =>
      wantsOnline(aNode({ nodeId }), dayLong, noonMs + hourMs),
    );
    const joined = sent.flatMap((event) => (event.type === 'NodeJoined' ? [event] : []));
    expect(joined).toHaveLength(sent.length);
    const old = joined.filter(({ epoch }) => epoch === 5).map(({ nodeId }) => nodeId);
    expect(old.sort()).toEqual([...wanting].sort());
    expect(wanting.length).toBeGreaterThan(5);
    expect(joined.filter(({ epoch }) => epoch === 1).length).toBeGreaterThan(5);
  });

  test('lets those who want to be off leave, but never one that carries others', async () => {
    const { sent, plane } = await dispatch(awake, 0);
    const staying = names.filter((nodeId) =>
      wantsOnline(aNode({ nodeId }), dayLong, noonMs + hourMs),
    );
    expect(sent).toHaveLength(names.length - staying.length);
    for (const event of sent) expect(event).toMatchObject({ type: 'NodeLeft', epoch: 1 });
    expect(sent.some((event) => 'nodeId' in event && event.nodeId === 's1')).toBe(false);
    await plane.wait(hourMs);
    for (const event of sent) await plane.deliver('membership', event);
    expect(await dispatchCell(plane.runtime)(wave(0))).toEqual({ eventCount: 0 });
  });

  test('leaves whoever sleeps through a wave of restarts alone', async () => {
    const storming = { ...dayLong, storm: { ...storm, nights: [aNight({ restartShare: 1 })] } };
    const restart = planStorm(storming).findIndex(({ kind }) => kind === 'restart');
    const plane = await aControlPlane([aSupernodesNode(), ...asleep], [aSupernode()], {
      settings: storming,
      cell: { population: 1 },
    });
    expect(await dispatchCell(plane.runtime)(wave(restart))).toEqual({ eventCount: 1 });
    expect(plane.takeSent('membership')).toMatchObject([{ type: 'NodeRestarted', nodeId: 's1' }]);
  });
});

describe('Observe', () => {
  const afterMs = lastRestartAtMs(settings.storm, 0) + settings.timings.bootMsMax + 1 - noonMs;

  /** The town, with leases that last for the storm. */
  const aTownWith = (waitingCount: number, waveIndex = -1) =>
    aControlPlane(
      [
        aSupernodesNode({ waveIndex }),
        ...names.map((nodeId, at) =>
          at < waitingCount ? aWaitingNode({ nodeId }) : aNode({ nodeId, waveIndex }),
        ),
      ],
      [aSupernode({ slots: 50, used: 40 - waitingCount, leaseUntilMs: noonMs + 99 * hourMs })],
      { settings },
    );

  test('after a wave that is not the last says when the next one comes', async () => {
    const plane = await aTownWith(0);
    expect(await observe(plane.runtime)(progress({ waveIndex: 0 }))).toMatchObject({
      next: 'wave',
      waveIndex: 1,
      waveAt: new Date(noonMs + 24 * hourMs).toISOString(),
      onlineCount: 41,
      populationCount: 41,
    });
  });

  test('reports a storm as healed once all have restarted and are back', async () => {
    const plane = await aTownWith(0, 1);
    await plane.wait(afterMs);
    const seen = await observe(plane.runtime)(progress());
    expect(seen).toMatchObject({ next: 'report', outcome: 'healed', onlineCount: 41 });
    expect(plane.takeSent('heal')).toEqual([]);
  });

  test('observes again while a restart may be under way, but not for ever', async () => {
    const plane = await aTownWith(0);
    await plane.wait(afterMs);
    expect(await observe(plane.runtime)(progress())).toMatchObject({
      next: 'observe-again',
      onlineCount: 41,
      unhealthyCellCount: 0,
    });
    const { visibilitySeconds, receiveCountMax } = queueLimits.membership;
    await plane.wait(visibilitySeconds * receiveCountMax * 1000);
    const seen = await observe(plane.runtime)(progress());
    expect(seen).toMatchObject({ next: 'report', outcome: 'healed' });
  });

  test('with a full history hands over to another execution, with its counts', async () => {
    const plane = await aTownWith(0);
    await plane.wait(afterMs);
    const full = progress({ observations: observationsTogetherMax });
    expect(await observe(plane.runtime)(full)).toMatchObject({
      next: 'keep-observing',
      onlineCount: 41,
      populationCount: 41,
      observing: [
        { next: 'observe-again', observationsApart: 0, onlineCount: 41, populationCount: 41 },
      ],
    });
  });

  test('has no more nodes in memory at once than ten cells of two thousand have', async () => {
    const full = names.map((name) => `full-${name}`);
    const cells = [here.cell, ...full];
    const plane = new ControlPlane({ ...settings, cells });
    const lease = { leaseUntilMs: noonMs + 99 * hourMs };
    await plane.seed([aSupernodesNode({ waveIndex: 1 })], [aSupernode(lease)]);
    for (const cell of full) {
      const crowded = { ...lease, cell, slots: 1_999, used: 1_999 };
      const seeded = { cell: aCell({ cell, population: 2_000 }), nodes: [] };
      const supernodes = [aSupernode(crowded)];
      await saveCell(openTable(plane.runtime), here.runId, { ...seeded, supernodes });
    }
    await plane.wait(afterMs);
    const openCounts: number[] = [];
    let openCount = 0;
    plane.interfere = async (_operation, input) => {
      if (!JSON.stringify(input).includes('"NODE#"')) return undefined;
      openCount += 1;
      openCounts.push(openCount);
      // Whatever is asked for at once has arrived by then.
      for (let turn = 0; turn < 100; turn += 1) await undefined;
      openCount -= 1;
      return undefined;
    };
    await observe(plane.runtime)(progress());
    expect(openCounts).toHaveLength(41);
    expect(Math.max(...openCounts)).toBe(10);
  });

  test('observes again while somebody waits, and calls heal where none is under way', async () => {
    const plane = await aTownWith(3);
    await plane.wait(afterMs);
    const seen = await observe(plane.runtime)(progress());
    expect(seen).toMatchObject({ next: 'observe-again', onlineCount: 38, populationCount: 41 });
    expect(plane.takeSent('heal')).toMatchObject([{ step: 0 }]);
    await observe(plane.runtime)(progress());
    expect(plane.takeSent('heal')).toEqual([]);
    await plane.wait(settings.timings.healOverdueMs + 1);
    await observe(plane.runtime)(progress());
    expect(plane.takeSent('heal')).toMatchObject([{ step: 0 }]);
  });
});

describe('Observe, of many cells,', () => {
  const cells = ['c0000', 'c0001', 'c0002'];
  const people = names.slice(0, 19);

  /** Three cells of 20 each, in one of which so many wait; it is well with 18 signed in. */
  const threeCells = async (waitingCount: number) => {
    const target = { onlineShare: 0.9, healWithinMs: hourMs };
    const plane = new ControlPlane({ ...settings, cells, target });
    const table = openTable(plane.runtime);
    await saveRun(table, plane.settings);
    for (const cell of cells) {
      const waiting = cell === 'c0001' ? waitingCount : 0;
      await saveCell(table, here.runId, {
        cell: aCell({ cell, population: 20 }),
        nodes: [
          aSupernodesNode({ cell }),
          ...people.map((nodeId, at) =>
            at < waiting ? aWaitingNode({ cell, nodeId }) : aNode({ cell, nodeId }),
          ),
        ],
        supernodes: [
          aSupernode({ cell, slots: 20, used: 19 - waiting, leaseUntilMs: noonMs + 99 * hourMs }),
        ],
      });
    }
    return plane;
  };

  const observeOnce = (plane: ControlPlane) =>
    observe(plane.runtime)(progress({ cells, waveIndex: 0 }));

  test('repairs the unhealthy one, and observes again although the network is well', async () => {
    const plane = await threeCells(3);
    const seen = await observeOnce(plane);
    expect(seen).toMatchObject({ next: 'observe-again', onlineCount: 57, populationCount: 60 });
    expect(57 / 60).toBeGreaterThan(plane.settings.target.onlineShare);
    expect(seen).toMatchObject({ unhealthyCellCount: 1 });
    expect(plane.takeSent('heal')).toMatchObject([{ cell: 'c0001', step: 0 }]);
  });

  test('calls a cell unhealthy below the target share and not at it', async () => {
    const seen = await observeOnce(await threeCells(2));
    expect(seen).toMatchObject({ next: 'wave', onlineCount: 58, unhealthyCellCount: 0 });
  });

  test('fails, to be tried again, when a repair cannot be sent, and claims no heal', async () => {
    const plane = await threeCells(3);
    plane.interfere = throttle('SendMessageBatch', 1);
    await expect(observeOnce(plane)).rejects.toThrow(/refused 1 repairs/);
    for (const { healDueAtMs } of plane.records().cells) expect(healDueAtMs).toBeNull();
    await observeOnce(plane);
    expect(plane.takeSent('heal')).toMatchObject([{ cell: 'c0001', step: 0 }]);
    expect(plane.records().cells[1]?.healDueAtMs).toBe(noonMs);
  });
});
