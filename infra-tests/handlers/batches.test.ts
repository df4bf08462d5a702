import { finishRun, saveCell, saveRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { type ControlEvent, loginRequested } from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';
import {
  aCell,
  aHealStep,
  aLogin,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane, throttle } from './control-plane.ts';
import { aSignedLogin, signed } from './login/signed-login.ts';

const names = Array.from({ length: 9 }, (_, at) => `n${at + 1}`);

/** Nine nodes that wait for a supernode with room for all. */
const nineWaiting = () =>
  aControlPlane(
    [aSupernodesNode(), ...names.map((nodeId) => aWaitingNode({ nodeId }))],
    [aSupernode()],
  );

const logins = names.map((nodeId) => aSignedLogin({ nodeId }));

const onlineCount = (plane: ControlPlane) => plane.check().onlineCount;

test('a message of a later version comes again, and its neighbours are served', async () => {
  const plane = await nineWaiting();
  const later = { ...aSignedLogin({ nodeId: 'n1' }), version: 2, region: 'north' };
  const batch = [...logins.slice(1), JSON.stringify(later)];
  const { failed } = await plane.deliver('login', ...batch);
  expect(failed).toHaveLength(1);
  expect(plane.takeQuarantined()).toEqual([]);
  expect(onlineCount(plane)).toBe(9);
});

describe('an unprocessable message', () => {
  const known = aSignedLogin({ nodeId: 'n1' });
  const malformed: readonly (readonly [string, string, RegExp])[] = [
    ['is no JSON', '{"type":', /expected JSON/],
    ['is empty', '', /expected JSON/],
    ['is JSON but no object', '7', /body/],
    ['is of another type', JSON.stringify(aRestart()), /type/],
    ['is of no version', JSON.stringify({ ...known, version: 0 }), /version/],
    ['is of half a version', JSON.stringify({ ...known, version: 1.5 }), /version/],
    ['lacks a field', JSON.stringify({ ...known, epoch: undefined }), /epoch/],
    ['has a field too many', JSON.stringify({ ...known, admin: true }), /admin/],
    ['counts boots from zero', JSON.stringify({ ...known, epoch: 0 }), /epoch/],
    ['comes at no time', JSON.stringify({ ...known, dueAtMs: 'noon' }), /dueAtMs/],
    ['reaches into another key', JSON.stringify({ ...known, cell: 'c0#NODE' }), /cell/],
  ];

  test.each(malformed)('that %s is quarantined with its reason', async (_what, body, reason) => {
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

  const century = 100 * 365 * 24 * hourMs;
  const nowhere: readonly (readonly [string, ControlEvent, RegExp])[] = [
    ['of an unknown run', signed({ ...known, runId: 'run-9' }), /run run-9 /],
    ['of an unknown cell', { ...known, cell: 'c0099' }, /cell c0099 /],
    ['due in a far century', { ...known, dueAtMs: noonMs + century }, /more than a day ahead/],
  ];

  test.each(nowhere)(
    '%s is quarantined, and its neighbours are served',
    async (_what, event, why) => {
      const plane = await nineWaiting();
      const batch = [...logins.slice(0, 4), event, ...logins.slice(4)];
      expect(await plane.deliver('login', ...batch)).toEqual({ failed: [] });
      expect(onlineCount(plane)).toBe(10);
      const [aside, ...rest] = plane.takeQuarantined();
      expect(rest).toEqual([]);
      expect(aside).toMatchObject({ queue: 'login', body: JSON.stringify(event) });
      expect(aside?.reason).toMatch(why);
      expect(plane.takeSent('login')).toEqual([]);
    },
  );

  test.each([aRestart(), aHealStep()])('of an unknown run is quarantined: $type', async (event) => {
    const plane = await nineWaiting();
    const queue = event.type === 'HealStepDue' ? 'heal' : 'membership';
    expect(await plane.deliver(queue, { ...event, runId: 'run-9' })).toEqual({ failed: [] });
    expect(plane.takeQuarantined()).toMatchObject([{ queue }]);
  });

  test('is due too far ahead from a day on, and no earlier', async () => {
    const plane = await nineWaiting();
    const dayMs = 24 * hourMs;
    const due = (dueAtMs: number) => aSignedLogin({ dueAtMs });
    await plane.deliver('login', due(noonMs + dayMs), due(noonMs + dayMs + 1));
    expect(plane.takeSent('login')).toEqual([due(noonMs + dayMs)]);
    expect(plane.takeQuarantined()).toHaveLength(1);
  });

  test('with a reason of a megabyte is quarantined with the start of it', async () => {
    const plane = await nineWaiting();
    const body = JSON.stringify({ ...known, ['k'.repeat(1_000_000)]: true });
    expect(await plane.deliver('login', body, 'nonsense', ...logins)).toEqual({ failed: [] });
    const [aside] = plane.takeQuarantined().filter(({ bodyLength }) => bodyLength > 1_000_000);
    expect(aside?.reason).toMatch(/kkkk/);
    expect(aside?.reason).toHaveLength(500);
    expect(onlineCount(plane)).toBe(10);
  });

  test('that cannot be quarantined comes again, alone', async () => {
    const plane = await nineWaiting();
    plane.interfere = throttle('SendMessageBatch', 1);
    expect(await plane.deliver('login', ...logins, 'nonsense')).toEqual({ failed: [9] });
    expect(onlineCount(plane)).toBe(10);
    expect(plane.counted('MessagesFailed')).toBe(1);
    expect(plane.counted('MessagesHandled')).toBe(9);
  });

  test('of any length is quarantined, cut to what a queue takes', async () => {
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
    const superseded = aSignedLogin({ nodeId: 'n1', epoch: 9 });
    const { failed } = await plane.deliver('login', superseded, ...logins);
    expect(failed).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('a message that is due later', () => {
  test('in forty minutes is delayed again each quarter of an hour and handled once', async () => {
    const plane = await nineWaiting();
    plane.put('login', aSignedLogin({ dueAtMs: noonMs + 40 * minuteMs }), 0);
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
    ['login', aSignedLogin()],
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

describe('a function that knows a run', () => {
  test('reads its row at most once a minute', async () => {
    const plane = await nineWaiting();
    let readCount = 0;
    plane.interfere = (operation, input) => {
      if (operation === 'BatchGetItem' && JSON.stringify(input).includes('RUN#')) readCount += 1;
      return undefined;
    };
    for (const nodeId of names.slice(0, 3)) await plane.deliver('login', aSignedLogin({ nodeId }));
    expect(readCount).toBe(1);
    await plane.wait(minuteMs - 1);
    await plane.deliver('login', aSignedLogin({ nodeId: 'n4' }));
    expect(readCount).toBe(1);
    await plane.wait(1);
    await plane.deliver('login', aSignedLogin({ nodeId: 'n5' }));
    expect(readCount).toBe(2);
  });

  test('notices that it is finished a minute later at most', async () => {
    const plane = await nineWaiting();
    await plane.deliver('login', aSignedLogin());
    await finishRun(openTable(plane.runtime), plane.settings.runId);
    await plane.wait(minuteMs);
    const before = plane.records();
    const late = aSignedLogin({ nodeId: 'n2', dueAtMs: noonMs + minuteMs });
    expect(await plane.deliver('login', late)).toEqual({ failed: [] });
    expect(plane.records()).toEqual(before);
    expect(plane.takeSent('login')).toEqual([]);
  });
});

describe('after the end of a run that nobody finished', () => {
  const endsAtMs = noonMs + 30 * minuteMs;
  const everyKind: readonly (readonly [QueueName, ControlEvent])[] = [
    ['membership', aRestart({ dueAtMs: endsAtMs })],
    ['login', aSignedLogin({ dueAtMs: endsAtMs })],
    ['heal', aHealStep(0, endsAtMs)],
  ];
  const unfinished = () =>
    aControlPlane([aSupernodesNode(), aWaitingNode()], [aSupernode()], {
      settings: someSettings({ endsAtMs }),
    });

  test.each(everyKind)('nothing that the %s queue brings is served', async (queue, event) => {
    const plane = await unfinished();
    await plane.wait(30 * minuteMs + 1);
    const before = plane.records();
    expect(await plane.deliver(queue, event)).toEqual({ failed: [] });
    expect(plane.records()).toEqual(before);
    for (const sentTo of ['membership', 'login', 'heal'] as const)
      expect(plane.takeSent(sentTo)).toEqual([]);
    expect(plane.takeQuarantined()).toEqual([]);
  });

  test.each(everyKind)('what the %s queue brings at the very end is', async (queue, event) => {
    const plane = await unfinished();
    await plane.wait(30 * minuteMs);
    const before = plane.records();
    await plane.deliver(queue, event);
    expect(plane.records()).not.toEqual(before);
  });
});

test('messages of several cells and runs in one batch do not collide', async () => {
  const plane = await nineWaiting();
  const table = openTable(plane.runtime);
  const otherRun = { ...here, runId: 'run-2' };
  const otherCell = { ...here, cell: 'c0001' };
  await saveRun(table, { ...plane.settings, runId: otherRun.runId });
  const population = { nodes: [aWaitingNode()], supernodes: [] };
  for (const { runId, cell } of [otherRun, otherCell])
    await saveCell(table, runId, { cell: aCell({ cell, population: 1 }), ...population });
  const logins = [otherRun, otherCell, here].map((place) =>
    signed(loginRequested(place, aLogin())),
  );
  expect(await plane.deliver('login', ...logins)).toEqual({ failed: [] });
  const homes = plane.records().nodes.filter(({ nodeId, home }) => nodeId === 'n1' && home);
  expect(homes).toHaveLength(1);
  // Where there is no supernode the client is notified to come back to its own cell.
  const back = plane.takeSent('login').map(({ runId, cell }) => ({ runId, cell }));
  expect(back).toEqual(expect.arrayContaining([otherRun, otherCell]));
  expect(back).toHaveLength(2);
});
