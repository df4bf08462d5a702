// What a log-in writes, and under which conditions: its home, its standing by, its answer to the
// duplicate check. Why none of them lets two copies of a log-in silence each other:
// docs/decisions/027-only-what-is-read-ends-a-login.md.
import type { LoginRequested, Proof } from '../events.ts';
import { becomesCandidate } from '../heal/join-candidates.ts';
import { type Home, isLive, type NodeRecord, type SupernodeRecord } from '../network.ts';
import { absent, all, any, type Condition, is, type RecordWrite, writes } from '../record-write.ts';

/** A client as it was read, and the nonce of the valid proof that it brought. */
export interface ProvenClient {
  readonly node: NodeRecord;
  readonly nonce: Proof['nonce'];
}

/**
 * Who answered a duplicate check last: which copy of the request, at which attempt of which
 * sign-in.
 */
export interface DuplicateCheckAnswer {
  readonly attempt: number;
  readonly messageId: string;
  readonly nonce: Proof['nonce'];
}

/** Gives a client a home, and uses up its proof. */
export function homing(
  { node, nonce }: ProvenClient,
  home: Home,
  candidateCell: string,
): RecordWrite {
  const candidacy = becomesCandidate(node) ? { candidateCell } : {};
  const proven = { provenEpoch: node.epoch, minNonce: nonce + 1 };
  return writes(clientAsRead({ node, nonce }), {
    sets: { home, state: 'online', ...proven, ...candidacy },
    removes: ['duplicateCheck'],
  });
}

/** Takes slots of a registration for so many clients. */
export function slotsTaken(
  { epoch, slots }: SupernodeRecord,
  count: number,
  nowMs: number,
): RecordWrite {
  return writes(
    [
      is('epoch', 'equal', epoch),
      is('nodeEpoch', 'equal', epoch),
      // A registration keeps its number of slots, so that what may be used already is known.
      is('slots', 'equal', slots),
      is('used', 'at-most', slots - count),
      is('leaseUntilMs', 'above', nowMs),
    ],
    { adds: { used: count } },
  );
}

/** Whether `slotsTaken` would write, given the registration as it is now. */
export function areSlotsLeft(
  { epoch, slots }: Pick<SupernodeRecord, 'epoch' | 'slots'>,
  count: number,
  actual: SupernodeRecord,
  nowMs: number,
): boolean {
  if (actual.epoch !== epoch || actual.slots !== slots) return false;
  return isLive(actual, nowMs) && actual.used <= slots - count;
}

/** Makes a client that waits a candidate for promotion. Its proof is good for its next attempt. */
export function standingBy({ node, nonce }: ProvenClient, candidateCell: string): RecordWrite {
  return writes(clientAsRead({ node, nonce }), {
    sets: { candidateCell, provenEpoch: node.epoch, minNonce: nonce },
  });
}

/**
 * Answers a client's duplicate check: of several copies of its request, which at-least-once
 * delivery makes and every retry would carry on, one goes on: that of the latest proof and, of
 * these, of the latest attempt. The same message delivered again goes on again.
 */
export function answeringDuplicateCheck(
  { epoch, attempt, proof: { nonce } }: Pick<LoginRequested, 'epoch' | 'attempt' | 'proof'>,
  node: Pick<NodeRecord, 'home'>,
  messageId: string,
): RecordWrite {
  const answer: DuplicateCheckAnswer = { attempt, messageId, nonce };
  const isAhead = any(
    absent('duplicateCheck'),
    is('duplicateCheck.nonce', 'below', nonce),
    all(
      is('duplicateCheck.nonce', 'equal', nonce),
      any(
        is('duplicateCheck.attempt', 'below', attempt),
        is('duplicateCheck.messageId', 'equal', messageId),
      ),
    ),
  );
  // An answer left on a node that was signed in meanwhile would silence its next sign-in.
  const waitsAsRead = [
    is('epoch', 'equal', epoch),
    is('role', 'equal', 'client'),
    homeAsRead(node),
  ];
  return writes([...waitsAsRead, is('minNonce', 'at-most', nonce), isAhead], {
    sets: { duplicateCheck: answer },
  });
}

/** That a client is still what was read, and has used no later proof since. */
function clientAsRead({ node, nonce }: ProvenClient): Condition[] {
  return [
    is('epoch', 'equal', node.epoch),
    is('role', 'equal', 'client'),
    is('state', 'other', 'offline'),
    homeAsRead(node),
    // What follows from a first proof of this boot must not happen twice.
    is('provenEpoch', 'equal', node.provenEpoch),
    is('minNonce', 'at-most', nonce),
  ];
}

/** That a node's home is still what was read. */
export function homeAsRead({ home }: Pick<NodeRecord, 'home'>): Condition {
  return home === null ? absent('home') : is('home', 'equal', home);
}
