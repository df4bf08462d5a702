import {
  aCell,
  aHealStep,
  aJoin,
  aLeave,
  aLogin,
  aLoss,
  aNode,
  aProof,
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
import { type ControlEvent, leaseRenewed } from './events.ts';
import { clockSkewMsMax, dueAheadMsMax, duplicateCheckEvery } from './limits.ts';
import type { NodeRecord, SupernodeRecord } from './network.ts';
import { type DeadLetterFacts, judgeDeadLetter, sentBackAs, type UnreadReason } from './redrive.ts';

/** Ten minutes later: a message is dead-lettered by then. */
const nowMs = noonMs + 10 * minuteMs;

function facts({
  nodes = [aWaitingNode()],
  supernodes = [aSupernode()],
  ...some
}: Partial<Omit<DeadLetterFacts, 'nodes' | 'supernodes'>> & {
  nodes?: readonly NodeRecord[];
  supernodes?: readonly SupernodeRecord[];
} = {}): DeadLetterFacts {
  return {
    run: { settings: someSettings(), status: 'running' },
    cell: aCell(),
    nodes: new Map(nodes.map((node) => [node.nodeId, node])),
    supernodes: new Map(supernodes.map((one) => [one.nodeId, one])),
    ...some,
  };
}

const judged = (event: ControlEvent | UnreadReason, known = facts()) => {
  const judgement = judgeDeadLetter(event, known, nowMs);
  return judgement.kind === 'stays' ? judgement.reason : judgement.kind;
};

const aRenewal = (dueAtMs = noonMs, epoch = 1) => leaseRenewed(here, 's1', epoch, dueAtMs);

/** Renewed by the renewal before the one of noon. */
const renewedBefore = aSupernode({ leaseUntilMs: noonMs + hourMs - 15 * minuteMs });

describe('what can be helped goes back', () => {
  test.each([
    ['a log-in of a client that waits', aLogin(), facts()],
    [
      'a log-in that waited beyond its client timeout',
      aLogin({ dueAtMs: noonMs - hourMs }),
      facts(),
    ],
    [
      'a log-in of a client whose home is dead',
      aLogin(),
      facts({ nodes: [aNode()], supernodes: [aSupernode({ nodeEpoch: 2 })] }),
    ],
    ['a restart that nobody noted', aRestart(), facts()],
    ['a restart whose log-in was perhaps never sent', aRestart({ epoch: 1 }), facts()],
    [
      'news of an older boot, whose clients may still wait to be notified',
      aRestart(),
      facts({ nodes: [aWaitingNode({ epoch: 3 })] }),
    ],
    ['the first boot of a new node', aJoin({ nodeId: 'new', epoch: 1 }), facts()],
    ['a leaving that nobody noted', aLeave(), facts()],
    [
      'a loss whose lease has run out',
      aLoss(),
      facts({ nodes: [aSupernodesNode()], supernodes: [aSupernode({ leaseUntilMs: noonMs })] }),
    ],
    [
      'the loss of an operator-run supernode, which has no node',
      aLoss({ nodeId: 'op' }),
      facts({
        supernodes: [aSupernode({ nodeId: 'op', operatorRun: true, leaseUntilMs: noonMs })],
      }),
    ],
    ['a renewal that still renews', aRenewal(), facts({ supernodes: [renewedBefore] })],
    ['the heal step that is due', aHealStep(0), facts()],
    [
      'a heal step whose successor is overdue',
      aHealStep(3),
      facts({ cell: aCell({ healStep: 4, healDueAtMs: noonMs - hourMs }) }),
    ],
  ])('%s', (_what, event, known) => {
    expect(judged(event, known)).toBe('send-back');
  });
});

describe('what goes back', () => {
  test('is the message as it is', () => {
    for (const event of [aRestart(), aHealStep(3), aLogin({ attempt: duplicateCheckEvery + 1 })])
      expect(sentBackAs(event)).toBe(event);
  });

  test('is the next attempt, where a log-in may have answered a duplicate check before', () => {
    const dead = aLogin({ attempt: duplicateCheckEvery, admissionAtMs: noonMs });
    const attempt = duplicateCheckEvery + 1;
    expect(sentBackAs(dead)).toEqual(aLogin({ attempt, admissionAtMs: noonMs }));
  });
});

describe('what is unprocessable stays, with the reason', () => {
  const ended = someSettings({ endsAtMs: nowMs - 1 });
  test.each<[string, string, ControlEvent | UnreadReason, DeadLetterFacts]>([
    ['what cannot be read', 'malformed', 'malformed', facts()],
    ['what newer functions sent', 'newer-version', 'newer-version', facts()],
    [
      'what is due too far ahead',
      'malformed',
      aLogin({ dueAtMs: nowMs + dueAheadMsMax + 1 }),
      facts(),
    ],
    ['an unknown run', 'unknown-run', aLogin(), facts({ run: undefined })],
    [
      'a finished run',
      'run-over',
      aLogin(),
      facts({ run: { settings: someSettings(), status: 'finished' } }),
    ],
    [
      'a run past its end',
      'run-over',
      aHealStep(),
      facts({ run: { settings: ended, status: 'running' } }),
    ],
    ['an unknown cell', 'unknown-cell', aHealStep(), facts({ cell: undefined })],
    [
      'a log-in of an older boot',
      'superseded',
      aLogin(),
      facts({ nodes: [aWaitingNode({ epoch: 2 })] }),
    ],
    ['a log-in of who is signed in', 'superseded', aLogin(), facts({ nodes: [aNode()] })],
    [
      'a log-in of who left',
      'superseded',
      aLogin(),
      facts({ nodes: [aWaitingNode({ state: 'offline' })] }),
    ],
    ['a log-in of nobody', 'unknown-node', aLogin({ nodeId: 'nobody' }), facts()],
    ['a log-in of a boot to come', 'epoch-from-the-future', aLogin({ epoch: 2 }), facts()],
    ['a used proof', 'replayed', aLogin(), facts({ nodes: [aWaitingNode({ minNonce: nowMs })] })],
    [
      'an expired proof',
      'proof-expired',
      aLogin({ proof: aProof({ expiresAtMs: nowMs - 1 }) }),
      facts(),
    ],
    ['a restart of nobody', 'stale', aRestart({ nodeId: 'nobody' }), facts()],
    ['the loss of a supernode that lives', 'stale', aLoss(), facts({ nodes: [aSupernodesNode()] })],
    ['a renewal that another overtook', 'stale', aRenewal(), facts()],
    [
      'a renewal of another boot',
      'stale',
      aRenewal(noonMs, 2),
      facts({ supernodes: [renewedBefore] }),
    ],
    [
      'a renewal after the lease',
      'stale',
      aRenewal(),
      facts({ supernodes: [aSupernode({ leaseUntilMs: nowMs })] }),
    ],
    [
      'a renewal of a lease that may be over by the clock of its consumer',
      'stale',
      aRenewal(),
      facts({ supernodes: [aSupernode({ leaseUntilMs: nowMs + clockSkewMsMax })] }),
    ],
    ['a renewal of who has no registration', 'stale', aRenewal(), facts({ supernodes: [] })],
    ['a heal step that was taken', 'stale', aHealStep(0), facts({ cell: aCell({ healStep: 2 }) })],
  ])('%s: %s', (_what, reason, event, known) => {
    expect(judged(event, known)).toBe(reason);
  });
});
