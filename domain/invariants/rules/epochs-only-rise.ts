import type { NodeChange, OfferChange } from '../history.ts';
import { type Invariant, openFindings } from '../invariant.ts';

/** The boots a node's records have named, remembered beyond the records themselves. */
interface Boots {
  node: number;
  /** Of the latest offer: its own boot, and the latest boot it heard of. */
  offer: number;
  heardOf: number;
}

export const epochsOnlyRise: Invariant = {
  id: 'epochs-only-rise',
  sentence: "A node's boot number only rises, and so do those that its offers name.",
  decidedBy:
    'no commit lowers an epoch, not even by deleting a record and writing it anew; a new offer ' +
    'has a higher epoch than every one before it',
  watch() {
    const findings = openFindings();
    const boots = new Map<string, Boots>();
    return {
      findings,
      note(entry, { number }) {
        if (entry.kind !== 'commit') return;
        for (const change of entry.changes) {
          if (change.of === 'cell' || change.after === null) continue;
          const { nodeId } = change.after;
          const known = boots.get(nodeId) ?? { node: 0, offer: 0, heardOf: 0 };
          boots.set(nodeId, known);
          const words = change.of === 'node' ? nodeFall(change, known) : offerFall(change, known);
          if (words !== null) findings.broken(nodeId, words, entry.atMs, number);
        }
      },
    };
  },
};

function nodeFall({ after }: NodeChange, known: Boots): string | null {
  const epoch = after?.epoch ?? 0;
  if (epoch < known.node) return `its epoch fell from ${known.node} to ${epoch}`;
  known.node = epoch;
  return null;
}

function offerFall({ before, after }: OfferChange, known: Boots): string | null {
  if (after === null) return null;
  const { epoch, nodeEpoch } = after;
  const isNew = before === null || before.epoch !== epoch;
  if (epoch < known.offer || (isNew && epoch === known.offer))
    return `offered at epoch ${epoch} after an offer at ${known.offer}`;
  if (nodeEpoch < known.heardOf || nodeEpoch < epoch)
    return `its offer at ${epoch} hears of boot ${nodeEpoch} after ${known.heardOf}`;
  known.offer = epoch;
  known.heardOf = nodeEpoch;
  return null;
}
