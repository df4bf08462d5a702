// Who is switched on and off: nodes, population, slots and registrations change together, whatever
// comes twice, late, in the wrong order or cut off.
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { cellKey } from '#adapters/network/items.ts';
import { openTable } from '#adapters/network/table.ts';
import type { NodeJoined, NodeLeft } from '#domain/events.ts';
import {
  aHealStep,
  aJoin,
  aLeave,
  aNode,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  noonMs,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane, justBefore, throttle } from './control-plane.ts';

/** A supernode with two clients, and a PC that is off. */
const aHouse = () =>
  aControlPlane(
    [
      aSupernodesNode(),
      aNode({ nodeId: 'n1' }),
      aNode({ nodeId: 'n2', eligible: true, claimedSlots: 10 }),
      aWaitingNode({ nodeId: 'off', state: 'offline' }),
    ],
    [aSupernode({ used: 2 })],
  );

const population = (plane: ControlPlane) => plane.records().cells[0]?.population;

const reported = (plane: ControlPlane) => {
  const names = plane.takeSent('login').map((event) => ('nodeId' in event ? event.nodeId : ''));
  return [...new Set(names)].sort();
};

describe('a node that joins', () => {
  const joins = aJoin({ nodeId: 'off' });

  test('is counted, waits, and logs in once it has booted', async () => {
    const plane = await aHouse();
    expect(await plane.deliver('membership', joins)).toEqual({ failed: [] });
    expect(plane.node('off')).toMatchObject({ epoch: 2, state: 'waiting', provenEpoch: 1 });
    expect(population(plane)).toBe(4);
    const [login] = plane.takeSent('login');
    expect(login).toMatchObject({ nodeId: 'off', epoch: 2, attempt: 1 });
    expect(login?.dueAtMs).toBeGreaterThanOrEqual(noonMs + plane.settings.timings.bootMsMin);
    expect(plane.takeSent('heal')).toMatchObject([{ step: 0 }]);
    expect(plane.check().violations).toEqual([]);
  });

  test('is signed in by the log-in that follows', async () => {
    const plane = await aHouse();
    await plane.deliver('membership', joins);
    await plane.logInWhenDue();
    expect(plane.node('off')).toMatchObject({ state: 'online', provenEpoch: 2 });
    expect(plane.check()).toMatchObject({ onlineCount: 4, violations: [] });
  });

  test('says anew what it can carry', async () => {
    const plane = await aHouse();
    const profile = { eligible: true, claimedSlots: 7, utcOffsetMinutes: -300 };
    await plane.deliver('membership', aJoin({ nodeId: 'off', ...profile }));
    expect(plane.node('off')).toMatchObject(profile);
  });

  test('twice is counted once, and its log-in is sent again', async () => {
    const plane = await aHouse();
    await plane.deliver('membership', joins, joins);
    await plane.deliver('membership', joins);
    expect(population(plane)).toBe(4);
    expect(plane.counted('NodesJoined')).toBe(1);
    expect(plane.takeSent('login')).toHaveLength(3);
  });

  test('for the first time is known from then on, whichever boot is heard of first', async () => {
    for (const epoch of [1, 2]) {
      const plane = await aHouse();
      const isNew = { nodeId: 'new', eligible: true, claimedSlots: 9, utcOffsetMinutes: 60 };
      await plane.deliver('membership', aJoin({ ...isNew, epoch }));
      const unproven = { provenEpoch: 0, minNonce: 0, waveIndex: -1 };
      const state = { state: 'waiting', role: 'client', home: null } as const;
      const record = { cell: here.cell, epoch, ...isNew, ...state, ...unproven };
      expect(plane.node('new')).toEqual(record);
      await plane.deliver('membership', aJoin({ ...isNew, epoch: 1 }));
      expect(plane.node('new')).toEqual(record);
      expect(population(plane)).toBe(4);
    }
  });

  test('before its leaving is known has left: its clients are notified, it counts on', async () => {
    const plane = await aHouse();
    await plane.deliver('membership', aJoin({ nodeId: 's1', epoch: 2 }));
    expect(plane.records().supernodes).toEqual([]);
    expect(population(plane)).toBe(3);
    expect(reported(plane)).toEqual(['n1', 'n2', 's1']);
    await plane.deliver('membership', aLeave({ nodeId: 's1', epoch: 1 }));
    expect(plane.node('s1')).toMatchObject({ epoch: 2, state: 'waiting' });
    expect(population(plane)).toBe(3);
  });
});

describe('a node that leaves', () => {
  test('gives its slot back and is no longer waited for, which is no news to heal', async () => {
    const plane = await aHouse();
    await plane.deliver('membership', aLeave());
    expect(plane.node('n1')).toMatchObject({ epoch: 1, state: 'offline', home: null });
    expect(plane.supernode('s1').used).toBe(1);
    expect(population(plane)).toBe(2);
    expect(plane.takeSent('heal')).toEqual([]);
    expect(plane.check()).toMatchObject({ populationCount: 2, onlineCount: 2, violations: [] });
  });

  test('takes its registration along, and its clients log in elsewhere', async () => {
    const plane = await aHouse();
    await plane.deliver('membership', aLeave({ nodeId: 's1' }));
    expect(plane.records().supernodes).toEqual([]);
    expect(plane.node('s1')).toMatchObject({ state: 'offline', role: 'client' });
    expect(reported(plane)).toEqual(['n1', 'n2']);
    expect(plane.takeSent('heal')).toMatchObject([{ step: 0 }]);
  });

  test('says its clients even if a first try was cut off and a later boot came', async () => {
    for (const later of [undefined, aJoin({ nodeId: 's1' })]) {
      const plane = await aHouse();
      const leaves = aLeave({ nodeId: 's1' });
      plane.interfere = throttle('SendMessageBatch', 2);
      expect(await plane.deliver('membership', leaves)).toEqual({ failed: [0] });
      plane.interfere = undefined;
      if (later) await plane.deliver('membership', later);
      plane.takeSent('login');
      await plane.deliver('membership', leaves);
      expect(reported(plane)).toEqual(['n1', 'n2']);
      expect(plane.takeSent('heal')).toHaveLength(1);
    }
  });

  test('is no candidate any more, nor is one that heal had read before', async () => {
    const plane = await aControlPlane(
      [aWaitingNode({ eligible: true, claimedSlots: 10 }), aWaitingNode({ nodeId: 'n2' })],
      [],
      { cell: { healDueAtMs: noonMs } },
    );
    plane.interfere = justBefore('TransactWriteItems', () => plane.deliver('membership', aLeave()));
    await plane.deliver('heal', aHealStep(0));
    expect(plane.node('n1')).toMatchObject({ state: 'offline', role: 'client' });
    expect(plane.records().supernodes).toEqual([]);
  });

  test('and was not known to have come stays away when its coming is heard of', async () => {
    const plane = await aHouse();
    const adversary = { nodeId: 'adversary', epoch: 1 };
    await plane.deliver('membership', aLeave(adversary), aLeave({ nodeId: 'off', epoch: 2 }));
    await plane.deliver('membership', aJoin(adversary), aJoin({ nodeId: 'off' }));
    expect(plane.node('adversary')).toMatchObject({ epoch: 1, state: 'offline' });
    expect(plane.node('off')).toMatchObject({ epoch: 2, state: 'offline' });
    expect(population(plane)).toBe(3);
    expect(reported(plane)).toEqual([]);
  });

  test('while its restart is decided does not restart', async () => {
    const plane = await aControlPlane([aWaitingNode()], []);
    plane.interfere = justBefore('UpdateItem', () => plane.deliver('membership', aLeave()));
    await plane.deliver('membership', aRestart());
    expect(plane.node('n1')).toMatchObject({ epoch: 1, state: 'offline' });
    expect(plane.check().violations).toEqual([]);
  });

  test('after it restarted has left an earlier boot: it stays', async () => {
    const plane = await aHouse();
    await plane.deliver('membership', aRestart());
    await plane.deliver('membership', aLeave());
    expect(plane.node('n1')).toMatchObject({ epoch: 2, state: 'waiting' });
    expect(population(plane)).toBe(3);
  });
});

test.each([
  ['a join', aJoin({ nodeId: 'off' })],
  ['a leave', aLeave()],
])('%s in a cell whose row is gone is quarantined with the reason', async (_, event) => {
  const plane = await aHouse();
  const table = openTable(plane.runtime);
  plane.interfere = justBefore('TransactWriteItems', () =>
    table.client.send(new DeleteItemCommand({ TableName: table.name, Key: cellKey(here) })),
  );
  const before = plane.records().nodes;
  expect(await plane.deliver('membership', event)).toEqual({ failed: [0] });
  expect(plane.records().nodes).toEqual(before);
  await plane.deliver('membership', event);
  expect(plane.takeQuarantined()).toMatchObject([{ reason: expect.stringContaining('c0000') }]);
});

type News = NodeJoined | NodeLeft;

/** Comings and goings of three PCs over three boots, reported several times and in any order. */
const anyNews = fc
  .record({ nodeId: fc.constantFrom('n1', 's1', 'new'), epoch: fc.integer({ min: 1, max: 3 }) })
  .chain((boot) => fc.constantFrom<News>(aJoin(boot), aLeave(boot)));

/** Delivers a batch, and what failed of it after all the others, as the queue does. */
async function deliverUntilDone(plane: ControlPlane, batch: readonly News[]): Promise<News[]> {
  const { failed } = await plane.deliver('membership', ...batch);
  expect(plane.check().violations).toEqual([]);
  return batch.filter((_, at) => failed.includes(at));
}

/** What the latest news of a node says; undefined when there is none. */
function latestOf(news: readonly News[], nodeId: string) {
  const own = news.filter((event) => event.nodeId === nodeId);
  if (own.length === 0) return undefined;
  const epoch = Math.max(...own.map((event) => event.epoch));
  const hasLeft = own.some((one) => one.type === 'NodeLeft' && one.epoch === epoch);
  const isAsSeeded = epoch === 1 && nodeId !== 'new';
  return { epoch, state: hasLeft ? 'offline' : isAsSeeded ? 'online' : 'waiting' };
}

test('in whatever order news comes, the latest of a node holds, and all count', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyNews, { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      async (news, batchSize) => {
        const plane = await aHouse();
        plane.interfere = throttle('SendMessageBatch', 5);
        let left: readonly News[] = news;
        for (let rounds = 0; left.length > 0; rounds += 1) {
          if (rounds > 50) throw new Error(`never done: ${left.map(({ id }) => id)}`);
          const again = await deliverUntilDone(plane, left.slice(0, batchSize));
          left = [...left.slice(batchSize), ...again];
        }
        for (const nodeId of ['n1', 's1', 'new']) {
          const latest = latestOf(news, nodeId);
          if (latest) expect(plane.node(nodeId)).toMatchObject(latest);
        }
        // Nobody was notified of n2, so whatever became of its supernode, it has to be notified of
        // that.
        expect(reported(plane).includes('n2')).toBe(plane.node('s1').role === 'client');
      },
    ),
    { numRuns: 40, seed: 2007 },
  );
}, 60_000);

test.each([
  ['joins', aJoin({ nodeId: 'op', epoch: 1 })],
  ['leaves', aLeave({ nodeId: 'op', epoch: 1 })],
  ['restarts', aRestart({ nodeId: 'op', epoch: 2 })],
])("nobody %s in the name of the operator's machine", async (_what, event) => {
  const operator = aSupernode({ nodeId: 'op', operatorRun: true, used: 1 });
  const client = aNode({ home: { supernode: 'op', epoch: 1 } });
  const plane = await aControlPlane([client], [operator]);
  expect(await plane.deliver('membership', event)).toEqual({ failed: [] });
  expect(plane.records().nodes).toHaveLength(1);
  expect(plane.records().supernodes).toMatchObject([{ nodeId: 'op', nodeEpoch: 1, used: 1 }]);
  expect(reported(plane)).toEqual([]);
});
