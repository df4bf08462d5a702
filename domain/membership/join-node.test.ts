import { aJoin, aLeave, aNode, aWaitingNode, here } from '#testing/domain/builders.ts';
import { joinNode } from './join-node.ts';
import { leaveNode } from './leave-node.ts';
import { neverSeen } from './restart-node.ts';

const nobody = neverSeen(here.cell, 'n1');
const on = (epoch: number) => aNode({ epoch });
const off = (epoch: number) => aWaitingNode({ epoch, state: 'offline' });

describe('a node that joins for its second boot', () => {
  const join = aJoin({ epoch: 2 });

  test.each([
    ['is off since its first', off(1), 'new'],
    ['is thought to be on since its first', on(1), 'new'],
    ['nobody knows', nobody, 'new'],
    ['is known to have joined', on(2), 'repeated'],
    ['has left again', off(2), 'overtaken'],
    ['is at a later boot', on(3), 'overtaken'],
    ['has left a later boot', off(3), 'overtaken'],
  ])('and %s', (_, node, kind) => {
    expect(joinNode(node, join)).toEqual({ kind });
  });
});

describe('a node that leaves its second boot', () => {
  const leave = aLeave({ epoch: 2 });

  test.each([
    ['is on', on(2), 'new'],
    ['is not known to have booted', off(1), 'new'],
    ['is thought to be on since its first', on(1), 'new'],
    ['nobody knows', nobody, 'new'],
    ['is known to have left', off(2), 'repeated'],
    ['is at a later boot', on(3), 'overtaken'],
    ['has left a later boot', off(3), 'overtaken'],
  ])('and %s', (_, node, kind) => {
    expect(leaveNode(node, leave)).toEqual({ kind });
  });
});
