// How events become messages: to which queue, when they are due, ten to a request.
import { openOutbox, queueOf } from '#adapters/queues/outbox.ts';
import { leaseRenewed } from '#domain/events.ts';
import { sendDelaySecondsMax } from '#domain/limits.ts';
import { type JsonObject, ServiceError } from '#local-cloud/service.ts';
import {
  aHealStep,
  aJoin,
  aLeave,
  aLogin,
  aLoss,
  aRestart,
  here,
  noonMs,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane } from './control-plane.ts';

interface SentEntry {
  readonly Id: string;
  readonly DelaySeconds: number;
  readonly MessageBody: string;
}

/** Notes the entries of each request. */
function noteRequests(plane: ControlPlane): SentEntry[][] {
  const requests: SentEntry[][] = [];
  plane.interfere = (operation, input: JsonObject) => {
    if (operation === 'SendMessageBatch') requests.push(input.Entries as SentEntry[]);
    return undefined;
  };
  return requests;
}

test.each([
  ['in the past', -5_000, 0],
  ['now', 0, 0],
  ['in a millisecond', 1, 1],
  ['in a second', 1_000, 1],
  ['in a second and a bit', 1_001, 2],
  ['in a quarter of an hour', 900_000, 900],
  ['in an hour', 3_600_000, sendDelaySecondsMax],
])('an event that is due %s is delayed so that it is never early', async (_, inMs, seconds) => {
  const plane = await aControlPlane([], []);
  const requests = noteRequests(plane);
  await openOutbox(plane.runtime).send([aLogin({ dueAtMs: noonMs + inMs })]);
  expect(requests).toMatchObject([[{ DelaySeconds: seconds }]]);
});

test.each([
  [1, [1]],
  [10, [10]],
  [11, [10, 1]],
  [25, [10, 10, 5]],
])('%i events are sent in requests of %j', async (count, sizes) => {
  const plane = await aControlPlane([], []);
  const requests = noteRequests(plane);
  const events = Array.from({ length: count }, (_, at) => aLogin({ nodeId: `n${at}` }));
  expect(await openOutbox(plane.runtime).send(events)).toEqual(events.map(() => true));
  expect(requests.map((entries) => entries.length)).toEqual(sizes);
  const sent = requests.flat().map(({ MessageBody }) => JSON.parse(MessageBody).nodeId);
  expect(sent).toEqual(events.map(({ nodeId }) => nodeId));
  const ids = requests.flat().map(({ Id }) => Id);
  expect(new Set(ids).size).toBe(count);
});

test('of several queues each event is notified of by its own place', async () => {
  const plane = await aControlPlane([], []);
  plane.interfere = (_, { QueueUrl }: JsonObject) =>
    String(QueueUrl).endsWith('membership')
      ? new ServiceError('RequestThrottled', 'Rate exceeded')
      : undefined;
  const events = [aLogin(), aRestart(), aHealStep(0), aLeave(), aLogin({ nodeId: 'n2' })];
  const accepted = await openOutbox(plane.runtime).send(events);
  expect(accepted).toEqual([true, false, true, false, true]);
  expect(plane.takeSent('login')).toHaveLength(2);
  expect(plane.takeSent('heal')).toHaveLength(1);
});

test('each kind of event has its queue', () => {
  const report = leaseRenewed(here, 's1', 1, noonMs);
  for (const event of [aJoin(), aLeave(), aLoss(), aRestart(), report])
    expect(queueOf(event)).toBe('membership');
  expect(queueOf(aLogin())).toBe('login');
  expect(queueOf(aHealStep(0))).toBe('heal');
});

test('what is quarantined is kept up to a length, with reason and full length', async () => {
  const plane = await aControlPlane([], []);
  const requests = noteRequests(plane);
  const put = (body: string, reason: string) => ({
    queue: 'login' as const,
    messageId: 'm1',
    body,
    bodySha256: 'ab',
    reason,
  });
  const bodies = ['x'.repeat(150_000), `${'y'.repeat(150_000)}z`];
  const reasons = ['short', 'r'.repeat(501)];
  await openOutbox(plane.runtime).quarantine(
    bodies.map((body, at) => put(body, reasons[at] ?? '')),
  );
  // One to a request: two that are cut to their limit would be too long together.
  expect(requests.map((entries) => entries.length)).toEqual([1, 1]);
  expect(plane.takeQuarantined()).toEqual([
    {
      queue: 'login',
      messageId: 'm1',
      bodySha256: 'ab',
      reason: 'short',
      body: bodies[0],
      bodyLength: 150_000,
    },
    {
      queue: 'login',
      messageId: 'm1',
      bodySha256: 'ab',
      reason: 'r'.repeat(500),
      body: 'y'.repeat(150_000),
      bodyLength: 150_001,
    },
  ]);
});
