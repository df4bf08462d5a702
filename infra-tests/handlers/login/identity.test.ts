// Nobody is signed in without a proof of who it is, made with the control plane's key.

import type { LoginRequested } from '#domain/events.ts';
import { duplicateCheckEvery, proofLifeMs } from '#domain/limits.ts';
import { sentBackAs } from '#domain/redrive.ts';
import {
  aLogin,
  aProof,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  hourMs,
  noonMs,
} from '#testing/domain/builders.ts';
import { aControlPlane } from '../control-plane.ts';
import { aSignedLogin, identityKey, signed, turnKey } from './signed-login.ts';

const waiting = (slots = 10) =>
  aControlPlane(
    [aSupernodesNode(), aWaitingNode(), aWaitingNode({ nodeId: 'n2' })],
    [aSupernode({ slots, leaseUntilMs: noonMs + 100 * hourMs })],
  );

const genuine = aSignedLogin();

/** A later request, with the turn that the log-in function gave its client. */
const turned = aSignedLogin({ attempt: 4, admissionAtMs: noonMs + hourMs });

/** A genuine proof, for another claim than it was made for. */
const forgeries: readonly (readonly [string, LoginRequested])[] = [
  ['a proof of nobody', aLogin()],
  ['the proof of another node', { ...genuine, nodeId: 'n2' }],
  ['the proof of another boot', { ...genuine, epoch: 2 }],
  ['the proof of another run', { ...genuine, runId: 'run-2' }],
  ['a nonce that was raised', { ...genuine, proof: { ...genuine.proof, nonce: noonMs + 1 } }],
  ['a life that was prolonged', { ...genuine, proof: { ...genuine.proof, expiresAtMs: 8e15 } }],
  ['a proof with another key', signed(aLogin(), 'another key')],
  ['a turn that has come, in place of the one given', { ...turned, admissionAtMs: noonMs }],
  ['a turn that nobody gave', { ...genuine, admissionAtMs: noonMs }],
  ['no turn, in place of the one given', { ...turned, admissionAtMs: null }],
  ['a higher attempt', { ...turned, attempt: 5 }],
  ['a lower attempt', { ...turned, attempt: 3 }],
  ['a first attempt, though it is a later one', { ...turned, attempt: 1, admissionAtMs: null }],
  ['a turn that whoever plays clients made', signed({ ...turned }, identityKey)],
  ["a first request under the turns' key", signed(aLogin(), turnKey)],
];

test.each(forgeries)('%s is refused for good, before anything is read', async (_what, login) => {
  const plane = await waiting();
  const calls: string[] = [];
  plane.interfere = (operation) => {
    calls.push(operation);
    return undefined;
  };
  expect(await plane.deliver('login', login)).toEqual({ failed: [] });
  expect(calls.filter((operation) => operation !== 'GetSecretValue')).toEqual([]);
  expect(plane.counted('LoginsForged')).toBe(1);
  expect(plane.counted('LoginsRefused')).toBe(1);
  expect(plane.takeSent('login')).toEqual([]);
});

test('a later request is served with the turn that was given, by the key of turns', async () => {
  const plane = await waiting(0);
  await plane.deliver('login', genuine);
  const [next] = plane.takeSent('login') as LoginRequested[];
  if (next === undefined) throw new Error('expected a log-in');
  expect(next).toEqual(signed({ ...next }, turnKey));
  const { nonce, expiresAtMs } = genuine.proof;
  expect(next.proof).toMatchObject({ nonce, expiresAtMs });
  await plane.wait(next.dueAtMs - noonMs);
  await plane.deliver('login', next);
  expect(plane.counted('LoginsForged')).toBe(0);
  expect(plane.takeSent('login')).toMatchObject([{ attempt: next.attempt + 1 }]);
});

test('a log-in dead-lettered at its duplicate check may come as the next attempt', async () => {
  const plane = await waiting();
  const dead = aSignedLogin({ attempt: duplicateCheckEvery });
  await plane.deliver('login', sentBackAs(dead));
  expect(plane.node('n1').state).toBe('online');
  const other = aSignedLogin({ nodeId: 'n2', attempt: duplicateCheckEvery });
  await plane.deliver('login', { ...other, attempt: duplicateCheckEvery + 2 });
  expect(plane.counted('LoginsForged')).toBe(1);
});

test('a forged log-in is refused alone, and its neighbours are served', async () => {
  const plane = await waiting();
  await plane.deliver('login', aLogin({ nodeId: 'n2' }), genuine);
  expect(plane.node('n1').state).toBe('online');
  expect(plane.node('n2').state).toBe('waiting');
});

test('a proof is good until it expires, and not a millisecond longer', async () => {
  const dueAtMs = noonMs + proofLifeMs;
  const login = { ...genuine, dueAtMs };
  const plane = await waiting();
  await plane.wait(proofLifeMs + 1);
  await plane.deliver('login', login);
  expect(plane.counted('LoginsExpired')).toBe(1);
  expect(plane.node('n1').state).toBe('waiting');
  const inTime = await waiting();
  await inTime.wait(proofLifeMs);
  await inTime.deliver('login', login);
  expect(inTime.node('n1').state).toBe('online');
});

test('a proof that signed somebody in signs nobody in again', async () => {
  const plane = await waiting();
  await plane.deliver('login', genuine);
  expect(plane.node('n1')).toMatchObject({ provenEpoch: 1, minNonce: noonMs + 1 });
  // Its supernode restarts, so that it is an orphan at the same boot.
  await plane.deliver('membership', aRestart({ nodeId: 's1' }));
  const orphan = plane
    .takeSent('login')
    .find((event) => 'nodeId' in event && event.nodeId === 'n1');
  await plane.deliver('login', genuine);
  expect(plane.counted('LoginsReplayed')).toBe(1);
  expect(plane.takeSent('login')).toEqual([]);
  expect(orphan).toMatchObject({ proof: { nonce: noonMs + 1 } });
});

test('of two proofs of one boot the later one, used, makes the earlier one void', async () => {
  const plane = await waiting();
  const earlier = aSignedLogin({ proof: aProof({ nonce: noonMs - 1 }) });
  await Promise.all([plane.deliver('login', genuine), plane.deliver('login', earlier)]);
  expect(plane.supernode('s1').used).toBe(1);
  expect(plane.check().violations).toEqual([]);
});

test('a client that goes on asking gets a new proof before the old one is half over', async () => {
  const plane = await waiting(0);
  await plane.deliver('login', genuine);
  const [kept] = plane.takeSent('login');
  const { nonce, expiresAtMs } = genuine.proof;
  expect(kept).toMatchObject({ proof: { nonce, expiresAtMs } });
  await plane.wait(proofLifeMs / 2);
  const late = noonMs + proofLifeMs / 2;
  await plane.deliver('login', { ...genuine, dueAtMs: late });
  const [renewed] = plane.takeSent('login') as LoginRequested[];
  expect(renewed?.proof.nonce).toBe(late);
  expect(renewed?.proof.expiresAtMs).toBeGreaterThanOrEqual(late + proofLifeMs);
  await plane.wait(proofLifeMs);
  const dueAtMs = plane.clock.nowMs();
  await plane.deliver('login', { ...(renewed ?? genuine), dueAtMs: dueAtMs - 1 });
  expect(plane.counted('LoginsRefused')).toBe(0);
});

test('whoever restarts proves itself anew', async () => {
  const plane = await waiting();
  await plane.deliver('login', genuine);
  await plane.deliver('membership', aRestart());
  expect(plane.node('n1')).toMatchObject({ epoch: 2, provenEpoch: 1 });
  const [login] = plane.takeSent('login');
  if (login === undefined) throw new Error('expected a log-in');
  await plane.wait(login.dueAtMs - noonMs);
  await plane.deliver('login', login);
  expect(plane.node('n1')).toMatchObject({ state: 'online', provenEpoch: 2 });
});
