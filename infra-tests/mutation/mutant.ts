// What a mutant is, and what came of it.

/** One small change of one source file that a test should notice. */
export interface Mutant {
  /** The same in each run of one commit: file, place and text. */
  readonly id: string;
  /** The group that it was drawn for, such as `domain`. */
  readonly group: string;
  readonly file: string;
  readonly line: number;
  /** What the mutator is called by StrykerJS, such as `EqualityOperator`. */
  readonly mutator: string;
  /** The text that is replaced, from this character of the file up to that one. */
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
}

/** How a mutant was found, or that it was not. */
export type Verdict =
  /** The compiler refuses it; it is no mutant that tests could find, and is left out. */
  | 'types'
  | 'nearest tests'
  | 'recorded figures'
  | 'swarm'
  | 'related tests'
  /** It ran far longer than the tests do without it. */
  | 'time-out'
  | 'survived';

/** A mutant with what came of it. */
export interface TriedMutant extends Mutant {
  readonly verdict: Verdict;
  readonly seconds: number;
}

/** The file's text with the mutant in it. */
export function mutated(text: string, { from, to, replacement }: Mutant): string {
  return text.slice(0, from) + replacement + text.slice(to);
}
