// The key of proofs: where it cannot be read nobody is signed in, and where it is rotated nobody is
// turned away.

import { previousKeyKnownForMs } from '#domain/limits.ts';
import { ServiceError } from '#local-cloud/service.ts';
import {
  aLogin,
  aProof,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  hourMs,
  minuteMs,
  noonMs,
} from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane, throttle } from '../control-plane.ts';
import { aSignedLogin, identityKey, signed } from './signed-login.ts';

const names = ['n1', 'n2', 'n3', 'n4', 'n5'] as const;

const waiting = () =>
  aControlPlane(
    [aSupernodesNode(), ...names.map((nodeId) => aWaitingNode({ nodeId }))],
    [aSupernode({ leaseUntilMs: noonMs + 100 * hourMs })],
  );

const at = (plane: ControlPlane, nodeId: string) => {
  const nowMs = plane.clock.nowMs();
  return aSignedLogin({ nodeId, dueAtMs: nowMs });
};

/** A log-in function reads the clients' key and that of turns at once. */
const bothCurrent = ['AWSCURRENT', 'AWSCURRENT'];

/** Counts what Secrets Manager is asked for. */
function countReads(plane: ControlPlane): string[] {
  const stages: string[] = [];
  plane.interfere = (operation, input) => {
    if (operation === 'GetSecretValue') stages.push(String(input.VersionStage));
    return undefined;
  };
  return stages;
}

describe('a key that cannot be read', () => {
  const refusals = [
    new ServiceError('AccessDeniedException', 'not authorized to perform GetSecretValue'),
    new ServiceError('ThrottlingException', 'Rate exceeded'),
    new ServiceError('InternalServiceError', 'try again'),
    new ServiceError('ResourceNotFoundException', "can't find the specified secret"),
  ];

  test.each(refusals)('by $code signs nobody in, and every log-in comes again', async (refusal) => {
    const plane = await waiting();
    const before = plane.records();
    plane.interfere = (operation) => (operation === 'GetSecretValue' ? refusal : undefined);
    const batch = names.map((nodeId) => at(plane, nodeId));
    expect(await plane.deliver('login', ...batch)).toEqual({ failed: [0, 1, 2, 3, 4] });
    expect(plane.records()).toEqual(before);
    expect(plane.takeSent('login')).toEqual([]);
    plane.interfere = undefined;
    expect(await plane.deliver('login', ...batch)).toEqual({ failed: [] });
    expect(plane.supernode('s1').used).toBe(5);
  });

  test('has a restart come again, whose client cannot prove itself', async () => {
    const plane = await waiting();
    plane.interfere = throttle('GetSecretValue', 1);
    expect(await plane.deliver('membership', aRestart())).toEqual({ failed: [0] });
    expect(plane.takeSent('login')).toEqual([]);
    expect(await plane.deliver('membership', aRestart())).toEqual({ failed: [] });
    expect(plane.takeSent('login')).toHaveLength(1);
  });

  test('is not replaced by one that was read an hour before', async () => {
    const plane = await waiting();
    await plane.deliver('login', at(plane, 'n1'));
    await plane.wait(hourMs);
    plane.interfere = throttle('GetSecretValue', 1);
    expect(await plane.deliver('login', at(plane, 'n2'))).toEqual({ failed: [0] });
    expect(plane.node('n2').state).toBe('waiting');
  });

  test('for the proofs before a rotation refuses none of them: they come again', async () => {
    const plane = await waiting();
    plane.rotateKey('newer');
    plane.interfere = (operation, { VersionStage }) =>
      operation === 'GetSecretValue' && VersionStage === 'AWSPREVIOUS'
        ? new ServiceError('ThrottlingException', 'Rate exceeded')
        : undefined;
    expect(await plane.deliver('login', at(plane, 'n1'))).toEqual({ failed: [0] });
    expect(plane.counted('LoginsForged')).toBe(0);
  });
});

test('an environment reads each key once, however many ask, and again after an hour', async () => {
  const plane = await waiting();
  const stages = countReads(plane);
  await plane.deliver('login', ...names.slice(0, 3).map((nodeId) => at(plane, nodeId)));
  await plane.wait(hourMs - 1);
  await plane.deliver('login', at(plane, 'n4'));
  expect(stages).toEqual(bothCurrent);
  await plane.wait(1);
  await plane.deliver('login', at(plane, 'n5'));
  expect(stages).toEqual([...bothCurrent, ...bothCurrent]);
});

describe('a rotation', () => {
  test('of the key of turns refuses nobody whose turn was given before it', async () => {
    const plane = await waiting();
    const turn = { attempt: 3, dueAtMs: noonMs };
    await plane.deliver('login', aSignedLogin({ nodeId: 'n1', ...turn }));
    plane.rotateKey('newer', 'turn-key');
    await plane.wait(minuteMs);
    const dueAtMs = plane.clock.nowMs();
    const newer = signed(aLogin({ nodeId: 'n2', ...turn, dueAtMs }), 'newer');
    await plane.deliver('login', newer, aSignedLogin({ nodeId: 'n3', ...turn, dueAtMs }));
    for (const nodeId of ['n1', 'n2', 'n3']) expect(plane.node(nodeId).state).toBe('online');
  });

  test('ends the key before it a day and an hour later', async () => {
    for (const [waitMs, state] of [
      [previousKeyKnownForMs - 1, 'online'],
      [previousKeyKnownForMs, 'waiting'],
    ] as const) {
      const plane = await waiting();
      plane.rotateKey('newer');
      await plane.wait(waitMs);
      const dueAtMs = plane.clock.nowMs();
      const proof = aProof({ nonce: dueAtMs, expiresAtMs: dueAtMs + hourMs });
      await plane.deliver('login', aSignedLogin({ nodeId: 'n1', proof, dueAtMs }));
      expect(plane.node('n1').state).toBe(state);
    }
  });

  test('refuses nobody whose proof was made with the key before it', async () => {
    const plane = await waiting();
    plane.rotateKey('newer');
    await plane.deliver('login', at(plane, 'n1'));
    expect(plane.node('n1').state).toBe('online');
  });

  test('refuses nobody whose proof is newer than the key that was read', async () => {
    const plane = await waiting();
    await plane.deliver('login', at(plane, 'n1'));
    plane.rotateKey('newer');
    await plane.wait(minuteMs);
    await plane.deliver('login', signed(at(plane, 'n2'), 'newer'), at(plane, 'n3'));
    expect(plane.node('n2').state).toBe('online');
    expect(plane.node('n3').state).toBe('online');
  });

  test('ends a key that is two rotations old', async () => {
    const plane = await waiting();
    plane.rotateKey('newer');
    plane.rotateKey('newest');
    await plane.deliver('login', at(plane, 'n1'));
    expect(plane.counted('LoginsForged')).toBe(1);
    expect(plane.node('n1').state).toBe('waiting');
  });

  test('is taken up within the hour by whoever makes proofs', async () => {
    const plane = await waiting();
    await plane.deliver('membership', aRestart());
    plane.takeSent('login');
    plane.rotateKey('newer');
    await plane.wait(hourMs);
    await plane.deliver('membership', aRestart({ epoch: 3 }));
    const [login] = plane.takeSent('login');
    if (login?.type !== 'LoginRequested') throw new Error('expected a log-in');
    expect(login).toEqual(signed(login, 'newer'));
    expect(login).not.toEqual(signed(login, identityKey));
  });
});

test('whoever forges proofs has Secrets Manager asked no more than twice a second', async () => {
  const plane = await waiting();
  const stages = countReads(plane);
  const forged = names.map((nodeId) => signed(at(plane, nodeId), 'a guess'));
  for (let second = 0; second < 10; second += 1) {
    await plane.deliver('login', ...forged);
    await plane.deliver('login', ...forged);
    await plane.wait(1_000);
  }
  expect(plane.counted('LoginsForged')).toBe(100);
  // The key of turns is read once, beside the first one that is guessed at.
  expect(stages.length).toBeLessThanOrEqual(1 + 20);
});
