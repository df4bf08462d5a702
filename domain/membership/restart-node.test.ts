import {
  aLoss,
  aNode,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  here,
  noonMs,
} from '#testing/domain/builders.ts';
import { loseOperatorRun, loseSupernode, neverSeen, restartNode } from './restart-node.ts';

const nobody = neverSeen(here.cell, 'n1');

describe('news of a restart', () => {
  const toSecondBoot = aRestart({ epoch: 2 });

  test('a boot that was not known is new', () => {
    expect(restartNode(aNode({ epoch: 1 }), toSecondBoot)).toEqual({ kind: 'new' });
  });

  test('a boot that is known is repeated, for its orphans may still wait to be notified', () => {
    expect(restartNode(aNode({ epoch: 2 }), toSecondBoot)).toEqual({ kind: 'repeated' });
  });

  test('an older boot is overtaken, for its orphans may still wait to be notified', () => {
    expect(restartNode(aNode({ epoch: 3 }), toSecondBoot)).toEqual({ kind: 'overtaken' });
  });

  test('a node that is off, or that nobody knows, does not restart', () => {
    const off = aWaitingNode({ state: 'offline' });
    expect(restartNode(off, toSecondBoot)).toEqual({ kind: 'stale' });
    expect(restartNode(nobody, toSecondBoot)).toEqual({ kind: 'stale' });
  });

  test('the restart of a boot that ended since is overtaken', () => {
    const off = aWaitingNode({ state: 'offline', epoch: 2 });
    expect(restartNode(off, toSecondBoot)).toEqual({ kind: 'overtaken' });
  });
});

describe('news of a loss', () => {
  const node = aSupernodesNode();

  test('a lease that has run out is new, one that still runs is stale', () => {
    const registration = aSupernode({ leaseUntilMs: noonMs });
    expect(loseSupernode(node, aLoss(), registration, noonMs)).toEqual({ kind: 'new' });
    expect(loseSupernode(node, aLoss(), registration, noonMs - 1)).toEqual({ kind: 'stale' });
  });

  test('a loss that was noted is repeated, for its orphans may still wait to be notified', () => {
    const back = aNode({ nodeId: 's1' });
    expect(loseSupernode(back, aLoss(), undefined, noonMs)).toEqual({ kind: 'repeated' });
  });

  test('a loss of an earlier boot, or of one that ended since, is overtaken', () => {
    const registration = aSupernode({ leaseUntilMs: 0 });
    const rebooted = aSupernodesNode({ epoch: 2 });
    expect(loseSupernode(rebooted, aLoss(), registration, noonMs)).toEqual({ kind: 'overtaken' });
    const off = aWaitingNode({ nodeId: 's1', state: 'offline' });
    expect(loseSupernode(off, aLoss(), undefined, noonMs)).toEqual({ kind: 'overtaken' });
  });

  test('a loss of a node that nobody knows is stale', () => {
    expect(loseSupernode(nobody, aLoss(), undefined, noonMs)).toEqual({ kind: 'stale' });
  });

  test('a registration of a later promotion is not taken for the one that was lost', () => {
    const promotedAgain = aSupernode({ epoch: 2, nodeEpoch: 2, leaseUntilMs: 0 });
    expect(loseSupernode(node, aLoss(), promotedAgain, noonMs)).toEqual({ kind: 'repeated' });
  });
});

describe('news of the loss of an operator-run supernode', () => {
  const silent = aSupernode({ operatorRun: true, leaseUntilMs: noonMs });

  test('a lease that has run out is new, one that still runs is stale', () => {
    expect(loseOperatorRun(silent, aLoss(), noonMs)).toEqual({ kind: 'new' });
    expect(loseOperatorRun(silent, aLoss(), noonMs - 1)).toEqual({ kind: 'stale' });
  });

  test('a loss that it was started again for is repeated, an earlier one overtaken', () => {
    const again = { ...silent, epoch: 2, nodeEpoch: 2 };
    expect(loseOperatorRun(again, aLoss(), noonMs)).toEqual({ kind: 'repeated' });
    const later = { ...silent, epoch: 3, nodeEpoch: 3 };
    expect(loseOperatorRun(later, aLoss(), noonMs)).toEqual({ kind: 'overtaken' });
  });
});
