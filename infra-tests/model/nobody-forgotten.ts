// That whoever waits is waited for: somebody will tell it to come, or it will come by itself.

import type { Scan } from './live-network.ts';
import type { Letter } from './message-bag.ts';
import { holderOf, type ModelNode, type NetworkState } from './network-state.ts';

/** Says who waits although no message that is left will ever help. */
export function forgotten(
  { state, cell }: Scan,
  waiting: readonly Letter[],
  nowMs: number,
): string[] {
  const out = Object.values(state.nodes).filter(
    (node) => node.state !== 'offline' && holderOf(state, node, nowMs) === undefined,
  );
  const unnoticed = out.filter((node) => isUnnoticed(state, node, nowMs));
  const known = out.filter((node) => !unnoticed.includes(node));
  const left = known.filter((node) => !waiting.some((letter) => helps(letter, node)));
  const isNewsLeft = waiting.some(
    ({ queue, event }) => queue === 'membership' && event.type !== 'SupernodeReported',
  );
  const isLookedAfter =
    cell.healDueAtMs !== null &&
    waiting.some(({ event }) => event.type === 'HealStepDue' && event.step === cell.healStep);
  return [
    ...left.map(({ nodeId, epoch }) => `${nodeId}@${epoch} waits, and no message is left for it`),
    ...(known.length > 0 && !isNewsLeft && !isLookedAfter
      ? [`${known.length} wait, and heal has ended`]
      : []),
  ];
}

/** Its supernode, or itself as one, fell silent, and heal has not said so yet. */
function isUnnoticed(
  { offers }: NetworkState,
  { role, nodeId, epoch, home }: ModelNode,
  nowMs: number,
): boolean {
  const at = role === 'supernode' ? { supernode: nodeId, epoch } : home;
  const offer = at === null ? undefined : offers[at.supernode];
  const isOfThatBoot = offer?.epoch === at?.epoch && offer?.nodeEpoch === at?.epoch;
  return offer !== undefined && isOfThatBoot && offer.leaseUntilMs <= nowMs;
}

/** Its own log-in, or news, not handled to the end, that its log-in follows from. */
function helps({ event }: Letter, { nodeId, epoch, home, nonceFloor }: ModelNode): boolean {
  switch (event.type) {
    case 'LoginRequested':
      return event.nodeId === nodeId && event.epoch === epoch && event.proof.nonce >= nonceFloor;
    case 'SupernodeReported':
    case 'HealStepDue':
      return false;
    default:
      return event.nodeId === nodeId || event.nodeId === home?.supernode;
  }
}
