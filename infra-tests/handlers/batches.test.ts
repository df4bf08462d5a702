import { finishRun } from '#adapters/run-table.ts';
import { openTable } from '#adapters/table.ts';
import {
  aHealStep,
  aLogin,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  minuteMs,
  noonMs,
} from '#domain/builders.ts';
import { type ControlEvent, loginRequested } from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';
import { aControlPlane, type ControlPlane, throttle } from './control-plane.ts';

const names = Array.from({ length: 9 }, (_, at) => `n${at + 1}`);

/** Nine nodes that wait for a supernode with room for all. */
const nineWaiting = () =>
  aControlPlane(
    [aSupernodesNode(), ...names.map((nodeId) => aWaitingNode({ nodeId }))],
    [aSupernode()],
  );

const logins = names.map((nodeId) => aLogin({ nodeId }));

const onlineCount = (plane: ControlPlane) => plane.check().onlineCount;

describe('a hopeless message', () => {
  const known = aLogin({ nodeId: 'n1' });
  const malformed: readonly (readonly [string, string, RegExp])[] = [
    ['is no JSON', '{"type":', /expected JSON/],
    ['is empty', '', /expected JSON/],
    ['is JSON but no object', '7', /body/],
    ['is of another type', JSON.stringify(aRestart()), /type/],
    ['is of a later version', JSON.stringify({ ...known, version: 2 }), /version/],
    ['lacks a field', JSON.stringify({ ...known, epoch: undefined }), /epoch/],
    ['has a field too many', JSON.stringify({ ...known, admin: true }), /admin/],
    ['counts boots from zero', JSON.stringify({ ...known, epoch: 0 }), /epoch/],
    ['comes at no time', JSON.stringify({ ...known, dueAtMs: 'noon' }), /dueAtMs/],
    ['reaches into another key', JSON.stringify({ ...known, cell: 'c0#NODE' }), /cell/],
  ];

  test.each(malformed)('that %s is put aside with its reason', async (_what, body, reason) => {
    const plane = await nineWaiting();
    const before = plane.records();
    expect(await plane.deliver('login', body)).toEqual({ failed: [] });
    const [aside, ...rest] = plane.takeQuarantined();
    expect(rest).toEqual([]);
    expect(aside).toMatchObject({ queue: 'login', body, bodyLength: body.length });
    expect(aside?.reason).toMatch(reason);
    expect(plane.records()).toEqual(before);
  });

  test.each(['membership', 'login', 'heal'] as const)(
    'does not hold up the %s queue',
    async (queue) => {
      const plane = await nineWaiting();
      expect(await plane.deliver(queue, 'nonsense')).toEqual({ failed: [] });
      expect(plane.takeQuarantined()).toMatchObject([{ queue, body: 'nonsense' }]);
      expect(plane.counted('MessagesQuarantined')).toBe(1);
    },
  );

  test('never blocks its batch: the other nine succeed', async () => {
    const plane = await nineWaiting();
    const batch = [...logins.slice(0, 4), 'nonsense', ...logins.slice(4)];
    expect(await plane.deliver('login', ...batch)).toEqual({ failed: [] });
    expect(onlineCount(plane)).toBe(10);
    expect(plane.takeQuarantined()).toHaveLength(1);
  });

  test('that cannot be put aside comes again, alone', async () => {
    const plane = await nineWaiting();
    plane.interfere = throttle('SendMessageBatch', 1);
    expect(await plane.deliver('login', ...logins, 'nonsense')).toEqual({ failed: [9] });
    expect(onlineCount(plane)).toBe(10);
  });

  test('of any length is put aside, cut to what a queue takes', async () => {
    const plane = await nineWaiting();
    const body = '\u0000'.repeat(1_000_000);
    expect(await plane.deliver('login', body)).toEqual({ failed: [] });
    expect(plane.takeQuarantined()[0]?.bodyLength).toBe(1_000_000);
  });
});

describe('a send that fails', () => {
  /** Refuses the entry for one node in every batch, as SQS may. */
  const refusingEntryOf = (plane: ControlPlane, nodeId: string) => {
    plane.interfere = (operation, input) => {
      if (operation !== 'SendMessageBatch') return undefined;
      const entries = input.Entries as { MessageBody: string }[];
      input.Entries = entries.map((entry) =>
        entry.MessageBody.includes(`"nodeId":"${nodeId}"`)
          ? { ...entry, MessageBody: 'x'.repeat(2_000_000) }
          : entry,
      );
      return undefined;
    };
  };

  test('in part makes exactly its message come again', async () => {
    const plane = await nineWaiting();
    refusingEntryOf(plane, 'n3');
    const restarts = names.slice(0, 5).map((nodeId) => aRestart({ nodeId }));
    const { failed } = await plane.deliver('membership', ...restarts);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed).toContain(2);
    plane.interfere = undefined;
    const again = failed.map((at) => restarts[at]).filter((one) => one !== undefined);
    expect(await plane.deliver('membership', ...again)).toEqual({ failed: [] });
    const sent = new Set(plane.takeSent('login').map((event) => 'nodeId' in event && event.nodeId));
    expect([...sent].sort()).toEqual(names.slice(0, 5));
  });

  test('as a whole makes all messages that had something to send come again', async () => {
    const plane = await aControlPlane([...names.map((nodeId) => aWaitingNode({ nodeId }))], []);
    plane.interfere = throttle('SendMessageBatch', 1);
    const superseded = aLogin({ nodeId: 'n1', epoch: 9 });
    const { failed } = await plane.deliver('login', superseded, ...logins);
    expect(failed).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('a message that is due later', () => {
  test('in forty minutes travels by hops of a quarter of an hour and is handled once', async () => {
    const plane = await nineWaiting();
    plane.put('login', aLogin({ dueAtMs: noonMs + 40 * minuteMs }), 0);
    const handledAtMinutes: number[] = [];
    for (let minute = 0; minute <= 60; minute += 1) {
      const received = plane.receive('login');
      if (received.length > 0) handledAtMinutes.push(minute);
      await plane.deliver('login', ...received);
      for (const message of received) message.done();
      await plane.wait(minuteMs);
    }
    expect(handledAtMinutes).toEqual([0, 15, 30, 40]);
    expect(plane.counted('LoginsPlaced')).toBe(1);
    expect(plane.counted('LoginAttempts')).toBe(1);
    expect(plane.takeSent('login')).toEqual([]);
  });

  test('is sent on unchanged and changes nothing yet', async () => {
    const plane = await nineWaiting();
    const before = plane.records();
    const early = aRestart({ dueAtMs: noonMs + 1 });
    expect(await plane.deliver('membership', early)).toEqual({ failed: [] });
    expect(plane.records()).toEqual(before);
    expect(plane.takeSent('membership')).toEqual([early]);
  });
});

describe('once a run is finished', () => {
  const everyKind: readonly (readonly [QueueName, ControlEvent])[] = [
    ['membership', aRestart()],
    ['login', aLogin()],
    ['heal', aHealStep()],
  ];

  test.each(everyKind)('whatever the %s queue brings is dropped', async (queue, event) => {
    const plane = await nineWaiting();
    await finishRun(openTable(plane.runtime), plane.settings.runId);
    const before = plane.records();
    expect(await plane.deliver(queue, event)).toEqual({ failed: [] });
    expect(plane.records()).toEqual(before);
    for (const sentTo of ['membership', 'login', 'heal'] as const)
      expect(plane.takeSent(sentTo)).toEqual([]);
  });
});

test('messages of several cells and runs in one batch do not collide', async () => {
  const plane = await nineWaiting();
  const elsewhere = { ...aLogin({ nodeId: 'n2' }), cell: 'c0099' };
  const otherRun = loginRequested({ ...here, runId: 'run-2' }, aLogin());
  expect(await plane.deliver('login', elsewhere, aLogin(), otherRun)).toEqual({ failed: [] });
  expect(plane.node('n1').state).toBe('online');
});
