import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { nodeKey } from '#adapters/network/items.ts';
import { openTable } from '#adapters/network/table.ts';
import { policies } from '#domain/policies.ts';
import { observe } from '#functions/observe.ts';
import {
  aHealStep,
  aNode,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
  someTimings,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane, justBefore, throttle } from '../control-plane.ts';
import { aSignedLogin } from '../login/signed-login.ts';

/** What makes a node fit to carry ten clients. */
const carrier = { eligible: true, claimedSlots: 10 } as const;

const names = Array.from({ length: 12 }, (_, at) => `n${at + 1}`);

/** Twelve nodes that wait, all of them eligible, and nobody who carries them: two promotions do. */
const everybodyWaits = (settings = someSettings()) =>
  aControlPlane(
    names.map((nodeId) => aWaitingNode({ nodeId, ...carrier })),
    [],
    { settings },
  );

const supernodeNames = (plane: ControlPlane) =>
  plane.records().supernodes.map(({ nodeId }) => nodeId);

test('a heal step promotes what is missing, and the promoted renew from then on', async () => {
  const plane = await everybodyWaits();
  expect(await plane.deliver('heal', aHealStep(0))).toEqual({ failed: [] });
  const promoted = supernodeNames(plane);
  expect(promoted).toHaveLength(2);
  for (const nodeId of promoted)
    expect(plane.node(nodeId)).toMatchObject({ role: 'supernode', state: 'online', home: null });
  const renewals = plane.takeSent('membership');
  expect(renewals.map((event) => 'nodeId' in event && event.nodeId).sort()).toEqual(promoted);
  expect(plane.takeSent('heal')).toMatchObject([{ step: 1, dueAtMs: noonMs + minuteMs }]);
  expect(plane.check()).toMatchObject({ onlineCount: 2, violations: [] });
});

test('copies of heal steps do not multiply', async () => {
  const plane = await everybodyWaits();
  await plane.deliver('heal', aHealStep(0));
  const before = plane.records();
  await plane.deliver('heal', aHealStep(0));
  await plane.deliver('heal', aHealStep(0));
  expect(plane.records()).toEqual(before);
  expect(plane.takeSent('heal')).toHaveLength(1);
});

test('a copy of a step that was taken repeats its successor, once that is overdue', async () => {
  const plane = await everybodyWaits();
  await plane.deliver('heal', aHealStep(0));
  const [next] = plane.takeSent('heal');
  const before = plane.records();
  await plane.wait(minuteMs + someTimings().healOverdueMs + 1);
  await plane.deliver('heal', aHealStep(0));
  expect(plane.takeSent('heal')).toMatchObject([{ ...next, dueAtMs: plane.clock.nowMs() }]);
  expect(plane.records()).toEqual(before);
});

test('copies at work at once promote no more than one would, and leave one successor', async () => {
  const plane = await everybodyWaits();
  await Promise.all([plane.deliver('heal', aHealStep(0)), plane.deliver('heal', aHealStep(0))]);
  expect(supernodeNames(plane)).toHaveLength(2);
  expect(plane.check().violations).toEqual([]);
  await plane.wait(minuteMs);
  for (const next of plane.takeSent('heal')) await plane.deliver('heal', next);
  // Whether one or two successors were sent, one step was taken, and one follows from it.
  expect(plane.records().cells).toMatchObject([{ healStep: 2 }]);
  expect(plane.takeSent('heal')).toMatchObject([{ step: 2 }]);
});

test('a copy that was slow does not set the cell back to an earlier step', async () => {
  const plane = await everybodyWaits();
  plane.interfere = justBefore('UpdateItem', async () => {
    await plane.deliver('heal', aHealStep(0));
    await plane.deliver('heal', aHealStep(1));
  });
  await plane.deliver('heal', aHealStep(0));
  expect(plane.records().cells).toMatchObject([{ healStep: 2 }]);
  expect(plane.counted('HealSteps')).toBe(2);
});

test('a step whose messages cannot be sent is taken again, and nothing of it is lost', async () => {
  const plane = await everybodyWaits();
  plane.interfere = throttle('SendMessageBatch', 1);
  expect(await plane.deliver('heal', aHealStep(0))).toEqual({ failed: [0] });
  expect(await plane.deliver('heal', aHealStep(0))).toEqual({ failed: [] });
  expect(supernodeNames(plane)).toHaveLength(2);
  // The next step may be on its way twice: its number makes the second copy void.
  const next = plane.takeSent('heal');
  expect(next.length).toBeGreaterThan(0);
  for (const event of next) expect(event).toMatchObject({ type: 'HealStepDue', step: 1 });
});

test('who was promoted by a step that was cut off renews once it is missed', async () => {
  const leaseMs = 3 * hourMs;
  const plane = await everybodyWaits(someSettings({ timings: someTimings({ leaseMs }) }));
  plane.interfere = throttle('SendMessageBatch', 1);
  await plane.deliver('heal', aHealStep(0));
  await plane.wait(2 * plane.settings.timings.renewEveryMs + 1);
  const { runId, cells } = plane.settings;
  const since = { waveIndex: 0, waveAt: '', observeSeconds: 600, next: 'observe-again' } as const;
  await observe(plane.runtime)({ runId, cells, ...since });
  const renewals = plane.takeSent('membership');
  const renewing = renewals.map((event) => 'nodeId' in event && event.nodeId);
  expect(renewing.sort()).toEqual(supernodeNames(plane));
});

test('a slow copy that reads candidates later than registrations leaks no slot', async () => {
  const plane = await aControlPlane(
    [aWaitingNode({ ...carrier }), aWaitingNode({ nodeId: 'n2', ...carrier, provenEpoch: 0 })],
    [],
  );
  // Meanwhile the other copy promotes `n1`, and `n2` is signed in there and may be promoted, too.
  const meanwhile = justBefore('', async () => {
    await plane.deliver('heal', aHealStep(0));
    await plane.deliver('login', aSignedLogin({ nodeId: 'n2' }));
  });
  let queries = 0;
  plane.interfere = (operation, input) => {
    queries += Number(operation === 'Query');
    return operation === 'Query' && queries === 2 ? meanwhile('', input) : undefined;
  };
  await plane.deliver('heal', aHealStep(0));
  expect(plane.check().violations).toEqual([]);
});

test('a node that restarts between the read and the promotion is not promoted', async () => {
  const plane = await everybodyWaits();
  const restarts = names.map((nodeId) => aRestart({ nodeId }));
  plane.interfere = justBefore('TransactWriteItems', () =>
    plane.deliver('membership', ...restarts.slice(0, 10)),
  );
  await plane.deliver('heal', aHealStep(0));
  for (const { nodeId, epoch } of plane.records().supernodes)
    expect(plane.node(nodeId).epoch).toBe(epoch);
  expect(plane.check().violations).toEqual([]);
});

test('who has not proven itself at its boot is not promoted, whatever the index says', async () => {
  const plane = await aControlPlane([aWaitingNode({ ...carrier })], []);
  const table = openTable(plane.runtime);
  const unprove = new UpdateItemCommand({
    TableName: table.name,
    Key: nodeKey(here, 'n1'),
    UpdateExpression: 'SET provenEpoch = :none',
    ExpressionAttributeValues: { ':none': { N: '0' } },
  });
  plane.interfere = justBefore('TransactWriteItems', () => table.client.send(unprove));
  await plane.deliver('heal', aHealStep(0));
  expect(supernodeNames(plane)).toEqual([]);
  expect(plane.node('n1').role).toBe('client');
});

test('who is promoted gives back the slot it held', async () => {
  const clients = names.map((nodeId) => aNode({ nodeId, ...carrier }));
  const plane = await aControlPlane(
    [aSupernodesNode(), ...clients],
    [aSupernode({ slots: 12, used: 12 })],
    { settings: someSettings({ sizes: { ...someSettings().sizes, headroom: 1.5 } }) },
  );
  await plane.deliver('heal', aHealStep(0));
  expect(supernodeNames(plane)).toHaveLength(2);
  expect(plane.supernode('s1').used).toBe(11);
  expect(plane.check()).toMatchObject({ onlineCount: 13, violations: [] });
});

test('an orphan is promoted before clients that hold a slot', async () => {
  const held = names.slice(0, 10).map((nodeId) => aNode({ nodeId, ...carrier }));
  const orphan = aNode({ nodeId: 'z1', ...carrier, home: { supernode: 's2', epoch: 1 } });
  const plane = await aControlPlane(
    [aSupernodesNode(), ...held, orphan, aWaitingNode({ nodeId: 's2', epoch: 2 })],
    [aSupernode({ used: 10 }), aSupernode({ nodeId: 's2', nodeEpoch: 2, used: 1 })],
  );
  await plane.deliver('heal', aHealStep(0));
  expect(plane.counted('Promotions')).toBe(1);
  expect(plane.node('z1')).toMatchObject({ role: 'supernode', home: null });
  expect(plane.supernode('s1').used).toBe(10);
  expect(plane.check().violations).toEqual([]);
});

test('a supernode that restarted is promoted again once it has proven itself', async () => {
  const plane = await aControlPlane([aSupernodesNode(), aNode()], [aSupernode({ used: 1 })]);
  await plane.deliver('membership', aRestart({ nodeId: 's1' }));
  const [step] = plane.takeSent('heal');
  if (step === undefined) throw new Error('expected heal to be called for');
  await plane.deliver('heal', step);
  expect(plane.counted('Promotions')).toBe(0);
  await plane.logInWhenDue();
  for (const next of plane.takeSent('heal')) await plane.deliver('heal', next);
  expect(plane.supernode('s1')).toMatchObject({ epoch: 2, nodeEpoch: 2, used: 0 });
  expect(plane.node('n1').home).toEqual({ supernode: 's1', epoch: 1 });
  expect(plane.check()).toMatchObject({ onlineCount: 1, violations: [] });
});

test('a supernode registers what it claims, as far as heal believes it', async () => {
  for (const [claimedSlots, slots] of [
    [1_000_000, 10],
    [4, 4],
    [0, 1],
  ] as const) {
    const plane = await aControlPlane([aWaitingNode({ eligible: true, claimedSlots })], [], {
      cell: { population: 5 },
    });
    await plane.deliver('heal', aHealStep(0));
    expect(plane.supernode('n1').slots).toBe(slots);
  }
});

test('under `ghost-slots` the slots of the restarted stand in the way of promotions', async () => {
  const nodes = names.map((nodeId) => aNode({ nodeId, ...carrier }));
  const s1 = aSupernodesNode({ eligible: false });
  const seeded = (policy: keyof typeof policies) =>
    aControlPlane([s1, ...nodes], [aSupernode({ slots: 20, used: 12 })], {
      settings: someSettings({ policy: policies[policy] }),
    });
  for (const [policy, expected] of [
    ['resilient', 2],
    ['ghost-slots', 0],
  ] as const) {
    const plane = await seeded(policy);
    await plane.deliver('membership', aRestart({ nodeId: 's1' }));
    await plane.deliver('heal', aHealStep(0));
    expect(plane.counted('Promotions')).toBe(expected);
  }
});

test('a silent supernode is lost, its clients are notified, its cell is served again', async () => {
  const plane = await aControlPlane([aSupernodesNode(), aNode()], [aSupernode({ used: 1 })]);
  await plane.wait(hourMs);
  await plane.deliver('heal', aHealStep(0));
  const [loss] = plane.takeSent('membership');
  expect(loss).toMatchObject({ type: 'NodeLost', nodeId: 's1', epoch: 1 });
  if (loss === undefined) return;
  await plane.deliver('membership', loss);
  expect(plane.records().supernodes).toEqual([]);
  expect(plane.takeSent('login')).toHaveLength(2);
});

test('a healthy cell is left alone, and the next restart calls for heal again', async () => {
  const plane = await aControlPlane([aSupernodesNode(), aNode()], [aSupernode({ used: 1 })]);
  await plane.deliver('heal', aHealStep(0));
  expect(plane.takeSent('heal')).toEqual([]);
  expect(plane.records().cells).toMatchObject([{ healStep: 1, healDueAtMs: null }]);
  await plane.deliver('membership', aRestart());
  expect(plane.takeSent('heal')).toMatchObject([{ step: 1 }]);
});

test('a heal step that got lost is called for again once it is overdue', async () => {
  const plane = await everybodyWaits();
  await plane.deliver('heal', aHealStep(0));
  plane.takeSent('heal');
  await plane.wait(minuteMs);
  await plane.deliver('membership', aRestart({ nodeId: 'n12' }));
  expect(plane.takeSent('heal')).toEqual([]);
  await plane.wait(plane.settings.timings.healOverdueMs + 1);
  await plane.deliver('membership', aRestart({ nodeId: 'n11' }));
  expect(plane.takeSent('heal')).toMatchObject([{ step: 1 }]);
});

test.each(['BatchGetItem', 'Query', 'UpdateItem', 'TransactWriteItems'])(
  'when the table throttles %s the step comes again and is not lost',
  async (operation) => {
    const plane = await everybodyWaits();
    plane.interfere = throttle(operation, 1);
    const { failed } = await plane.deliver('heal', aHealStep(0));
    expect(failed).toEqual([0]);
    await plane.deliver('heal', aHealStep(0));
    expect(supernodeNames(plane)).toHaveLength(2);
    expect(plane.records().cells).toMatchObject([{ healStep: 1 }]);
  },
);
