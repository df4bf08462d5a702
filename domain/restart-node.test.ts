import {
  aLoss,
  aNode,
  aRestart,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  noonMs,
} from './builders.ts';
import type { SupernodeRecord } from './network.ts';
import { loseSupernode, restartNode } from './restart-node.ts';

const known = (...supernodes: SupernodeRecord[]) =>
  new Map(supernodes.map((one) => [one.nodeId, one]));

describe('news of a restart', () => {
  const toSecondBoot = aRestart({ epoch: 2 });

  test('a boot that was not known is new', () => {
    const news = restartNode(aNode({ epoch: 1 }), toSecondBoot, known(aSupernode()), noonMs);
    expect(news).toEqual({ kind: 'new' });
  });

  test('a boot that is known is repeated while the node still waits', () => {
    const node = aWaitingNode({ epoch: 2 });
    expect(restartNode(node, toSecondBoot, known(), noonMs)).toEqual({ kind: 'repeated' });
  });

  test('a boot that is known is stale once the node is signed in', () => {
    const news = restartNode(aNode({ epoch: 2 }), toSecondBoot, known(aSupernode()), noonMs);
    expect(news).toEqual({ kind: 'stale' });
  });

  test('a node whose home is dead counts as one that waits', () => {
    const ghost = known(aSupernode({ nodeEpoch: 2 }));
    const news = restartNode(aNode({ epoch: 2 }), toSecondBoot, ghost, noonMs);
    expect(news).toEqual({ kind: 'repeated' });
  });

  test('an older boot and an unknown node are stale', () => {
    const stale = { kind: 'stale' };
    expect(restartNode(aWaitingNode({ epoch: 3 }), toSecondBoot, known(), noonMs)).toEqual(stale);
    expect(restartNode(undefined, toSecondBoot, known(), noonMs)).toEqual(stale);
  });
});

describe('news of a loss', () => {
  const node = aSupernodesNode();

  test('a lease that has run out is new, one that still runs is stale', () => {
    const offer = aSupernode({ leaseUntilMs: noonMs });
    expect(loseSupernode(node, aLoss(), offer, noonMs)).toEqual({ kind: 'new' });
    expect(loseSupernode(node, aLoss(), offer, noonMs - 1)).toEqual({ kind: 'stale' });
  });

  test('a loss that was noted is repeated while the node waits', () => {
    const waiting = aWaitingNode({ nodeId: 's1' });
    expect(loseSupernode(waiting, aLoss(), undefined, noonMs)).toEqual({ kind: 'repeated' });
    const back = aNode({ nodeId: 's1' });
    expect(loseSupernode(back, aLoss(), undefined, noonMs)).toEqual({ kind: 'stale' });
  });

  test('a loss of another boot, or of a node that nobody knows, is stale', () => {
    const offer = aSupernode({ leaseUntilMs: 0 });
    const rebooted = aSupernodesNode({ epoch: 2 });
    expect(loseSupernode(rebooted, aLoss(), offer, noonMs)).toEqual({ kind: 'stale' });
    expect(loseSupernode(undefined, aLoss(), offer, noonMs)).toEqual({ kind: 'stale' });
  });

  test('an offer of a later promotion is not taken for the one that was lost', () => {
    const promotedAgain = aSupernode({ epoch: 2, nodeEpoch: 2, leaseUntilMs: 0 });
    expect(loseSupernode(node, aLoss(), promotedAgain, noonMs)).toEqual({ kind: 'stale' });
  });
});
