// Nobody polls for silent supernodes: any renewal has its cell checked for them.

import { type ControlEvent, leaseRenewed } from '#domain/events.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import {
  aNode,
  aSupernode,
  aSupernodesNode,
  here,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane, throttle } from '../control-plane.ts';

const operator = aSupernode({ nodeId: 'operator', operatorRun: true, slots: 5 });

/** A supernode and its client, and the operator's, which renews. */
const aCellWith = (s1: Partial<SupernodeRecord>) =>
  aControlPlane(
    [aSupernodesNode(), aNode()],
    [aSupernode({ used: 1, ...s1 }), { ...operator, leaseUntilMs: noonMs + 2 * hourMs }],
  );

const renewal = leaseRenewed(here, 'operator', 1, noonMs + 75 * minuteMs);

const deliverAll = async (plane: ControlPlane, queue: 'membership' | 'heal') => {
  const sent = plane.takeSent(queue);
  await plane.deliver(queue, ...sent.filter(({ dueAtMs }) => dueAtMs <= plane.clock.nowMs()));
  return sent;
};

test('a renewal calls heal for a silent supernode, and its clients are notified', async () => {
  const plane = await aCellWith({});
  await plane.wait(75 * minuteMs);
  expect(await plane.deliver('membership', renewal)).toEqual({ failed: [] });
  expect(await deliverAll(plane, 'heal')).toMatchObject([{ type: 'HealStepDue', step: 0 }]);
  expect(await deliverAll(plane, 'membership')).toContainEqual(
    expect.objectContaining({ type: 'NodeLost', nodeId: 's1' }),
  );
  expect(plane.records().supernodes.map(({ nodeId }) => nodeId)).toEqual(['operator']);
  const reported = plane.takeSent('login').map((event) => 'nodeId' in event && event.nodeId);
  expect(reported.sort()).toEqual(['n1', 's1']);
});

test('a call for heal that could not be sent is sent when the renewal comes again', async () => {
  const plane = await aCellWith({});
  await plane.wait(75 * minuteMs);
  plane.interfere = throttle('SendMessageBatch', 2);
  const received = { messageId: 'a', body: JSON.stringify(renewal), done: () => {} };
  expect(await plane.deliver('membership', received)).toEqual({ failed: [0] });
  plane.takeSent('heal');
  expect(await plane.deliver('membership', received)).toEqual({ failed: [] });
  expect(plane.takeSent('heal')).toHaveLength(1);
});

test('a cell of which all renew, or have restarted, is left alone', async () => {
  for (const s1 of [{ leaseUntilMs: noonMs + 2 * hourMs }, { nodeEpoch: 2 }]) {
    const plane = await aCellWith(s1);
    await plane.wait(75 * minuteMs);
    await plane.deliver('membership', renewal);
    expect(plane.takeSent('heal')).toEqual([]);
    expect(plane.records().cells).toMatchObject([{ newsCount: 0, healDueAtMs: null }]);
  }
});

test('an operator-run supernode that fell silent is started again and renews on', async () => {
  const plane = await aControlPlane(
    [aSupernodesNode(), aNode({ home: { supernode: 'operator', epoch: 1 } })],
    [aSupernode({ leaseUntilMs: noonMs + 2 * hourMs }), { ...operator, used: 1 }],
  );
  await plane.wait(75 * minuteMs);
  await plane.deliver('membership', leaseRenewed(here, 's1', 1, noonMs + 75 * minuteMs));
  await deliverAll(plane, 'heal');
  const isLoss = ({ type }: ControlEvent) => type === 'NodeLost';
  const [loss] = plane.takeSent('membership').filter(isLoss);
  if (loss === undefined) throw new Error('expected the loss of the operator-run supernode');
  await plane.deliver('membership', loss);
  const again = { epoch: 2, nodeEpoch: 2, used: 0, leaseUntilMs: plane.clock.nowMs() + hourMs };
  expect(plane.supernode('operator')).toMatchObject(again);
  await plane.deliver('membership', loss);
  expect(plane.supernode('operator')).toMatchObject(again);
  const renewals = plane.takeSent('membership');
  expect(renewals[0]).toMatchObject({ type: 'LeaseRenewed', nodeId: 'operator', epoch: 2 });
  expect(renewals[1]).toEqual(renewals[0]);
  const reported = plane.takeSent('login').map((event) => 'nodeId' in event && event.nodeId);
  expect([...new Set(reported)]).toEqual(['n1']);
  expect(plane.check().violations).toEqual([]);
});

test('over a quiet day renewals follow one another, and nobody calls for heal', async () => {
  const supernodes = Array.from({ length: 9 }, (_, at) => aSupernode({ nodeId: `s${at}` }));
  const nodes = supernodes.map(({ nodeId }) => aSupernodesNode({ nodeId }));
  const plane = await aControlPlane(nodes, [...supernodes, operator], {
    settings: someSettings({ endsAtMs: noonMs + 48 * hourMs }),
  });
  const renewEveryMs = plane.settings.timings.renewEveryMs;
  for (const { nodeId } of [...supernodes, operator])
    plane.put('membership', leaseRenewed(here, nodeId, 1, noonMs + minuteMs), 60);
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    await plane.wait(minuteMs);
    const due = plane.receive('membership');
    if (due.length > 0) await plane.deliver('membership', ...due);
    for (const message of due) message.done();
  }
  expect(plane.counted('LeasesRenewed')).toBeGreaterThan((10 * (24 * hourMs)) / renewEveryMs - 20);
  expect(plane.counted('HealSteps')).toBe(0);
  expect(plane.takeSent('heal')).toEqual([]);
  expect(plane.check().violations).toEqual([]);
}, 60_000);
