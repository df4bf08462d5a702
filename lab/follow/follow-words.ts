// The decisions, writes and senders of a followed node in words.
import { counted, formatDuration, formatMoment } from '#runner/sentences/human-numbers.ts';
import type {
  Decision,
  FollowedMessage,
  ItemWrite,
  WriteReason,
} from '#twin/network/follow/followed.ts';

const decisions: Readonly<Record<Decision['kind'], string>> = {
  placed: 'placed',
  deferred: 'told to come later',
  abandoned: 'waited longer than its client does: nobody takes the answer',
  superseded: 'void: the node is signed in, is off, or has booted since',
  refused: 'refused: its proof was used before',
  'run-over': 'dropped: the run is over',
  'service-busy': 'turned away: the cell serves no more in this window',
  changed: 'not placed: the node changed meanwhile',
  'no-capacity': 'served, but no supernode has a free slot',
  'sent-on': 'came before it is due, and is sent on',
  'copy-dropped': 'dropped: another copy of the request goes on',
  stale: 'old news: nothing changes',
  repeated: 'known already: only what follows is sent again',
  'found-silent': 'the lease is over, and nobody renewed it: the supernode is lost',
  retired: 'its registration is removed',
  moved: 'its record moves on',
  lost: 'it is no supernode any more',
  renewed: 'its lease is renewed',
  'protects-itself': 'too many attempts: it signs off, and restarts',
  promoted: 'promoted to supernode',
};

/** What was decided of a message. */
export function decisionWords({ type, decision, decidedAtMs }: FollowedMessage): string {
  if (decision === null) return 'not decided before the end';
  switch (decision.kind) {
    case 'placed':
      return `placed at ${decision.supernode}`;
    case 'deferred': {
      const waitMs = decision.admissionAtMs - (decidedAtMs ?? decision.admissionAtMs);
      const at = formatMoment(decision.admissionAtMs);
      return `given an admission time: ${at}, in ${formatDuration(waitMs)}`;
    }
    case 'moved':
      return `${movedWords[type] ?? decisions.moved}${orphanWords(decision.orphanCount)}`;
    case 'lost':
      return `${decisions.lost}${orphanWords(decision.orphanCount)}`;
    case 'renewed':
      return `its lease is renewed until ${formatMoment(decision.leaseUntilMs)}`;
    case 'promoted':
      return `promoted to supernode, with ${counted(decision.slots, 'slot')}`;
    default:
      return decisions[decision.kind];
  }
}

const movedWords: Readonly<Partial<Record<FollowedMessage['type'], string>>> = {
  NodeRestarted: 'it has booted, and waits to sign in',
  NodeJoined: 'it is switched on, and waits to sign in',
  NodeLeft: 'it is switched off',
};

function orphanWords(count: number): string {
  return count === 0 ? '' : `; its ${counted(count, 'client')} will notice that it is gone`;
}

const writes: Readonly<Record<WriteReason, string>> = {
  'node-moves': 'new boot and state',
  'node-is-placed': 'state and home',
  'node-stands-by': 'it stands by to be promoted',
  'node-answers-check': 'it answers a duplicate check',
  'node-is-lost': 'it waits as a client',
  'node-is-promoted': 'its role',
  'slot-is-taken': 'one more slot used',
  'slot-is-given-back': 'one slot less used',
  registers: 'a registration of slots',
  'registration-is-void': 'the boot that ends it',
  'registration-is-removed': 'removed',
  'lease-is-extended': 'a longer lease',
  'asks-are-counted': 'the asks of the whole batch',
  'population-changes': 'how many want to be on',
  'news-is-counted': 'news for heal',
};

/** An item that was written, by the second part of its key. */
export function writeWords({ sk, what }: ItemWrite): string {
  return `${sk}: ${writes[what]}`;
}

/**
 * Who sent a message, and why.
 * @param follows the place of the message of the node that it follows from; null: there is none
 */
export function causeWords(
  { sender, orphanOf, type }: FollowedMessage,
  follows: number | null,
): string {
  if (orphanOf !== null) return `${sender}: its supernode ${orphanOf} is gone`;
  const after = follows === null ? '' : `, after message ${follows + 1}`;
  return `${sender === 'seed' ? 'the quiet day' : sender}: ${causes[type]}${after}`;
}

const causes: Readonly<Record<FollowedMessage['type'], string>> = {
  NodeJoined: 'its user switches it on',
  NodeLeft: 'its user switches it off',
  NodeRestarted: 'an update restarts it',
  NodeLost: 'its lease is over, and nobody renewed it',
  LeaseRenewed: 'it renews its lease',
  LoginRequested: 'its client signs in',
  HealStepDue: 'a heal step of its cell',
};
