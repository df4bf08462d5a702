import type { NodeRecord } from '../../network.ts';
import type { Timings } from '../../run-settings.ts';
import { type Invariant, openFindings, type Seen } from '../invariant.ts';
import { homeName } from '../network-seen.ts';

export const noDeadHome: Invariant = {
  id: 'no-dead-home',
  sentence: 'Nobody stays at a dead home for longer than a lease without knowing.',
  decidedBy:
    'a lease and the time to notice after a home died, each of its clients is signed in ' +
    'elsewhere, offline, or has a log-in of its boot under way',
  monitor({ timings }) {
    const findings = openFindings();
    const reported = new Set<string>();
    let nextObservationAtMs = Number.NEGATIVE_INFINITY;
    const observeNow = (nowMs: number, seen: Seen) => {
      for (const { nodeId, name } of unawareOf(seen, nowMs - unawareMsMax(timings), nowMs)) {
        if (reported.has(`${nodeId} ${name}`)) continue;
        reported.add(`${nodeId} ${name}`);
        const words = `at ${name}, dead for over a lease, and nothing asks for it to sign in`;
        if (seen.messages.poisonCount === 0) findings.violated(nodeId, words, nowMs, seen.number);
        else findings.unknown(`${nodeId} is ${words}: what did may have been poisoned`);
      }
    };
    return {
      findings,
      // This reads all nodes with a dead home, so not at every pace.
      poll(nowMs, seen) {
        if (nowMs < nextObservationAtMs) return;
        nextObservationAtMs = nowMs + timings.leaseMs / 4;
        observeNow(nowMs, seen);
      },
      finish: observeNow,
    };
  },
};

/** How long a client may be at a dead home unawares: a lease, and what noticing takes. */
export function unawareMsMax({ leaseMs, orphanNoticeMsMax }: Timings): number {
  return leaseMs + orphanNoticeMsMax;
}

/** Whether something is under way by which a node will ask to sign in at its present boot. */
export function willAsk({ nodeId, epoch, home }: NodeRecord, { messages }: Seen): boolean {
  if (messages.loginsUnderWay(nodeId, epoch) > 0 || messages.newsUnderWay(nodeId) > 0) return true;
  if (home !== null && messages.newsUnderWay(home.supernode) > 0) return true;
  return messages.hasDeadLogin(nodeId, epoch);
}

/** Clients whose home died before a moment, and who have not been notified. */
function unawareOf(seen: Seen, diedBeforeMs: number, nowMs: number) {
  return [...seen.network.homes()].flatMap((home) => {
    const diedAtMs = seen.network.diedAtMs(home, nowMs);
    if (diedAtMs === null || diedAtMs >= diedBeforeMs) return [];
    const name = homeName(home);
    const nodeIds = [...seen.network.homedAt(home)].filter((nodeId) => isUnaware(nodeId, seen));
    return nodeIds.map((nodeId) => ({ nodeId, name }));
  });
}

function isUnaware(nodeId: string, seen: Seen): boolean {
  const node = seen.network.nodes.get(nodeId);
  return node !== undefined && node.state !== 'offline' && !willAsk(node, seen);
}
