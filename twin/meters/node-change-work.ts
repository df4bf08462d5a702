/**
 * The further writes of a change to a node that cost something. The caller may reuse the object.
 */
export interface NodeChangeWork {
  /** Whether the node is switched on or off, which changes the cell's population. */
  movesPopulation: boolean;
  /** Whether a registration gets its slot back. */
  heldAt: boolean;
  /** Whether its own registration ends. */
  ownRegistration: boolean;
  /** Whether it was in the index before. */
  wasCandidate: boolean;
}

/** How many actions the transaction of such a change has. */
export function actionsOf({ movesPopulation, heldAt, ownRegistration }: NodeChangeWork): number {
  return 1 + (movesPopulation ? 1 : 0) + (heldAt ? 1 : 0) + (ownRegistration ? 1 : 0);
}
