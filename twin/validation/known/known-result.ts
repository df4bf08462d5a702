// One row of the validation table: what is known, what the twin says, and how far apart they may
// be.

/** A value that somebody else published, or that a closed form gives. */
export interface KnownValue {
  /** Names the row; unique in the table, and the same in every run. */
  readonly name: string;
  /** Where the value comes from; numbers are rows of docs/facts.md. */
  readonly source: string;
  readonly known: number;
}

/** A known value beside the twin's. */
export interface KnownResult extends KnownValue {
  readonly ours: number;
  readonly difference: number;
  /** How large the difference may be. */
  readonly tolerance: number;
  /** Why just so large. */
  readonly toleranceFrom: string;
  readonly verdict: 'holds' | 'differs';
}

/** Puts the twin's value beside the known one. What is no number does not hold. */
export function judged(
  value: KnownValue,
  ours: number,
  tolerance: number,
  toleranceFrom: string,
): KnownResult {
  const difference = ours - value.known;
  const verdict = Math.abs(difference) <= tolerance ? 'holds' : 'differs';
  const { name, source, known } = value;
  return { name, source, known, ours, difference, tolerance, toleranceFrom, verdict };
}

/** A row without chance: only what rounding adds may differ. */
export function exactly(value: KnownValue, ours: number): KnownResult {
  return judged(value, ours, 1e-9 * Math.max(1, Math.abs(value.known)), 'exact but for rounding');
}
