import { aLoss, aNode, aRestart, aSupernode, aSupernodesNode, noonMs } from './builders.ts';
import { loseSupernode, restartNode } from './restart-node.ts';

describe('news of a restart', () => {
  const toSecondBoot = aRestart({ epoch: 2 });

  test('a boot that was not known is new', () => {
    expect(restartNode(aNode({ epoch: 1 }), toSecondBoot)).toEqual({ kind: 'new' });
  });

  test('a boot that is known is repeated, for its orphans may still wait to be told', () => {
    expect(restartNode(aNode({ epoch: 2 }), toSecondBoot)).toEqual({ kind: 'repeated' });
  });

  test('an older boot and an unknown node are stale', () => {
    expect(restartNode(aNode({ epoch: 3 }), toSecondBoot)).toEqual({ kind: 'stale' });
    expect(restartNode(undefined, toSecondBoot)).toEqual({ kind: 'stale' });
  });
});

describe('news of a loss', () => {
  const node = aSupernodesNode();

  test('a lease that has run out is new, one that still runs is stale', () => {
    const offer = aSupernode({ leaseUntilMs: noonMs });
    expect(loseSupernode(node, aLoss(), offer, noonMs)).toEqual({ kind: 'new' });
    expect(loseSupernode(node, aLoss(), offer, noonMs - 1)).toEqual({ kind: 'stale' });
  });

  test('a loss that was noted is repeated, for its orphans may still wait to be told', () => {
    const back = aNode({ nodeId: 's1' });
    expect(loseSupernode(back, aLoss(), undefined, noonMs)).toEqual({ kind: 'repeated' });
  });

  test('a loss of another boot, or of a node that nobody knows, is stale', () => {
    const offer = aSupernode({ leaseUntilMs: 0 });
    const rebooted = aSupernodesNode({ epoch: 2 });
    expect(loseSupernode(rebooted, aLoss(), offer, noonMs)).toEqual({ kind: 'stale' });
    expect(loseSupernode(undefined, aLoss(), offer, noonMs)).toEqual({ kind: 'stale' });
  });

  test('an offer of a later promotion is not taken for the one that was lost', () => {
    const promotedAgain = aSupernode({ epoch: 2, nodeEpoch: 2, leaseUntilMs: 0 });
    expect(loseSupernode(node, aLoss(), promotedAgain, noonMs)).toEqual({ kind: 'repeated' });
  });
});
