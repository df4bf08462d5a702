import { loadCandidates } from '#adapters/network/cell-reader.ts';
import { openTable } from '#adapters/network/table.ts';
import { type ControlEvent, leaseRenewed } from '#domain/events.ts';
import {
  aLoss,
  aNode,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  hourMs,
  minuteMs,
  noonMs,
} from '#testing/domain/builders.ts';
import { aControlPlane, type Received, throttle } from './control-plane.ts';
import type { NetworkRecords } from './network-records.ts';

/** A supernode with two clients. */
const aFullHouse = () =>
  aControlPlane(
    [aSupernodesNode(), aNode({ nodeId: 'n1' }), aNode({ nodeId: 'n2', eligible: true })],
    [aSupernode({ used: 2 })],
  );

const restartOfSupernode = aRestart({ nodeId: 's1' });

/** A message as the queue delivers it, again and again under one id; a copy has another id. */
const message = (event: ControlEvent, messageId: string): Received => ({
  messageId,
  body: JSON.stringify(event),
  done: () => {},
});

/** What a table says once heal was notified of a cell once more. */
const withNews = ({ cells, ...rest }: NetworkRecords): NetworkRecords => ({
  cells: cells.map((cell) => ({ ...cell, newsCount: cell.newsCount + 1 })),
  ...rest,
});

describe('a restart', () => {
  test('makes a client wait, gives its slot back, and has it log in after its boot', async () => {
    const plane = await aFullHouse();
    expect(await plane.deliver('membership', aRestart())).toEqual({ failed: [] });
    expect(plane.node('n1')).toMatchObject({
      epoch: 2,
      state: 'waiting',
      home: null,
      waveIndex: 0,
    });
    expect(plane.supernode('s1').used).toBe(1);
    const [first, ...rest] = plane.takeSent('login');
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ nodeId: 'n1', epoch: 2, attempt: 1, admissionAtMs: null });
    const { bootMsMin, bootMsMax } = plane.settings.timings;
    expect(first?.dueAtMs).toBeGreaterThanOrEqual(noonMs + bootMsMin);
    expect(first?.dueAtMs).toBeLessThanOrEqual(noonMs + bootMsMax);
  });

  test('of a supernode kills its registration and has all its clients log in again', async () => {
    const plane = await aFullHouse();
    await plane.deliver('membership', restartOfSupernode);
    expect(plane.supernode('s1')).toMatchObject({ epoch: 1, nodeEpoch: 2 });
    expect(plane.node('s1')).toMatchObject({ role: 'client', state: 'waiting', epoch: 2 });
    const sent = plane.takeSent('login').map((event) => 'nodeId' in event && event.nodeId);
    expect(sent.sort()).toEqual(['n1', 'n2', 's1']);
    expect(plane.check()).toMatchObject({ onlineCount: 0, violations: [] });
  });

  test('calls for heal once, however many restarts the batch and the next one bring', async () => {
    const plane = await aFullHouse();
    await plane.deliver('membership', aRestart(), aRestart({ nodeId: 'n2' }));
    await plane.deliver('membership', restartOfSupernode);
    expect(plane.takeSent('heal')).toMatchObject([{ step: 0, dueAtMs: noonMs }]);
  });

  test('delivered again changes no node, but says heal and sends the log-ins again', async () => {
    const plane = await aFullHouse();
    await plane.deliver('membership', restartOfSupernode);
    const before = plane.records();
    const sent = plane.takeSent('login');
    expect(await plane.deliver('membership', restartOfSupernode)).toEqual({ failed: [] });
    expect(plane.records()).toEqual(withNews(before));
    const named = (events: typeof sent) => events.map(({ id }) => id).sort();
    expect(named(plane.takeSent('login'))).toEqual(named(sent));
  });

  test('repeated after the node was promoted again still says its orphans', async () => {
    const plane = await aControlPlane(
      [aSupernodesNode({ epoch: 2 }), aNode({ home: { supernode: 's1', epoch: 1 } })],
      [aSupernode({ epoch: 2, nodeEpoch: 2 })],
    );
    await plane.deliver('membership', restartOfSupernode);
    const reported = plane.takeSent('login').map((event) => 'nodeId' in event && event.nodeId);
    expect(reported).toContain('n1');
  });

  test('twice in one batch restarts once; the copy is read again and only repeats', async () => {
    const plane = await aFullHouse();
    expect(await plane.deliver('membership', aRestart(), aRestart())).toEqual({ failed: [] });
    expect(plane.supernode('s1').used).toBe(1);
    expect(plane.counted('NodesRestarted')).toBe(1);
    const sameLogin = { nodeId: 'n1', epoch: 2, attempt: 1 };
    expect(plane.takeSent('login')).toMatchObject([sameLogin, sameLogin]);
  });

  test('of an earlier boot changes nothing', async () => {
    const plane = await aControlPlane([aWaitingNode({ epoch: 3 })], []);
    const before = plane.records();
    await plane.deliver('membership', aRestart({ epoch: 2 }), aRestart({ epoch: 1 }));
    expect(plane.records().nodes).toEqual(before.nodes);
    expect(plane.takeSent('login')).toEqual([]);
    expect(plane.counted('StaleEvents')).toBe(2);
  });

  test('of a node that nobody knows is dropped and holds nobody up', async () => {
    const plane = await aFullHouse();
    const unknown = aRestart({ nodeId: 'nobody' });
    expect(await plane.deliver('membership', unknown, aRestart())).toEqual({ failed: [] });
    expect(plane.node('n1').epoch).toBe(2);
  });

  test('of an eligible client takes its candidacy until it has proven itself again', async () => {
    const plane = await aFullHouse();
    const candidates = async () => {
      const found = await loadCandidates(openTable(plane.runtime), here);
      return found.map(({ nodeId }) => nodeId);
    };
    expect(await candidates()).toEqual(['n2']);
    await plane.deliver('membership', aRestart(), aRestart({ nodeId: 'n2' }));
    expect(await candidates()).toEqual([]);
    await plane.logInWhenDue();
    expect(await candidates()).toEqual(['n2']);
  });

  test('of a PC that is off changes nothing', async () => {
    const plane = await aControlPlane([aWaitingNode({ state: 'offline' })], []);
    const before = plane.records();
    await plane.deliver('membership', aRestart());
    expect(plane.records()).toEqual(before);
    expect(plane.takeSent('login')).toEqual([]);
  });

  test('that was cut off and then overtaken still says its orphans', async () => {
    const plane = await aFullHouse();
    plane.interfere = throttle('SendMessageBatch', 2);
    expect(await plane.deliver('membership', restartOfSupernode)).toEqual({ failed: [0] });
    await plane.deliver('membership', aRestart({ nodeId: 's1', epoch: 3 }));
    plane.takeSent('login');
    await plane.deliver('membership', restartOfSupernode);
    expect(plane.node('s1').epoch).toBe(3);
    const reported = plane.takeSent('login').map((event) => 'nodeId' in event && event.nodeId);
    expect(reported.sort()).toEqual(['n1', 'n2']);
  });
});

describe('a report', () => {
  const renewal = (dueAtMs: number, epoch = 1) => leaseRenewed(here, 's1', epoch, dueAtMs);

  test('extends the lease from when it was due and is followed by the next', async () => {
    const plane = await aFullHouse();
    await plane.wait(minuteMs);
    await plane.deliver('membership', renewal(noonMs + minuteMs));
    const { leaseMs } = plane.settings.timings;
    expect(plane.supernode('s1').leaseUntilMs).toBe(noonMs + minuteMs + leaseMs);
    expect(plane.takeSent('membership')).toMatchObject([{ type: 'LeaseRenewed' }]);
  });

  test('delivered again extends nothing', async () => {
    const plane = await aFullHouse();
    await plane.wait(2 * minuteMs);
    await plane.deliver('membership', renewal(noonMs + minuteMs));
    const before = plane.records();
    await plane.deliver('membership', renewal(noonMs + minuteMs), renewal(noonMs));
    expect(plane.records()).toEqual(before);
  });

  test('of another boot extends nothing, nor does one of a supernode that restarted', async () => {
    const plane = await aFullHouse();
    await plane.deliver('membership', restartOfSupernode);
    const before = plane.records();
    await plane.wait(minuteMs);
    await plane.deliver('membership', renewal(noonMs + minuteMs), renewal(noonMs + minuteMs, 2));
    expect(plane.records()).toEqual(before);
    expect(plane.takeSent('membership')).toEqual([]);
  });

  test('whose successor cannot be sent comes again and keeps the chain alive', async () => {
    const plane = await aFullHouse();
    await plane.wait(minuteMs);
    plane.interfere = throttle('SendMessageBatch', 1);
    const first = message(renewal(noonMs + minuteMs), 'a');
    expect(await plane.deliver('membership', first)).toEqual({ failed: [0] });
    expect(await plane.deliver('membership', first)).toEqual({ failed: [] });
    expect(plane.takeSent('membership')).toHaveLength(1);
  });

  test('whose copy comes in another batch goes on as one', async () => {
    const plane = await aFullHouse();
    await plane.wait(minuteMs);
    for (const messageId of ['a', 'b', 'c'])
      await plane.deliver('membership', message(renewal(noonMs + minuteMs), messageId));
    expect(plane.takeSent('membership')).toHaveLength(1);
    expect(plane.counted('LeasesRenewed')).toBe(1);
    expect(plane.counted('StaleEvents')).toBe(2);
  });

  test('that could not send its successor is not overtaken by its copy', async () => {
    const plane = await aFullHouse();
    await plane.wait(minuteMs);
    plane.interfere = throttle('SendMessageBatch', 1);
    const first = message(renewal(noonMs + minuteMs), 'a');
    await plane.deliver('membership', first);
    await plane.deliver('membership', message(renewal(noonMs + minuteMs), 'b'));
    await plane.deliver('membership', first);
    expect(plane.takeSent('membership')).toHaveLength(1);
  });

  test('within clock skew of its lease counts as late, a moment earlier as in time', async () => {
    const skewMs = 5_000;
    for (const [waitMs, renewals] of [
      [hourMs - skewMs, 0],
      [hourMs - skewMs - 1, 1],
    ] as const) {
      const plane = await aFullHouse();
      await plane.wait(waitMs);
      await plane.deliver('membership', renewal(noonMs + minuteMs));
      expect(plane.counted('LeasesRenewed')).toBe(renewals);
    }
  });

  test('that comes after its lease has lapsed does not revive it', async () => {
    const plane = await aFullHouse();
    await plane.wait(hourMs + minuteMs);
    const before = plane.supernode('s1');
    await plane.deliver('membership', renewal(noonMs + 15 * minuteMs));
    expect(plane.supernode('s1')).toEqual(before);
  });
});

describe('a loss', () => {
  const silent = () =>
    aControlPlane(
      [aSupernodesNode(), aNode()],
      [aSupernode({ used: 1, leaseUntilMs: noonMs - 1 })],
    );

  test('removes the registration and has the supernode and its clients log in again', async () => {
    const plane = await silent();
    await plane.deliver('membership', aLoss());
    expect(plane.records().supernodes).toEqual([]);
    expect(plane.node('s1')).toMatchObject({ role: 'client', state: 'waiting', epoch: 1 });
    expect(plane.takeSent('login').map((event) => 'nodeId' in event && event.nodeId)).toEqual(
      expect.arrayContaining(['s1', 'n1']),
    );
  });

  test('delivered again changes nothing more, but says heal again', async () => {
    const plane = await silent();
    await plane.deliver('membership', aLoss());
    const before = plane.records();
    expect(await plane.deliver('membership', aLoss())).toEqual({ failed: [] });
    expect(plane.records()).toEqual(withNews(before));
  });

  test('of a supernode whose lease runs again changes nothing', async () => {
    const plane = await aFullHouse();
    const before = plane.records();
    await plane.deliver('membership', aLoss());
    expect(plane.records().nodes).toEqual(before.nodes);
    expect(plane.records().supernodes).toEqual(before.supernodes);
  });
});

test('boots that are heard of in the wrong order leave no client behind', async () => {
  const plane = await aFullHouse();
  await plane.deliver('membership', aRestart({ nodeId: 's1', epoch: 3 }));
  await plane.deliver('membership', aRestart({ nodeId: 's1', epoch: 2 }));
  expect(plane.node('s1').epoch).toBe(3);
  const sent = plane.takeSent('login').map((event) => 'nodeId' in event && event.nodeId);
  expect([...new Set(sent)].sort()).toEqual(['n1', 'n2', 's1']);
});
