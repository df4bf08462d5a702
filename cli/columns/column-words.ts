/** What a column of a table holds. */
export interface ColumnWords {
  /** Such as `ms` or `nodes`; empty where it is a name. */
  readonly unit: string;
  /** One sentence. */
  readonly about: string;
}

/** Columns of one kind of file, by name. */
export type ColumnTable = Readonly<Record<string, ColumnWords>>;

/** Short for a table's entry. */
export function column(unit: string, about: string): ColumnWords {
  return { unit, about };
}
