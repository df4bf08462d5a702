// What news of a node, and heal, write into its record and into the registration concerned.
import type { MembershipEvent } from '../events.ts';
import type { Candidate } from '../heal/heal-step.ts';
import { homeAsRead } from '../login/login-writes.ts';
import type { NodeRecord, SupernodeRecord } from '../network.ts';
import { absent, is, present, type RecordWrite, writes } from '../record-write.ts';
import { unreachable } from '../unreachable.ts';

/** What news changes in a node's record, besides that it loses home, role and candidacy. */
export type NodeChange = Pick<NodeRecord, 'epoch' | 'state'> &
  Partial<Pick<NodeRecord, 'waveIndex' | 'eligible' | 'claimedSlots' | 'utcOffsetMinutes'>>;

/** What news says of its node besides where it is. */
export function saidBy(event: MembershipEvent): Omit<NodeChange, 'epoch' | 'state'> {
  switch (event.type) {
    case 'NodeJoined': {
      const { eligible, claimedSlots, utcOffsetMinutes } = event;
      return { eligible, claimedSlots, utcOffsetMinutes };
    }
    case 'NodeRestarted':
      return { waveIndex: event.waveIndex };
    case 'NodeLeft':
    case 'NodeLost':
    case 'LeaseRenewed':
      return {};
    default:
      return unreachable(event);
  }
}

/**
 * Moves a node to the state that news reports: without a slot, without clients, and no candidate
 * before it has proven itself at its boot. An unknown node gets its whole record, any other only
 * the changes.
 */
export function moving(node: NodeRecord, change: NodeChange): RecordWrite {
  const { home: _home, ...before } = node;
  const moved = { ...change, role: 'client' } as const;
  const removes = ['home', 'duplicateCheck', 'candidateCell'];
  if (node.epoch === 0) return writes([absent('pk')], { sets: { ...before, ...moved }, removes });
  return writes(
    [
      is('epoch', 'equal', node.epoch),
      is('state', 'equal', node.state),
      is('role', 'equal', node.role),
      homeAsRead(node),
      // The log-in that follows uses the nonce that was read: a lower one would be refused.
      is('minNonce', 'equal', node.minNonce),
    ],
    { sets: moved, removes },
  );
}

/**
 * Makes a node that has proven itself at its current boot a supernode. That is a sign-in, too: the
 * proof is used up, so that no copy of the request is served once the node is none any more.
 */
export function promoting(candidate: Candidate): RecordWrite {
  return writes(
    [
      // The index may lag: a node that went off, or was lost, is no candidate at the same boot.
      present('candidateCell'),
      is('epoch', 'equal', candidate.epoch),
      is('provenEpoch', 'equal', candidate.epoch),
      is('role', 'equal', 'client'),
      homeAsRead(candidate),
    ],
    {
      sets: { role: 'supernode', state: 'online' },
      adds: { minNonce: 1 },
      removes: ['home', 'candidateCell', 'duplicateCheck'],
    },
  );
}

/**
 * Gives clients' slots back to the registration that held them, as part of what takes the clients
 * away.
 */
export function slotReturned({ epoch }: Pick<SupernodeRecord, 'epoch'>, count = 1): RecordWrite {
  return writes([is('epoch', 'equal', epoch)], { adds: { used: -count } });
}

/** Marks a registration whose node just went as dead: it carries nobody any more. */
export function registrationDying({ epoch }: SupernodeRecord, newEpoch: number): RecordWrite {
  return writes([is('epoch', 'equal', epoch), is('nodeEpoch', 'below', newEpoch)], {
    sets: { nodeEpoch: newEpoch },
  });
}
