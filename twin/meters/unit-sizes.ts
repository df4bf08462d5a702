// The units of the table, as in the local cloud (local-cloud/dynamodb/capacity.ts).

/** A query's page ends with the item that reaches 1 MB. */
export const pageBytes = 1024 * 1024;

const readUnitBytes = 4096;
const writeUnitBytes = 1024;

/**
 * Each item of a transaction is prepared and committed; what an index holds of it is written once
 * (measured on AWS: see local-cloud/dynamodb/capacity.ts).
 */
export const transactionFactor = 2;

/** Units of reading so many bytes at once, consistently; reading nothing counts as one. */
export function readUnitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / readUnitBytes));
}

/** Units of writing an item of so many bytes. */
export function writeUnitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / writeUnitBytes));
}
