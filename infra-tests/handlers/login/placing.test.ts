// How the clients of one batch are placed: in groups, by two choices, and as two hypotheses have
// it.
import { saveCell } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { placementGroupMax } from '#domain/limits.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { type PolicyId, policies } from '#domain/policies.ts';
import {
  aCell,
  aLeave,
  aNode,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  hourMs,
  noonMs,
  someSettings,
  someTimings,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane, justBefore, throttle } from '../control-plane.ts';
import { aSignedLogin } from './signed-login.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index + 1}`);

/** So many waiting clients, and supernodes with so many free slots each. */
const waitingAt = (count: number, slots: readonly number[], policy: PolicyId = 'resilient') => {
  const registrations = slots.map((free, index) =>
    aSupernode({ nodeId: `s${index + 1}`, slots: free }),
  );
  const carriers = registrations.map(({ nodeId }) => aSupernodesNode({ nodeId }));
  const clients = names(count).map((nodeId) => aWaitingNode({ nodeId }));
  const settings = someSettings({
    policy: policies[policy],
    timings: someTimings({ loginsPerRateLimitWindow: 1_000 }),
  });
  return aControlPlane([...carriers, ...clients], registrations, { settings });
};

const batchOf = (nodeIds: readonly string[], dueAtMs = noonMs) =>
  nodeIds.map((nodeId) => aSignedLogin({ nodeId, dueAtMs }));

/** Puts more nodes and registrations into the cell. */
async function add(
  plane: ControlPlane,
  nodes: readonly NodeRecord[],
  supernodes: readonly SupernodeRecord[],
): Promise<void> {
  const [cell = aCell()] = plane.records().cells;
  const counted = { ...cell, population: cell.population + nodes.length };
  await saveCell(openTable(plane.runtime), here.runId, { cell: counted, nodes, supernodes });
}

/** Notes how many actions each transaction has. */
function countActions(plane: ControlPlane): number[] {
  const sizes: number[] = [];
  plane.interfere = (operation, input) => {
    if (operation === 'TransactWriteItems') sizes.push((input.TransactItems as unknown[]).length);
    return undefined;
  };
  return sizes;
}

test('the clients of a batch share a transaction, up to a limit', async () => {
  const plane = await waitingAt(10, [40]);
  const sizes = countActions(plane);
  await plane.deliver('login', ...batchOf(names(10)));
  expect(sizes).toEqual([placementGroupMax + 1, 10 - placementGroupMax + 1]);
  expect(plane.supernode('s1').used).toBe(10);
  expect(plane.check().violations).toEqual([]);
});

test('a group is divided where one supernode has no room for all of it', async () => {
  const plane = await waitingAt(9, [3, 3, 3]);
  await plane.deliver('login', ...batchOf(names(9)));
  expect(['s1', 's2', 's3'].map((nodeId) => plane.supernode(nodeId).used)).toEqual([3, 3, 3]);
  expect(plane.takeSent('login')).toEqual([]);
  expect(plane.check().violations).toEqual([]);
});

test('a node that restarted meanwhile does not hold up the others of its group', async () => {
  const plane = await waitingAt(5, [10]);
  plane.interfere = justBefore('TransactWriteItems', () =>
    plane.deliver('membership', aRestart({ nodeId: 'n3' })),
  );
  expect(await plane.deliver('login', ...batchOf(names(5)))).toEqual({ failed: [] });
  expect(plane.supernode('s1').used).toBe(4);
  expect(plane.node('n3')).toMatchObject({ epoch: 2, home: null });
  expect(plane.counted('LoginsPlaced')).toBe(4);
  expect(plane.counted('LoginsOvertaken')).toBe(1);
  expect(plane.check().violations).toEqual([]);
});

test('a group of nodes that all restarted meanwhile writes nothing more', async () => {
  const plane = await waitingAt(1, [40]);
  let slotWrites = 0;
  const restart = justBefore('TransactWriteItems', () =>
    plane.deliver('membership', aRestart({ nodeId: 'n1' })),
  );
  plane.interfere = (operation, input) => {
    if (JSON.stringify(input).includes('SUPERNODE#s1')) slotWrites += 1;
    return restart(operation, input);
  };
  await plane.deliver('login', ...batchOf(names(1)));
  expect(slotWrites).toBe(1);
});

test('nobody is placed who was switched off meanwhile', async () => {
  const plane = await waitingAt(3, [10]);
  plane.interfere = justBefore('TransactWriteItems', () =>
    plane.deliver('membership', aLeave({ nodeId: 'n2' })),
  );
  await plane.deliver('login', ...batchOf(names(3)));
  expect(plane.node('n2')).toMatchObject({ state: 'offline', home: null });
  expect(plane.supernode('s1').used).toBe(2);
  expect(plane.check().violations).toEqual([]);
});

test('a group whose supernode restarted meanwhile is placed at another one', async () => {
  const plane = await waitingAt(4, [10, 9]);
  let restarted: string | undefined;
  plane.interfere = async (operation, input) => {
    if (operation !== 'TransactWriteItems' || restarted !== undefined) return undefined;
    const [first] = input.TransactItems as { Update: { Key: { sk: { S: string } } } }[];
    restarted = first?.Update.Key.sk.S.replace('SUPERNODE#', '') ?? '';
    await plane.deliver('membership', aRestart({ nodeId: restarted }));
    return undefined;
  };
  await plane.deliver('login', ...batchOf(names(4)));
  const other = restarted === 's1' ? 's2' : 's1';
  expect(plane.supernode(other).used).toBe(4);
  expect(plane.counted('PlacementsContended')).toBe(4);
  expect(plane.check().violations).toEqual([]);
});

test('a group whose placing is throttled comes again, and others are placed', async () => {
  const plane = await waitingAt(10, [40]);
  plane.interfere = throttle('TransactWriteItems', 1);
  const { failed } = await plane.deliver('login', ...batchOf(names(10)));
  expect(failed).toHaveLength(placementGroupMax);
  expect(plane.supernode('s1').used).toBe(10 - placementGroupMax);
  expect(plane.check().violations).toEqual([]);
});

test('a group that was placed although nobody was answered is not placed twice', async () => {
  const plane = await waitingAt(5, [10]);
  await plane.deliver('login', ...batchOf(names(5)));
  await plane.deliver('login', ...batchOf(names(5)));
  expect(plane.supernode('s1').used).toBe(5);
  expect(plane.counted('LoginsSuperseded')).toBe(5);
  expect(plane.check().violations).toEqual([]);
});

test('of copies in one group one takes the slot, and none fails the group', async () => {
  const plane = await waitingAt(3, [10]);
  const batch = batchOf(['n1', 'n2', 'n1', 'n3', 'n1']);
  expect(await plane.deliver('login', ...batch)).toEqual({ failed: [] });
  expect(plane.supernode('s1').used).toBe(3);
  expect(plane.counted('LoginsPlaced')).toBe(3);
  expect(plane.counted('LoginsSuperseded')).toBe(2);
});

describe('under herd', () => {
  test('all groups of a batch run to the emptiest supernode, where most collide', async () => {
    const plane = await waitingAt(24, [10, 9, 9], 'herd');
    await plane.deliver('login', ...batchOf(names(24)));
    expect(plane.counted('PlacementsContended')).toBe(16 + 8);
    expect(['s1', 's2', 's3'].map((nodeId) => plane.supernode(nodeId).used)).toEqual([8, 8, 8]);
  });

  test('two choices place the same batch without a collision', async () => {
    const plane = await waitingAt(24, [10, 9, 9]);
    await plane.deliver('login', ...batchOf(names(24)));
    expect(plane.counted('PlacementsContended')).toBe(0);
    expect(plane.counted('LoginsPlaced')).toBe(24);
  });
});

describe('under stale-candidates', () => {
  const stale = () => waitingAt(3, [10], 'stale-candidates');

  /** The list is made by the first log-in; then `s1` restarts, and `s2` comes up. */
  async function afterAStorm() {
    const plane = await stale();
    await plane.deliver('login', ...batchOf(['n1']));
    await plane.deliver('membership', aRestart({ nodeId: 's1' }));
    const late = aSupernode({ nodeId: 's2', leaseUntilMs: noonMs + 100 * hourMs });
    await add(plane, [aSupernodesNode({ nodeId: 's2' })], [late]);
    plane.takeSent('login');
    return plane;
  }

  test('clients are sent to the dead while the list is young, however many live', async () => {
    const plane = await afterAStorm();
    await plane.deliver('login', ...batchOf(['n2']));
    expect(plane.node('n2').home).toBeNull();
    expect(plane.counted('PlacementsContended')).toBe(1);
    expect(plane.takeSent('login')).toMatchObject([{ nodeId: 'n2', attempt: 2 }]);
    expect(plane.check().violations).toEqual([]);
  });

  test('a list that is too old is made anew, and clients are placed again', async () => {
    const plane = await afterAStorm();
    const { candidateListMs } = plane.settings.timings;
    await plane.wait(candidateListMs + 1);
    const dueAtMs = noonMs + candidateListMs + 1;
    await plane.deliver('login', ...batchOf(['n2'], dueAtMs));
    expect(plane.node('n2').home).toEqual({ supernode: 's2', epoch: 1 });
    expect(plane.check().violations).toEqual([]);
  });

  test('a list that named nobody is made anew at once', async () => {
    const plane = await waitingAt(2, [], 'stale-candidates');
    await plane.deliver('login', ...batchOf(['n1']));
    await add(plane, [aSupernodesNode()], [aSupernode()]);
    await plane.deliver('login', ...batchOf(['n2']));
    expect(plane.node('n2').home).toEqual({ supernode: 's1', epoch: 1 });
  });

  test('no slot is taken beyond the last, although the list does not know of any', async () => {
    const plane = await waitingAt(3, [2], 'stale-candidates');
    await plane.deliver('login', ...batchOf(['n1', 'n2']));
    await plane.deliver('login', ...batchOf(['n3']));
    expect(plane.supernode('s1').used).toBe(2);
    expect(plane.counted('PlacementsContended')).toBe(1);
  });

  test('who is signed in by a fresh supernode is not asked to move by an old list', async () => {
    const plane = await afterAStorm();
    await add(plane, [aNode({ nodeId: 'n3', home: { supernode: 's2', epoch: 1 } })], []);
    await plane.deliver('login', ...batchOf(['n3']));
    expect(plane.counted('LoginsSuperseded')).toBe(1);
  });
});
