// That whoever waits is waited for: somebody will ask it to come, or it will come by itself.

import type { Scan } from './live-network.ts';
import type { Message } from './message-bag.ts';
import { holderOf, type ModelNode, type NetworkState } from './network-state.ts';

/** Says who waits although no message that is left will ever help. */
export function forgotten(
  { state, cell }: Scan,
  waiting: readonly Message[],
  nowMs: number,
): string[] {
  const out = Object.values(state.nodes).filter(
    (node) => node.state !== 'offline' && holderOf(state, node, nowMs) === undefined,
  );
  const unnoticed = out.filter((node) => isUnnoticed(state, node, nowMs));
  const known = out.filter((node) => !unnoticed.includes(node));
  const left = known.filter((node) => !waiting.some((message) => helps(message, node)));
  const isNewsLeft = waiting.some(
    ({ queue, event }) => queue === 'membership' && event.type !== 'LeaseRenewed',
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
  { registrations }: NetworkState,
  { role, nodeId, epoch, home }: ModelNode,
  nowMs: number,
): boolean {
  const at = role === 'supernode' ? { supernode: nodeId, epoch } : home;
  const registration = at === null ? undefined : registrations[at.supernode];
  const isOfThatBoot = registration?.epoch === at?.epoch && registration?.nodeEpoch === at?.epoch;
  return registration !== undefined && isOfThatBoot && registration.leaseUntilMs <= nowMs;
}

/** Its own log-in, or news, not handled to the end, that its log-in follows from. */
function helps({ event }: Message, { nodeId, epoch, home, minNonce }: ModelNode): boolean {
  switch (event.type) {
    case 'LoginRequested':
      return event.nodeId === nodeId && event.epoch === epoch && event.proof.nonce >= minNonce;
    case 'LeaseRenewed':
    case 'HealStepDue':
      return false;
    default:
      return event.nodeId === nodeId || event.nodeId === home?.supernode;
  }
}
