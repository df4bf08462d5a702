// How many bytes a unit of the table has.

/** A query's page ends with the item that reaches 1 MB; read units are of 4 KB. */
export const pageBytes = 1024 * 1024;
export const readUnitBytes = 4096;
export const writeUnitBytes = 1024;

/** The units for reading or writing one item. No bytes count as one unit. */
export function unitsOf(bytes: number, unitBytes: number): number {
  return Math.max(1, Math.ceil(bytes / unitBytes));
}
