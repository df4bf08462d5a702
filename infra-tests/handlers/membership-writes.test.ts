// The conditions of what news of a node writes, each by itself: one thing is not as it was read,
// everything else is, and nothing is written.
import { answerDuplicateCheck, claimLoginService } from '#adapters/network/login-writer.ts';
import {
  commitLoss,
  commitNodeChanges,
  commitOperatorBoot,
  renewLease,
} from '#adapters/network/membership-writer.ts';
import { openTable } from '#adapters/network/table.ts';
import { clockSkewMsMax } from '#domain/limits.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import {
  aJoin,
  aLeave,
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
import { aControlPlane, justBefore } from './control-plane.ts';
import { aSignedLogin } from './login/signed-login.ts';
import { hiddenFields, keyOf, setHidden } from './raw-item.ts';

const carrier = aSupernodesNode();
const silent = aSupernode({ leaseUntilMs: noonMs, used: 3 });

test.each<[string, Partial<NodeRecord>]>([
  ['has restarted', { epoch: 2 }],
  ['waits', { state: 'waiting' }],
  ['is no supernode any more', { role: 'client' }],
  ['has a home', { home: { supernode: 's9', epoch: 1 } }],
])('a supernode that %s by now is not lost', async (_, stored) => {
  const plane = await aControlPlane([{ ...carrier, ...stored }], [silent]);
  const before = plane.records();
  expect(await commitLoss(openTable(plane.runtime), here, carrier, silent, noonMs)).toBe(false);
  expect(plane.records()).toEqual(before);
});

const registrationsHeardOf: readonly [string, Partial<SupernodeRecord>][] = [
  ['is of a later boot', { epoch: 2, nodeEpoch: 1 }],
  ['is known to be dead', { nodeEpoch: 2 }],
  ['was renewed for a millisecond', { leaseUntilMs: noonMs + 1 }],
];

test.each(registrationsHeardOf)('nobody is lost whose registration %s', async (_, stored) => {
  const plane = await aControlPlane([carrier], [{ ...silent, ...stored }]);
  const before = plane.records();
  expect(await commitLoss(openTable(plane.runtime), here, carrier, silent, noonMs)).toBe(false);
  expect(plane.records()).toEqual(before);
});

test.each(registrationsHeardOf)(
  "an operator's machine whose registration %s is not started",
  async (_, stored) => {
    const operator = { ...silent, operatorRun: true };
    const plane = await aControlPlane([], [{ ...operator, ...stored }]);
    const before = plane.records();
    const times = { nowMs: noonMs, leaseUntilMs: noonMs + hourMs };
    expect(await commitOperatorBoot(openTable(plane.runtime), here, operator, times)).toBe(false);
    expect(plane.records()).toEqual(before);
  },
);

test('what is as it was read is lost, and an operator starts anew with nobody', async () => {
  const operator = aSupernode({ nodeId: 'op', operatorRun: true, used: 5, leaseUntilMs: noonMs });
  const plane = await aControlPlane([carrier], [silent, operator]);
  const table = openTable(plane.runtime);
  expect(await commitLoss(table, here, carrier, silent, noonMs)).toBe(true);
  expect(plane.node('s1')).toMatchObject({ epoch: 1, state: 'waiting', role: 'client' });
  const times = { nowMs: noonMs, leaseUntilMs: noonMs + hourMs };
  expect(await commitOperatorBoot(table, here, operator, times)).toBe(true);
  const started = { ...operator, epoch: 2, nodeEpoch: 2, used: 0, leaseUntilMs: noonMs + hourMs };
  expect(plane.records().supernodes).toEqual([started]);
});

describe('a change of a node', () => {
  const node = aNode();
  const effects = {
    moreUsers: 0,
    slotBackTo: undefined,
    ownRegistration: undefined,
    signsOff: false,
  };
  const change = { epoch: 2, state: 'waiting', waveIndex: 3 } as const;

  test.each<[string, Partial<NodeRecord>]>([
    ['has another boot', { epoch: 3 }],
    ['is off', { state: 'offline', home: node.home }],
    ['carries others', { role: 'supernode' }],
    ['lost its home', { home: null }],
    ['has used a later nonce', { minNonce: node.minNonce + 1 }],
    ['has another home', { home: { supernode: 's1', epoch: 2 } }],
  ])('is not made when it %s by now', async (_, stored) => {
    const plane = await aControlPlane([{ ...node, ...stored }], []);
    const before = plane.records();
    const table = openTable(plane.runtime);
    expect(await commitNodeChanges(table, here, [{ node: node, change, move: effects }])).toBe(
      false,
    );
    expect(plane.records()).toEqual(before);
  });

  test('forgets home, duplicate check and role, and keeps the rest', async () => {
    const plane = await aControlPlane([node], []);
    await setHidden(plane, keyOf.node('n1'), 'duplicateCheck', {
      attempt: 16,
      messageId: 'm',
      nonce: 1,
    });
    await setHidden(plane, keyOf.node('n1'), 'candidateCell', 'run-1#c0000');
    const table = openTable(plane.runtime);
    expect(await commitNodeChanges(table, here, [{ node: node, change, move: effects }])).toBe(
      true,
    );
    expect(plane.node('n1')).toEqual({ ...node, ...change, home: null });
    expect(await hiddenFields(plane, keyOf.node('n1'))).toEqual({});
  });

  test.each<[string, boolean, Partial<SupernodeRecord>, boolean]>([
    ['dies with its boot', false, {}, true],
    ['is dead already', false, { nodeEpoch: 2 }, false],
    ['is of another boot', false, { epoch: 2, nodeEpoch: 1 }, false],
    ['goes with a sign-off', true, {}, true],
    ['is of another boot, and not withdrawn', true, { epoch: 2 }, false],
  ])('whose registration %s', async (_, signsOff, stored, isDone) => {
    const registration = aSupernode();
    const plane = await aControlPlane([carrier], [{ ...registration, ...stored }]);
    const before = plane.records();
    const table = openTable(plane.runtime);
    const withRegistration = { ...effects, ownRegistration: registration, signsOff };
    expect(
      await commitNodeChanges(table, here, [{ node: carrier, change, move: withRegistration }]),
    ).toBe(isDone);
    if (!isDone) expect(plane.records()).toEqual(before);
    else
      expect(plane.records().supernodes).toEqual(
        signsOff ? [] : [{ ...registration, nodeEpoch: 2 }],
      );
  });
});

describe('a renewal', () => {
  const renewal = {
    nodeId: 's1',
    epoch: 1,
    messageId: 'm2',
    nowMs: noonMs,
    untilMs: noonMs + hourMs,
  };
  const lease = aSupernode({ leaseUntilMs: noonMs + 30 * minuteMs });

  test.each<[string, Partial<SupernodeRecord>, string, boolean]>([
    ['of a lease that still runs', {}, 'm1', true],
    ['at another boot', { epoch: 2, nodeEpoch: 1 }, 'm1', false],
    ['of a dead registration', { nodeEpoch: 2 }, 'm1', false],
    ['that may be over by another clock', { leaseUntilMs: noonMs + clockSkewMsMax }, 'm1', false],
    ['that is just not over by any', { leaseUntilMs: noonMs + clockSkewMsMax + 1 }, 'm1', true],
    ['that another message brought', { leaseUntilMs: noonMs + hourMs }, 'm1', false],
    ['that the same message brought', { leaseUntilMs: noonMs + hourMs }, 'm2', true],
    ['that a later one overtook', { leaseUntilMs: noonMs + hourMs + 1 }, 'm2', false],
  ])('%s', async (_, stored, renewalId, isDone) => {
    const before = { ...lease, ...stored };
    const plane = await aControlPlane([carrier], [before]);
    await setHidden(plane, keyOf.supernode('s1'), 'renewalId', renewalId);
    expect(await renewLease(openTable(plane.runtime), here, renewal)).toBe(isDone);
    const after = isDone ? { ...before, leaseUntilMs: noonMs + hourMs } : before;
    expect(plane.records().supernodes).toEqual([after]);
    const left = isDone ? 'm2' : renewalId;
    expect(await hiddenFields(plane, keyOf.supernode('s1'))).toEqual({ renewalId: left });
  });
});

test('a window of log-in service is shared in the order of asking', async () => {
  const plane = await aControlPlane([], []);
  const table = openTable(plane.runtime);
  const window = { index: 7, lengthMs: minuteMs, capacity: 10 };
  const served: number[] = [];
  for (const asks of [4, 5, 3, 2]) served.push(await claimLoginService(table, here, window, asks));
  expect(served).toEqual([4, 5, 1, 0]);
});

describe('an answer to a duplicate check', () => {
  const nonce = aSignedLogin().proof.nonce;
  const answer = (attempt: number, messageId: string, of = nonce) => ({
    attempt,
    messageId,
    nonce: of,
  });

  test.each<[string, Partial<NodeRecord>, ReturnType<typeof answer> | undefined, boolean]>([
    ['is the first', {}, undefined, true],
    ['comes at another boot', { epoch: 2 }, undefined, false],
    ['comes after the sign-in', { minNonce: nonce + 1 }, undefined, false],
    ['comes to who has a home', { home: { supernode: 's1', epoch: 1 } }, undefined, false],
    ['comes to who carries others', { role: 'supernode' }, undefined, false],
    ['comes with a nonce that is not used yet', { minNonce: nonce }, undefined, true],
    ['is of a later sign-in', {}, answer(99, 'a', nonce - 1), true],
    ['is of an earlier sign-in', {}, answer(1, 'a', nonce + 1), false],
    ['is of a later attempt', {}, answer(15, 'a'), true],
    ['is of the same attempt by another message', {}, answer(16, 'a'), false],
    ['is of the same attempt by the same message', {}, answer(16, 'm'), true],
    ['is of an earlier attempt', {}, answer(17, 'a'), false],
  ])('counts, or not, when it %s', async (_, stored, before, isDone) => {
    const node = aWaitingNode(stored);
    const plane = await aControlPlane([node], []);
    await setHidden(plane, keyOf.node('n1'), 'duplicateCheck', before);
    const login = aSignedLogin({ attempt: 16 });
    const table = openTable(plane.runtime);
    const read = { home: null };
    expect(await answerDuplicateCheck(table, here, login, read, 'm')).toBe(isDone);
    const { duplicateCheck } = await hiddenFields(plane, keyOf.node('n1'));
    expect(duplicateCheck).toEqual(isDone ? answer(16, 'm') : before);
    expect(plane.node('n1')).toEqual(node);
  });
});

describe('news is counted once, when it was written', () => {
  test.each([
    ['NodesJoined', aJoin({ nodeId: 'new' })],
    ['NodesLeft', aLeave()],
    ['NodesRestarted', aRestart()],
  ])('%s', async (metric, event) => {
    const plane = await aControlPlane([aNode(), carrier], [aSupernode({ used: 1 })]);
    await plane.deliver('membership', event, event);
    await plane.deliver('membership', event);
    expect(plane.counted(metric)).toBe(1);
  });

  test('and what was written is not read again', async () => {
    for (const event of [aJoin({ nodeId: 'new' }), aLeave(), aRestart()]) {
      const plane = await aControlPlane([aNode(), carrier], [aSupernode({ used: 1 })]);
      const operations: string[] = [];
      plane.interfere = (operation) => {
        operations.push(operation);
        return undefined;
      };
      await plane.deliver('membership', event);
      const written = operations.indexOf('TransactWriteItems');
      expect(operations.slice(written + 1)).not.toContain('BatchGetItem');
    }
  });

  test('and not when somebody was faster', async () => {
    const plane = await aControlPlane([aNode(), carrier], [aSupernode({ used: 1 })]);
    plane.interfere = justBefore('TransactWriteItems', () =>
      plane.deliver('membership', aRestart()),
    );
    await plane.deliver('membership', aRestart());
    expect(plane.counted('NodesRestarted')).toBe(1);
  });
});

test("nobody restarts the operator's machine, even if such a node is known", async () => {
  const operator = aSupernode({ nodeId: 'op', operatorRun: true, used: 1 });
  const plane = await aControlPlane([aNode({ nodeId: 'op', home: null })], [operator]);
  await plane.deliver('membership', aRestart({ nodeId: 'op' }));
  expect(plane.node('op').epoch).toBe(1);
  expect(plane.supernode('op')).toEqual(operator);
  expect(plane.takeSent('login')).toEqual([]);
});
