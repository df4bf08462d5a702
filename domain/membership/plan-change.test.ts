import fc from 'fast-check';
import {
  aNode,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  noonMs,
  someSettings,
  someSizes,
} from '#testing/domain/builders.ts';
import type { SupernodeRecord } from '../network.ts';
import { type NodeEvent, type NodeSeen, planChange } from './plan-change.ts';
import { neverSeen } from './restart-node.ts';

const settings = someSettings({ sizes: someSizes({ attemptsPerMinuteMax: 4 }) });
const { leaseMs } = settings.timings;
const flood = { attemptCount: 10 ** 6, liveCount: 1 };

function seen(some: Partial<NodeSeen> = {}): NodeSeen {
  return { node: aNode(), home: undefined, registration: undefined, load: null, ...some };
}

const plan = (event: NodeEvent, some: Partial<NodeSeen> = {}) =>
  planChange(event, seen(some), settings, noonMs);

const join = (epoch: number) => ({ type: 'NodeJoined', epoch }) as const;
const leave = (epoch: number) => ({ type: 'NodeLeft', epoch }) as const;
const lose = (epoch: number) => ({ type: 'NodeLost', epoch }) as const;
const restart = (epoch: number) => ({ type: 'NodeRestarted', epoch, cause: 'update' }) as const;
const protect = { type: 'NodeRestarted', epoch: 2, cause: 'self-protection' } as const;
const renewal = { type: 'LeaseRenewed', epoch: 1, dueAtMs: noonMs - 1_000 } as const;

const nothing = {
  write: { kind: 'none' },
  ifNotWritten: null,
  metric: null,
  firstLogin: 'none',
  nextRenewal: null,
  orphansBeforeEpoch: null,
  selfRestartEpoch: null,
  callsHeal: false,
};
const stale = { ...nothing, metric: 'StaleEvents' };
const supernode = { node: aSupernodesNode(), registration: aSupernode() };

describe('a restart', () => {
  test('of a client gives its slot back, and it logs in once it has booted', () => {
    const home = aSupernode();
    const own = { ownRegistration: undefined, signsOff: false };
    const move = { epoch: 2, state: 'waiting', moreUsers: 0, slotBackTo: home, ...own };
    expect(plan(restart(2), { home })).toEqual({
      ...nothing,
      write: { kind: 'move', move },
      metric: 'NodesRestarted',
      firstLogin: 'after-boot',
      callsHeal: true,
    });
  });

  test('of a supernode leaves its registration dead, and its orphans are notified', () => {
    const change = plan(restart(2), supernode);
    expect(change).toMatchObject({ metric: 'NodesRestarted', orphansBeforeEpoch: 2 });
    expect(change.write).toMatchObject({
      move: { ownRegistration: supernode.registration, signsOff: false },
    });
  });

  test('of a supernode that protects itself signs off', () => {
    const change = plan(protect, supernode);
    expect(change.metric).toBe('SelfProtections');
    expect(change.write).toMatchObject({ move: { signsOff: true } });
  });

  test('that is known is followed again, and of a PC that is off is stale', () => {
    const again = { firstLogin: 'after-boot', orphansBeforeEpoch: 1, callsHeal: true };
    expect(plan(restart(1))).toEqual({ ...nothing, ...again });
    expect(plan(restart(2), { node: aWaitingNode({ state: 'offline' }) })).toEqual(stale);
  });

  test('that was overtaken only has former clients notified', () => {
    const late = { orphansBeforeEpoch: 1, callsHeal: true };
    expect(plan(restart(1), { node: aNode({ epoch: 2 }) })).toEqual({ ...stale, ...late });
  });
});

describe('a join', () => {
  test('of somebody new counts one user more', () => {
    const change = plan(join(1), { node: neverSeen('c0000', 'n1') });
    expect(change).toMatchObject({ metric: 'NodesJoined', firstLogin: 'after-boot' });
    expect(change.write).toMatchObject({ move: { epoch: 1, state: 'waiting', moreUsers: 1 } });
  });

  test('of somebody who is thought to be on signs off the boot before', () => {
    const { write } = plan(join(3), supernode);
    expect(write).toMatchObject({ move: { moreUsers: 0, signsOff: true } });
  });
});

describe('a leave', () => {
  test('of a client calls nobody', () => {
    const change = plan(leave(1), { home: aSupernode() });
    expect(change).toMatchObject({ metric: 'NodesLeft', orphansBeforeEpoch: null });
    expect(change.callsHeal).toBe(false);
    expect(change.write).toMatchObject({ move: { state: 'offline', moreUsers: -1 } });
  });

  test('of a supernode has those notified whom it carried at that boot', () => {
    expect(plan(leave(1), supernode)).toMatchObject({ orphansBeforeEpoch: 2, callsHeal: true });
  });
});

describe('a loss', () => {
  const silent = { node: aSupernodesNode(), registration: aSupernode({ leaseUntilMs: noonMs }) };
  const follows = { orphansBeforeEpoch: 2, callsHeal: true };

  test('of a silent supernode has it log in at once', () => {
    expect(plan(lose(1), silent)).toEqual({
      ...nothing,
      ...follows,
      write: { kind: 'lose', registration: silent.registration },
      metric: 'NodesLost',
      firstLogin: 'at-once',
    });
  });

  test('of a supernode within its lease is stale', () => {
    expect(plan(lose(1), supernode)).toEqual(stale);
  });

  test("of the operator's has it booted, to renew from then on, and it logs in nowhere", () => {
    const registration = aSupernode({ leaseUntilMs: noonMs, operatorRun: true });
    expect(plan(lose(1), { registration })).toEqual({
      ...nothing,
      ...follows,
      write: { kind: 'boot-operator', registration, leaseUntilMs: noonMs + leaseMs },
      metric: 'NodesLost',
      nextRenewal: { epoch: 2, afterMs: noonMs },
    });
  });

  test("of the operator's that was overtaken only has former clients notified", () => {
    const registration = aSupernode({ epoch: 3, nodeEpoch: 3, operatorRun: true });
    expect(plan(lose(1), { registration })).toEqual({ ...nothing, ...follows });
  });
});

describe('a report', () => {
  test('renews the lease from when it was due, and the next renewal follows', () => {
    expect(plan(renewal, supernode)).toEqual({
      ...nothing,
      write: { kind: 'renew', epoch: 1, untilMs: noonMs - 1_000 + leaseMs },
      ifNotWritten: stale,
      metric: 'LeasesRenewed',
      nextRenewal: { epoch: 1, afterMs: noonMs - 1_000 },
    });
  });

  test('of a supernode that is hit by too much restarts it, and renews nothing', () => {
    const change = plan(renewal, { ...supernode, load: flood });
    expect(change).toEqual({ ...nothing, selfRestartEpoch: 2 });
  });

  test('of another boot than the registration protects nobody', () => {
    const registration = aSupernode({ epoch: 2, nodeEpoch: 2 });
    expect(plan(renewal, { registration, load: flood }).selfRestartEpoch).toBeNull();
  });
});

test("whoever speaks in the name of an operator's machine is not heard", () => {
  const registration = aSupernode({ operatorRun: true });
  for (const event of [join(2), leave(1), restart(2), protect])
    expect(plan(event, { registration })).toEqual(stale);
});

const boot = fc.integer({ min: 1, max: 3 });
const anyRegistration: fc.Arbitrary<SupernodeRecord | undefined> = fc.option(
  fc
    .record({
      epoch: boot,
      nodeEpoch: boot,
      leaseUntilMs: fc.constantFrom(noonMs - 1, noonMs, noonMs + 1),
      operatorRun: fc.boolean(),
    })
    .map(aSupernode),
  { nil: undefined },
);
const anySeen: fc.Arbitrary<NodeSeen> = fc.record({
  node: fc.record({ epoch: boot, state: fc.constantFrom('offline', 'waiting', 'online') }),
  home: anyRegistration,
  registration: anyRegistration,
  load: fc.constantFrom(null, flood),
});
const anyEvent: fc.Arbitrary<NodeEvent> = boot.chain((epoch) =>
  fc.constantFrom(
    join(epoch),
    leave(epoch),
    lose(epoch),
    restart(epoch),
    { ...protect, epoch },
    { ...renewal, epoch },
  ),
);

test('a slot goes back to a registration of the boot that its node is at, and to no other', () => {
  fc.assert(
    fc.property(anyEvent, anySeen, (event, around) => {
      const { write } = planChange(event, around, settings, noonMs);
      if (write.kind !== 'move') return;
      const isAlive = around.home !== undefined && around.home.epoch === around.home.nodeEpoch;
      expect(write.move.slotBackTo).toBe(isAlive ? around.home : undefined);
    }),
  );
});

test('news whose change was written is followed again in full, and changes nothing', () => {
  fc.assert(
    fc.property(anyEvent, anySeen, (event, around) => {
      const first = planChange(event, around, settings, noonMs);
      if (first.write.kind !== 'move') return;
      const { epoch, state } = first.write.move;
      const after = { ...around, node: { epoch, state }, home: undefined, registration: undefined };
      const again = planChange(event, after, settings, noonMs);
      expect(again.write).toEqual({ kind: 'none' });
      expect(again.firstLogin).toBe(first.firstLogin);
      if (first.orphansBeforeEpoch !== null)
        expect(again.orphansBeforeEpoch).toBe(first.orphansBeforeEpoch);
    }),
  );
});

test('heal is called exactly when somebody is left waiting or may be', () => {
  fc.assert(
    fc.property(anyEvent, anySeen, (event, around) => {
      const change = planChange(event, around, settings, noonMs);
      const leavesSomebody = change.firstLogin !== 'none' || change.orphansBeforeEpoch !== null;
      expect(change.callsHeal).toBe(leavesSomebody);
    }),
  );
});
