// Which dead-lettered messages are worth another try.

import {
  type ControlEvent,
  type LeaseRenewed,
  type LoginRequested,
  loginRequested,
  type MembershipEvent,
} from './events.ts';
import { stepStanding } from './heal/heal-standing.ts';
import { admitLogin, type RefusalReason } from './login/admit-login.ts';
import { tooFarAhead } from './login/due-ahead.ts';
import { attemptSentBack } from './login/login-turn.ts';
import { joinNode } from './membership/join-node.ts';
import { leaveNode } from './membership/leave-node.ts';
import { isRenewable } from './membership/renew-lease.ts';
import {
  loseOperatorRun,
  loseSupernode,
  neverSeen,
  restartNode,
} from './membership/restart-node.ts';
import {
  type CellRecord,
  isSignedIn,
  type NodeId,
  type NodeRecord,
  type SupernodeRecord,
} from './network.ts';
import { isRunOver } from './run-over.ts';
import type { Run } from './run-settings.ts';
import { unreachable } from './unreachable.ts';

/** What is to be done with a dead-lettered message. */
export type DeadLetterJudgement =
  | { readonly kind: 'send-back' }
  /** No try can help it; it stays in the dead-letter queue for somebody to see. */
  | { readonly kind: 'stays'; readonly reason: StayReason };

/**
 * Why a message stays. `malformed`: its consumer would put it in quarantine. `newer-version`: it is
 * of a version that only newer functions know. `superseded` and `stale`: it would change nothing
 * any more.
 */
export type StayReason =
  | 'malformed'
  | 'newer-version'
  | 'unknown-run'
  | 'unknown-cell'
  | 'run-over'
  | 'proof-expired'
  | 'superseded'
  | 'stale'
  | RefusalReason;

/** Why a message cannot be read. */
export type UnreadReason = Extract<StayReason, 'malformed' | 'newer-version'>;

/** What the table says of the run, the cell and the nodes that a message names. */
export interface DeadLetterFacts {
  readonly run: Run | undefined;
  readonly cell: CellRecord | undefined;
  readonly nodes: ReadonlyMap<NodeId, NodeRecord>;
  readonly supernodes: ReadonlyMap<NodeId, SupernodeRecord>;
}

/**
 * Judges a dead-lettered message by its consumer's own decisions. In doubt it is sent back: every
 * consumer bears a message that comes again.
 * @param event what its consumer's parser makes of the message, or why it takes none of it
 */
export function judgeDeadLetter(
  event: ControlEvent | UnreadReason,
  { run, cell, nodes, supernodes }: DeadLetterFacts,
  nowMs: number,
): DeadLetterJudgement {
  if (typeof event === 'string') return stays(event);
  if (tooFarAhead(event, nowMs) !== null) return stays('malformed');
  if (run === undefined) return stays('unknown-run');
  if (isRunOver(run, nowMs)) return stays('run-over');
  if (cell === undefined) return stays('unknown-cell');
  const known = { run, cell, nodes, supernodes };
  switch (event.type) {
    case 'LoginRequested':
      return judgeLogin(event, known, nowMs);
    case 'HealStepDue': {
      const standing = stepStanding(cell, event, run.settings.timings, nowMs);
      return standing.kind === 'void' ? stays('stale') : sendBack;
    }
    case 'LeaseRenewed':
      return wouldRenew(event, known, nowMs) ? sendBack : stays('stale');
    default:
      // Overtaken news counts, too: a node's former clients may still have to be notified.
      return newsOf(event, known, nowMs) === 'stale' ? stays('stale') : sendBack;
  }
}

/** What is sent back: the message as it is, or the next attempt of a log-in (`attemptSentBack`). */
export function sentBackAs<Event extends ControlEvent>(event: Event): Event | LoginRequested {
  if (event.type !== 'LoginRequested') return event;
  const attempt = attemptSentBack(event.attempt);
  return attempt === event.attempt ? event : loginRequested(event, { ...event, attempt });
}

interface KnownFacts extends DeadLetterFacts {
  readonly run: Run;
  readonly cell: CellRecord;
}

const sendBack: DeadLetterJudgement = { kind: 'send-back' };

function stays(reason: StayReason): DeadLetterJudgement {
  return { kind: 'stays', reason };
}

function judgeLogin(
  event: LoginRequested,
  { run, cell, nodes, supernodes }: KnownFacts,
  nowMs: number,
): DeadLetterJudgement {
  const node = nodes.get(event.nodeId);
  const signedIn = node !== undefined && isSignedIn(node, supernodes, nowMs);
  const admission = admitLogin({ gate: cell.gate, node, signedIn }, event, run.settings, nowMs);
  if (admission.kind === 'refused') return stays(admission.reason);
  if (admission.kind === 'superseded') return stays('superseded');
  // Only the client itself can make a new proof, when it boots again.
  return event.proof.expiresAtMs < nowMs ? stays('proof-expired') : sendBack;
}

/** A renewal that was overtaken by a later one, or by the end of the lease, renews nothing. */
function wouldRenew(
  { nodeId, epoch, dueAtMs }: LeaseRenewed,
  { run, supernodes }: KnownFacts,
  nowMs: number,
): boolean {
  const registration = supernodes.get(nodeId);
  const untilMs = dueAtMs + run.settings.timings.leaseMs;
  return registration !== undefined && isRenewable(registration, { epoch, untilMs }, nowMs);
}

function newsOf(
  event: Exclude<MembershipEvent, LeaseRenewed>,
  { cell, nodes, supernodes }: KnownFacts,
  nowMs: number,
) {
  const node = nodes.get(event.nodeId) ?? neverSeen(cell.cell, event.nodeId);
  const registration = supernodes.get(event.nodeId);
  switch (event.type) {
    case 'NodeJoined':
      return joinNode(node, event).kind;
    case 'NodeLeft':
      return leaveNode(node, event).kind;
    case 'NodeRestarted':
      return restartNode(node, event).kind;
    case 'NodeLost':
      return registration?.operatorRun
        ? loseOperatorRun(registration, event, nowMs).kind
        : loseSupernode(node, event, registration, nowMs).kind;
    default:
      return unreachable(event);
  }
}
