import type { NodeChange, RegistrationChange } from '../history.ts';
import { type Invariant, openFindings } from '../invariant.ts';

/** The boots a node's records have named, remembered beyond the records themselves. */
interface Boots {
  node: number;
  /** Of the latest registration: its own boot, and the latest boot it heard of. */
  registration: number;
  heardOf: number;
}

export const epochsOnlyRise: Invariant = {
  id: 'epochs-only-rise',
  sentence: "A node's boot number only rises, and so do those that its registrations name.",
  decidedBy:
    'no commit lowers an epoch, not even by deleting a record and writing it anew; a new ' +
    'registration ' +
    'has a higher epoch than every one before it',
  monitor() {
    const findings = openFindings();
    const boots = new Map<string, Boots>();
    return {
      findings,
      note(entry, { number }) {
        if (entry.kind !== 'commit') return;
        for (const change of entry.changes) {
          if (change.of === 'cell' || change.after === null) continue;
          const { nodeId } = change.after;
          const known = boots.get(nodeId) ?? { node: 0, registration: 0, heardOf: 0 };
          boots.set(nodeId, known);
          const words =
            change.of === 'node' ? nodeFall(change, known) : registrationFall(change, known);
          if (words !== null) findings.violated(nodeId, words, entry.atMs, number);
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

function registrationFall({ before, after }: RegistrationChange, known: Boots): string | null {
  if (after === null) return null;
  const { epoch, nodeEpoch } = after;
  const isNew = before === null || before.epoch !== epoch;
  if (epoch < known.registration || (isNew && epoch === known.registration))
    return `registered at epoch ${epoch} after a registration at ${known.registration}`;
  if (nodeEpoch < known.heardOf || nodeEpoch < epoch)
    return `its registration at ${epoch} hears of boot ${nodeEpoch} after ${known.heardOf}`;
  known.registration = epoch;
  known.heardOf = nodeEpoch;
  return null;
}
