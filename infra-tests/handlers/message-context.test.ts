// What the consumers say of a message in their logs, and what they hand on of its trace.
import { readTraceparent, stepAfter, traceparentOf } from '#adapters/queues/trace-context.ts';
import type { ControlEvent } from '#domain/events.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import {
  aHealStep,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane, throttle } from './control-plane.ts';
import { aSignedLogin, signed } from './login/signed-login.ts';

const client = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';
const clientTrace = '4bf92f3577b34da6a3ce929d0e0e4736';

const login = aSignedLogin({ nodeId: 'n1' });
const body = JSON.stringify(login);

/** A client that waits, and no supernode with room for it. */
const noRoom = () => aControlPlane([aSupernodesNode(), aWaitingNode({ nodeId: 'n1' })], []);

/** What a plane sends from now on: the event, and the trace that it is sent with. */
function watchSends(plane: ControlPlane) {
  const sent: { event: ControlEvent; traceparent: string | undefined }[] = [];
  plane.interfere = (operation, { Entries }: JsonObject) => {
    if (operation !== 'SendMessageBatch') return undefined;
    for (const { MessageBody, MessageAttributes } of Entries as JsonObject[]) {
      const { traceparent } = (MessageAttributes ?? {}) as Record<string, JsonObject>;
      const text = traceparent?.StringValue as string | undefined;
      sent.push({ event: JSON.parse(String(MessageBody)), traceparent: text });
    }
    return undefined;
  };
  return sent;
}

test('a retry keeps the trace of its request, and names the step that sent it', async () => {
  const plane = await noRoom();
  const sent = watchSends(plane);
  await plane.deliver('login', { body, traceparent: client });
  const cause = readTraceparent(client);
  expect(sent).toMatchObject([
    {
      event: { type: 'LoginRequested', attempt: 2 },
      // The flag says that the client recorded nothing, which stays its choice.
      traceparent: cause && traceparentOf(stepAfter(cause, login.id)),
    },
  ]);
  expect(sent[0]?.traceparent).toMatch(new RegExp(`^00-${clientTrace}-[0-9a-f]{16}-00$`));
});

test('copies of a request, however many, are the same step of the same trace', async () => {
  const plane = await noRoom();
  const sent = watchSends(plane);
  for (let copy = 0; copy < 3; copy += 1)
    await plane.deliver('login', { body, traceparent: client });
  expect(new Set(sent.map(({ traceparent }) => traceparent)).size).toBe(1);
});

test.each(['', 'nonsense', client.toUpperCase(), `${client}-more`, client.replace('00-', 'ff-')])(
  'a client that sends %j as its trace is served like one that sends none',
  async (traceparent) => {
    const plane = await noRoom();
    const sent = watchSends(plane);
    expect(await plane.deliver('login', { body, traceparent }, login)).toEqual({ failed: [] });
    const [broken, none] = sent.map((one) => one.traceparent);
    expect(readTraceparent(broken)).toMatchObject({ isSampled: true });
    expect(broken).toBe(none);
    expect(plane.logs).toEqual([]);
  },
);

test('all that follows from a restart is in its trace: the log-in, and the heal step', async () => {
  const plane = await aControlPlane([aSupernodesNode()], [aSupernode()]);
  const sent = watchSends(plane);
  const restart = aRestart({ nodeId: aSupernodesNode().nodeId, epoch: 2 });
  await plane.deliver('membership', { body: JSON.stringify(restart), traceparent: client });
  const types = sent.map(({ event }) => event.type);
  expect(types).toEqual(expect.arrayContaining(['LoginRequested', 'HealStepDue']));
  expect(new Set(sent.map(({ traceparent }) => traceparent)).size).toBe(1);
  expect(sent[0]?.traceparent).toContain(clientTrace);
});

test('a message that fails is named by run, cell, message, event and step', async () => {
  const plane = await noRoom();
  plane.interfere = throttle('BatchGetItem', Number.POSITIVE_INFINITY);
  expect(await plane.deliver('login', { body, traceparent: client })).toEqual({ failed: [0] });
  const cause = readTraceparent(client);
  expect(plane.logs).toEqual([
    {
      level: 'warn',
      message: 'message failed',
      queue: 'login',
      ...here,
      eventId: login.id,
      messageId: 'm1',
      traceId: clientTrace,
      spanId: cause && stepAfter(cause, login.id).spanId,
      cause: expect.stringContaining('Throttling'),
    },
  ]);
});

test('a message that is put aside keeps its trace, as far as it has one', async () => {
  const plane = await noRoom();
  const sent = watchSends(plane);
  const bodies = ['nonsense', JSON.stringify(signed({ ...login, runId: 'run-9' }))];
  await plane.deliver('login', ...bodies.map((one) => ({ body: one, traceparent: client })), '{');
  const [known, malformed, untraced] = [bodies[1], bodies[0], '{'].map((one) =>
    sent.find(({ event }) => (event as unknown as { body: string }).body === one),
  );
  expect(known?.traceparent).toContain(clientTrace);
  expect(malformed?.traceparent).toContain(clientTrace);
  expect(untraced).toHaveProperty('traceparent', undefined);
  const said = plane.logs.map(({ runId, eventId, messageId, traceId }) => {
    return { runId, eventId, messageId, traceId };
  });
  expect(said).toEqual([
    { messageId: 'm1', traceId: clientTrace },
    { runId: 'run-9', eventId: login.id, messageId: 'm2', traceId: clientTrace },
    { messageId: 'm3' },
  ]);
});

test('a send that fails is named by what all of its messages share', async () => {
  const plane = await noRoom();
  plane.interfere = throttle('SendMessageBatch', 1);
  const other = aSignedLogin({ nodeId: 'n1', attempt: 3 });
  await plane.deliver('login', { body, traceparent: client }, other);
  expect(plane.logs[0]).toEqual({
    level: 'warn',
    message: 'send failed',
    sentTo: 'login',
    ...here,
    cause: expect.stringContaining('Throttling'),
  });
});

test('a stack without trace context sends none and names none', async () => {
  const plane = await noRoom();
  Object.assign(plane.runtime.env, { TRACING: 'off' });
  const sent = watchSends(plane);
  await plane.deliver('login', { body, traceparent: client });
  expect(sent).toMatchObject([{ traceparent: undefined }]);
  plane.interfere = throttle('BatchGetItem', Number.POSITIVE_INFINITY);
  await plane.deliver('heal', { body: JSON.stringify(aHealStep()), traceparent: client });
  expect(plane.logs).toMatchObject([{ message: 'message failed', eventId: aHealStep().id }]);
  expect(plane.logs[0]).not.toHaveProperty('traceId');
});
