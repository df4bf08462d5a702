// Homes clients of a batch at one registration: `commitPlacements`.
import type { Registration } from '../cell.ts';
import { homeClient } from '../membership/change-node.ts';
import { nodeField, nodeFlag, nodeStride } from '../node-table.ts';
import type { Login, LoginGroup } from './login-group.ts';

const placed = { kind: 'placed' } as const;

/** Homes some of these, from one on and before another, at a registration in one transaction. */
export function homeGroup(
  { network, run, cell, isExecuted }: LoginGroup,
  logins: readonly Login[],
  from: number,
  before: number,
  registration: Registration,
): void {
  const { messages, nodes } = network;
  let candidateCount = 0;
  for (let at = from; at < before; at += 1) {
    const login = logins[at] as Login;
    if (network.wire !== null) network.wire.placed(cell, login.node, registration);
    homeClient(network, cell, login.node, registration, messages.nonce(login.message) + 1);
    login.standing = placed;
    const flags = nodes[login.node * nodeStride + nodeField.flags]!;
    if ((flags & nodeFlag.candidate) !== 0) candidateCount += 1;
  }
  if (isExecuted || network.aggregation.opensGroup(cell)) run.place(before - from, candidateCount);
  else run.placeAlong(before - from, candidateCount);
}
