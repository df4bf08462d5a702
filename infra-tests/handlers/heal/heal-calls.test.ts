// Who calls for heal, and when: news of a cell is never lost, whatever is under way or cut off.

import type { CellRecord } from '#domain/network.ts';
import { ServiceError } from '#local-cloud/service.ts';
import {
  aHealStep,
  aNode,
  aRestart,
  aSupernode,
  aSupernodesNode,
  minuteMs,
  noonMs,
} from '#testing/domain/builders.ts';
import { aControlPlane, type Interference, justBefore } from '../control-plane.ts';

/** A supernode and its client, all well. */
const twoWell = (cell: Partial<CellRecord> = {}) =>
  aControlPlane([aSupernodesNode(), aNode()], [aSupernode({ used: 1 })], { cell });

const restartOfSupernode = aRestart({ nodeId: 's1' });

/** Refuses every send to the heal queue, as many times. */
const refuseHeal = (times: number): Interference => {
  let left = times;
  return (operation, { QueueUrl }) => {
    if (operation !== 'SendMessageBatch' || !String(QueueUrl).endsWith('/heal') || left === 0)
      return undefined;
    left -= 1;
    return new ServiceError('RequestThrottled', 'Rate exceeded');
  };
};

test('news that comes during a healthy heal step keeps heal alive', async () => {
  const plane = await twoWell({ healDueAtMs: noonMs });
  plane.interfere = justBefore('UpdateItem', () => plane.deliver('membership', restartOfSupernode));
  expect(await plane.deliver('heal', aHealStep(0))).toEqual({ failed: [0] });
  // The restart saw heal under way and sent nothing: all depends on this step.
  expect(plane.takeSent('heal')).toEqual([]);
  expect(await plane.deliver('heal', aHealStep(0))).toEqual({ failed: [] });
  expect(plane.takeSent('heal')).toMatchObject([{ step: 1 }]);
  expect(plane.records().cells).toMatchObject([{ healStep: 1, healDueAtMs: noonMs + minuteMs }]);
});

test('heal ends with a healthy step that has seen all the news', async () => {
  const plane = await twoWell({ healDueAtMs: noonMs, newsCount: 7 });
  expect(await plane.deliver('heal', aHealStep(0))).toEqual({ failed: [] });
  expect(plane.takeSent('heal')).toEqual([]);
  expect(plane.records().cells).toMatchObject([{ healStep: 1, healDueAtMs: null }]);
});

test('a copy of a step that ended heal is void, whatever was read before', async () => {
  const plane = await twoWell({ healDueAtMs: noonMs });
  plane.interfere = justBefore('UpdateItem', () => plane.deliver('heal', aHealStep(0)));
  const { failed } = await plane.deliver('heal', aHealStep(0));
  expect(failed).toEqual([0]);
  expect(await plane.deliver('heal', aHealStep(0))).toEqual({ failed: [] });
  expect(plane.counted('HealSteps')).toBe(1);
  expect(plane.records().cells).toMatchObject([{ healStep: 1, healDueAtMs: null }]);
});

test('a refused call for heal is sent again when its restart is delivered again', async () => {
  const plane = await twoWell();
  plane.interfere = refuseHeal(1);
  expect(await plane.deliver('membership', restartOfSupernode)).toEqual({ failed: [0] });
  expect(plane.takeSent('heal')).toEqual([]);
  expect(plane.records().cells).toMatchObject([{ healDueAtMs: null }]);
  await plane.wait(2 * minuteMs);
  expect(await plane.deliver('membership', restartOfSupernode)).toEqual({ failed: [] });
  expect(plane.takeSent('heal')).toMatchObject([{ step: 0 }]);
  expect(plane.records().cells).toMatchObject([{ healDueAtMs: noonMs + 2 * minuteMs }]);
});

test('news that cannot be noted fails the message that brought it, and no other', async () => {
  const plane = await aControlPlane(
    [aSupernodesNode(), aNode(), aNode({ nodeId: 'n2' })],
    [aSupernode({ used: 2 })],
  );
  plane.interfere = (operation, { UpdateExpression }) =>
    operation === 'UpdateItem' && String(UpdateExpression).includes('newsCount')
      ? new ServiceError('ThrottlingException', 'Rate exceeded')
      : undefined;
  const { failed } = await plane.deliver('membership', aRestart(), aRestart({ nodeId: 'n2' }));
  expect(failed).toEqual([1]);
  expect(plane.counted('NodesRestarted')).toBe(2);
  plane.interfere = undefined;
  await plane.deliver('membership', aRestart({ nodeId: 'n2' }));
  expect(plane.takeSent('heal')).toMatchObject([{ step: 0 }]);
});
