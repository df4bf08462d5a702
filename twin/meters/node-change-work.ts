/**
 * What a change of a node does besides, as far as it costs. The caller may use one object again.
 */
export interface NodeChangeWork {
  /** Whether it is switched on or off, which the cell's population counts. */
  movesPopulation: boolean;
  /** Whether a registration gets its slot back. */
  heldAt: boolean;
  /** Whether its own registration ends. */
  ownRegistration: boolean;
  /** Whether it was in the index before. */
  wasCandidate: boolean;
}

/** How many actions a transaction has that changes a node. */
export function actionsOf({ movesPopulation, heldAt, ownRegistration }: NodeChangeWork): number {
  return 1 + (movesPopulation ? 1 : 0) + (heldAt ? 1 : 0) + (ownRegistration ? 1 : 0);
}
