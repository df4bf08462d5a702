// Copies of one log-in, a duplicate check that leaves one of them, and a placement that fails:
// whatever the order, somebody goes on asking for a node that waits.

import { duplicateCheckEvery } from '#domain/limits.ts';
import type { NodeRecord } from '#domain/network.ts';
import { sentBackAs } from '#domain/redrive.ts';
import {
  aHealStep,
  aLoss,
  aNode,
  aProof,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  minuteMs,
  noonMs,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane, justBefore, throttle } from '../control-plane.ts';
import { aSignedLogin } from './signed-login.ts';

/** A node that heal could promote, unproven at its boot, another that waits, and one free slot. */
const contended = () =>
  aControlPlane(
    [aSupernodesNode(), eligible({ nodeId: 'n1' }), aWaitingNode({ nodeId: 'n2' })],
    [aSupernode({ slots: 1 })],
  );

const eligible = (some: Partial<NodeRecord> = {}) =>
  aWaitingNode({ eligible: true, claimedSlots: 5, provenEpoch: 0, ...some });

/** Delivers what was sent, each when it is due. @returns what follows from it */
async function deliverSent(plane: ControlPlane) {
  await plane.logInWhenDue();
  return plane.takeSent('login');
}

test('a copy that stands by while another one is placed does not silence both', async () => {
  const plane = await contended();
  // Copy a waited beyond its client timeout at its sixteenth attempt: it answers the check.
  const late = { attempt: duplicateCheckEvery, dueAtMs: noonMs - 5 * minuteMs };
  await plane.deliver('login', aSignedLogin(late));
  const [ahead] = plane.takeSent('login');
  if (ahead === undefined) throw new Error('expected the copy to ask again');
  expect(ahead).toMatchObject({ nodeId: 'n1', attempt: duplicateCheckEvery + 1 });
  await plane.wait(ahead.dueAtMs - plane.clock.nowMs());
  // Copy b is behind. Somebody else takes the last slot while a is placed, and b stands by.
  const now = { dueAtMs: plane.clock.nowMs() };
  plane.interfere = justBefore('TransactWriteItems', async () => {
    await plane.deliver('login', aSignedLogin({ nodeId: 'n2', ...now }));
    await plane.deliver('login', aSignedLogin({ attempt: duplicateCheckEvery - 1, ...now }));
  });
  await plane.deliver('login', ahead);
  expect(plane.counted('LoginsStoodBy')).toBe(1);
  expect(plane.counted('LoginsOvertaken')).toBe(1);
  expect(await deliverSent(plane)).toMatchObject([
    { nodeId: 'n1', attempt: duplicateCheckEvery + 3 },
  ]);
  expect(plane.counted('LoginCopiesDropped')).toBe(1);
  expect(plane.node('n1').state).toBe('waiting');
});

test('a copy of a sign-in that was placed meanwhile ends at its next attempt', async () => {
  const plane = await aControlPlane([aSupernodesNode(), aWaitingNode()], [aSupernode()]);
  plane.interfere = justBefore('TransactWriteItems', () => plane.deliver('login', aSignedLogin()));
  await plane.deliver('login', aSignedLogin());
  expect(plane.counted('LoginsOvertaken')).toBe(1);
  expect(await deliverSent(plane)).toEqual([]);
  expect(plane.counted('LoginsSuperseded')).toBe(1);
  expect(plane.supernode('s1').used).toBe(1);
});

test('a copy that answers while another one is placed leaves no answer', async () => {
  const plane = await aControlPlane(
    [aSupernodesNode(), aSupernodesNode({ nodeId: 's2' }), aNode()],
    [aSupernode({ nodeEpoch: 2 }), aSupernode({ nodeId: 's2', slots: 1 })],
  );
  const later = aProof({ nonce: noonMs + minuteMs });
  // It finds no slot, since another copy was placed in the last one after it had read the node.
  plane.interfere = justBefore('Query', () => plane.deliver('login', aSignedLogin()));
  await plane.deliver('login', aSignedLogin({ attempt: duplicateCheckEvery, proof: later }));
  expect(plane.node('n1').home).toEqual({ supernode: 's2', epoch: 1 });
  // That home goes, too, and the client is notified, by a function whose clock is behind.
  await plane.deliver('membership', aRestart({ nodeId: 's2' }));
  plane.takeSent('login');
  const reported = { attempt: duplicateCheckEvery, dueAtMs: plane.clock.nowMs() };
  const proof = aProof({ nonce: noonMs + 1 });
  await plane.deliver('login', aSignedLogin({ ...reported, proof }));
  expect(plane.takeSent('login')).toMatchObject([{ attempt: duplicateCheckEvery + 1 }]);
});

test('the log-in after a restart is good, whatever proof was used meanwhile', async () => {
  const plane = await aControlPlane([aSupernodesNode(), eligible()], [aSupernode({ slots: 0 })]);
  // Made by a function whose clock is ahead; the one that follows the restart is behind.
  const ahead = aProof({ nonce: noonMs + 4_000 });
  plane.interfere = justBefore('UpdateItem', () =>
    plane.deliver('login', aSignedLogin({ proof: ahead })),
  );
  await plane.deliver('membership', aRestart());
  const sent = plane.takeSent('login').filter(({ type }) => type === 'LoginRequested');
  const first = sent.find((one) => 'epoch' in one && one.epoch === 2);
  expect(plane.node('n1')).toMatchObject({ epoch: 2, minNonce: noonMs + 4_000 });
  expect(first).toMatchObject({ proof: { nonce: noonMs + 4_000 } });
});

test('a new proof is never behind the one that it replaces', async () => {
  const plane = await aControlPlane(
    [aSupernodesNode(), aWaitingNode()],
    [aSupernode({ slots: 0 })],
  );
  const nonce = noonMs + 4_000;
  // More than half of its life is over, and the clock is behind whoever made it.
  const old = aProof({ nonce, expiresAtMs: noonMs + minuteMs });
  await plane.deliver('login', aSignedLogin({ proof: old }));
  const [next] = plane.takeSent('login');
  expect(next).toMatchObject({ attempt: 2, proof: { nonce } });
});

test('a log-in that died after it answered a duplicate check may be sent back', async () => {
  const plane = await aControlPlane(
    [aSupernodesNode(), aWaitingNode()],
    [aSupernode({ slots: 0 })],
  );
  const login = aSignedLogin({ attempt: duplicateCheckEvery });
  const first = { messageId: 'a', body: JSON.stringify(login), done: () => {} };
  plane.interfere = throttle('SendMessageBatch', 1);
  expect(await plane.deliver('login', first)).toEqual({ failed: [0] });
  // With another id it is a copy; sent back by `redrive`, it is the next attempt.
  await plane.deliver('login', { ...first, messageId: 'b' });
  expect(plane.takeSent('login')).toEqual([]);
  await plane.deliver('login', sentBackAs(login));
  expect(plane.takeSent('login')).toMatchObject([{ attempt: duplicateCheckEvery + 2 }]);
});

test('a promotion uses the proof up: no copy of the request is served after it', async () => {
  const plane = await aControlPlane([aSupernodesNode(), eligible()], [aSupernode({ slots: 0 })], {
    cell: { healDueAtMs: noonMs },
  });
  const stoodBy = aSignedLogin();
  await plane.deliver('login', stoodBy);
  await plane.deliver('heal', aHealStep(0));
  expect(plane.node('n1')).toMatchObject({ role: 'supernode' });
  await plane.wait(2 * plane.settings.timings.leaseMs);
  await plane.deliver('membership', aLoss({ nodeId: 'n1', dueAtMs: plane.clock.nowMs() }));
  expect(plane.node('n1')).toMatchObject({ role: 'client', state: 'waiting', epoch: 1 });
  await plane.deliver('login', stoodBy);
  expect(plane.counted('LoginsReplayed')).toBe(1);
});
