import type { NodeRecord } from '../../network.ts';
import { type MessageSent, type NodeChange, nodesAfter } from '../history.ts';
import { type Invariant, openFindings } from '../invariant.ts';
import { sameHome } from '../network-seen.ts';

export const onlyProven: Invariant = {
  id: 'only-proven',
  sentence: 'Nobody is signed in without a valid proof.',
  decidedBy:
    'whoever is placed or promoted sent a genuine proof of that boot in a log-in before, and ' +
    'whoever is online has that boot as its proven one; the seeded quiet day is exempt',
  monitor() {
    const findings = openFindings();
    /** The latest boot for which a genuine proof was sent, by node. */
    const proven = new Map<string, number>();
    return {
      findings,
      note(entry, { number, phase }) {
        if (entry.kind === 'message' && entry.step === 'sent') noteProof(proven, entry);
        if (phase === 'seeding') return;
        for (const change of nodesAfter(entry)) {
          const words = unproven(change, proven);
          if (words !== null) findings.violated(change.after.nodeId, words, entry.atMs, number);
        }
      },
    };
  },
};

function noteProof(proven: Map<string, number>, { event, atMs, isGenuine }: MessageSent): void {
  if (event?.type !== 'LoginRequested' || event.proof.expiresAtMs < atMs) return;
  const { nodeId, epoch } = event;
  if (epoch > (proven.get(nodeId) ?? 0) && isGenuine()) proven.set(nodeId, epoch);
}

function unproven(
  { before, after }: NodeChange,
  proven: ReadonlyMap<string, number>,
): string | null {
  if (after?.state !== 'online') return null;
  const { nodeId, epoch, provenEpoch } = after;
  if (provenEpoch !== epoch) return `online at boot ${epoch}, proven at ${provenEpoch}`;
  if (!signsIn(before, after) || proven.get(nodeId) === epoch) return null;
  return `signed in at boot ${epoch}, for which no genuine proof was ever sent`;
}

/** Whoever is promoted while online proved itself when it was placed, or is of the quiet day. */
function signsIn(before: NodeRecord | null, after: NodeRecord): boolean {
  if (before?.state !== 'online' || before.epoch !== after.epoch) return true;
  return after.home !== null && !sameHome(before.home, after.home);
}
