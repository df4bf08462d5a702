import { type MessageSent, type NodeChange, nodesAfter } from '../history.ts';
import { type Invariant, openFindings } from '../invariant.ts';
import { sameHome } from '../network-seen.ts';

/** The nonces that a node sent in genuine proofs since its latest boot that sent any. */
interface Sent {
  readonly epoch: number;
  readonly nonces: Set<number>;
}

export const nonceNeverReused: Invariant = {
  id: 'nonce-never-reused',
  sentence: 'A proof that signed somebody in never signs anybody in again.',
  decidedBy:
    "no commit lowers a node's minimum accepted nonce, and each placement raises it to just " +
    'above a nonce ' +
    'that a genuine proof of that boot carried',
  monitor() {
    const findings = openFindings();
    const sent = new Map<string, Sent>();
    return {
      findings,
      note(entry, { number, phase }) {
        if (entry.kind === 'message' && entry.step === 'sent') remember(sent, entry);
        if (phase === 'seeding') return;
        for (const change of nodesAfter(entry)) {
          const words = reused(change, sent);
          if (words !== null) findings.violated(change.after.nodeId, words, entry.atMs, number);
        }
      },
    };
  },
};

function remember(sent: Map<string, Sent>, { event, atMs, isGenuine }: MessageSent): void {
  if (event?.type !== 'LoginRequested' || event.proof.expiresAtMs < atMs) return;
  const { nodeId, epoch, proof } = event;
  const known = sent.get(nodeId);
  if (known !== undefined && known.epoch > epoch) return;
  const isOfBoot = known?.epoch === epoch;
  // Most attempts carry the nonce of the attempt before.
  if ((isOfBoot && known.nonces.has(proof.nonce)) || !isGenuine()) return;
  if (isOfBoot) known.nonces.add(proof.nonce);
  else sent.set(nodeId, { epoch, nonces: new Set([proof.nonce]) });
}

function reused({ before, after }: NodeChange, sent: ReadonlyMap<string, Sent>): string | null {
  if (before === null || after === null) return null;
  const { nodeId, epoch, home, minNonce } = after;
  const was = before.minNonce;
  if (minNonce < was) return `its minimum accepted nonce fell from ${was} to ${minNonce}`;
  const isPlaced = home !== null && !sameHome(before.home, home);
  if (!isPlaced) return null;
  if (minNonce === was) return `placed without using up a nonce: the floor stayed at ${was}`;
  const known = sent.get(nodeId);
  const isKnown = known?.epoch === epoch && known.nonces.has(minNonce - 1);
  return isKnown ? null : `placed by nonce ${minNonce - 1}, which no genuine proof carried`;
}
