import type { LoginRequested } from '../../events.ts';
import type { NodeRecord } from '../../network.ts';
import type { Timings } from '../../run-settings.ts';
import type { MessageEntry } from '../history.ts';
import { type Invariant, openFindings, type Seen } from '../invariant.ts';
import type { TrackedMessage } from '../messages-seen.ts';
import { homeName } from '../network-seen.ts';
import { unawareMsMax, willAsk } from './no-dead-home.ts';

export const noLoginLost: Invariant = {
  id: 'no-login-lost',
  sentence: 'No log-in is lost: each ends placed, refused, or superseded by a newer boot.',
  decidedBy:
    'a log-in message that is deleted was answered, was void, or has a successor under way; at ' +
    'the end whoever wants to be signed in and is not has a message under way that asks for it',
  monitor({ timings }) {
    const findings = openFindings();
    return {
      findings,
      note(entry, seen) {
        if (entry.kind !== 'message' || seen.phase === 'over') return;
        const { message } = seen;
        if (message?.event?.type !== 'LoginRequested') return;
        const { nodeId, epoch, attempt } = message.event;
        const item = `${nodeId}@${epoch}`;
        const words = lossOf(entry, message, message.event, seen);
        if (words === null) return;
        const reported = `attempt ${attempt} ${words}`;
        if (seen.messages.poisonCount === 0)
          findings.violated(item, reported, entry.atMs, seen.number);
        else findings.unknown(`${item}: ${reported}; its successor may have been poisoned`);
      },
      finish(nowMs, seen) {
        for (const node of seen.network.nodes.values()) {
          const missing = missingOf(node, timings, nowMs, seen);
          const item = `${node.nodeId}@${node.epoch}`;
          if (missing === null) continue;
          if (seen.messages.poisonCount > 0)
            findings.unknown(`${item} ${missing.words}; its message may have been poisoned`);
          else if (missing.isLost) findings.violated(item, missing.words, nowMs, seen.number);
          else findings.unknown(`${item} ${missing.words}`);
        }
      },
    };
  },
};

function lossOf(
  { step, atMs }: MessageEntry,
  message: TrackedMessage,
  login: LoginRequested,
  seen: Seen,
): string | null {
  if (step === 'expired') return 'stayed in the queue until it expired';
  if (step !== 'deleted' || isDone(message, login, atMs, seen)) return null;
  return 'was deleted, unanswered and without a successor';
}

/** Whether a log-in that its consumer deleted needed nothing more. */
function isDone(
  message: TrackedMessage,
  login: LoginRequested,
  nowMs: number,
  seen: Seen,
): boolean {
  const { nodeId, epoch, proof } = login;
  const node = seen.network.nodes.get(nodeId);
  // Refused: an unknown node, a boot that has not happened, or a proof that proves nothing now.
  if (node === undefined || epoch > node.epoch) return true;
  if (proof.expiresAtMs < nowMs || proof.nonce < node.minNonce) return true;
  // Superseded, quarantined, or carried on by its next attempt or another copy.
  if (epoch < node.epoch || node.state === 'offline' || message.isQuarantined) return true;
  if (seen.messages.loginsUnderWay(nodeId, epoch) > 0) return true;
  if (wasSignedIn(node, message.receivedAtMs ?? message.sentAtMs, nowMs, seen)) return true;
  // Refused as forged. This is asked last, because it costs the most.
  return !message.isGenuine();
}

/** Whether a node was signed in at some time since then: its home may have died meanwhile. */
function wasSignedIn(node: NodeRecord, sinceMs: number, nowMs: number, seen: Seen): boolean {
  const standing = seen.network.standingOf(node);
  if (standing === null) return false;
  // A supernode whose lease ran out gets a first log-in with its loss: see below.
  if (node.role === 'supernode') return true;
  const diedAtMs = seen.network.diedAtMs(standing, nowMs);
  return diedAtMs === null || diedAtMs >= sinceMs;
}

interface Missing {
  readonly isLost: boolean;
  readonly words: string;
}

function missingOf(node: NodeRecord, timings: Timings, nowMs: number, seen: Seen): Missing | null {
  if (node.state === 'offline' || willAsk(node, seen)) return null;
  const standing = seen.network.standingOf(node);
  if (standing === null)
    return { isLost: true, words: 'waits, and no log-in of its boot is under way' };
  const diedAtMs = seen.network.diedAtMs(standing, nowMs);
  if (diedAtMs === null) return null;
  const where = homeName(standing);
  // Such news is done only once its handler has notified the clients.
  if (node.role === 'client' && seen.network.isEnded(standing))
    return {
      isLost: true,
      words: `is at ${where}, which is known to be gone, and was not reported`,
    };
  const isLost = nowMs - diedAtMs > unawareMsMax(timings);
  if (isLost) return { isLost, words: `is at ${where}, dead for over a lease, and asks nobody` };
  return { isLost, words: `is at ${where}, which died so lately that it need not know yet` };
}
