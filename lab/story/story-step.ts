// What a step of the story is made of.
import type { ComparisonResult } from '#runner/result.ts';
import type { LabInputs } from '../inputs/inputs.ts';

/** One step: a short text, one thing to predict, one thing to try. */
export interface StoryStep {
  readonly title: string;
  /** What is read in a source or calculated from it. Each paragraph cites rows of docs/facts.md. */
  readonly known: readonly string[];
  /** What nobody outside knows, and what this model takes instead. */
  readonly conjecture: readonly string[];
  /** What is run. It takes seconds. */
  readonly inputs: LabInputs;
  /** Which charts matter here, by their ids. */
  readonly charts: readonly string[];
  readonly question: Question;
  /** Why the run did what it did; shown with the answer. */
  readonly reason: string;
  readonly trial: Trial;
}

/** What a reader predicts before the result is shown. The answer is measured in the run. */
export type Question = NumberQuestion | ChoiceQuestion;

/** A question whose answer is a number. */
export interface NumberQuestion {
  readonly kind: 'number';
  readonly ask: string;
  /** What is counted, in the plural: `hours`, `%`. */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** Whether the slider has each power of ten equally wide. Then `min` is above 0. */
  readonly isLog?: boolean;
  /** In `unit`; null: it never happened in the run. */
  readonly measure: (result: ComparisonResult) => number | null;
}

/** A question with a few answers to choose from. */
export interface ChoiceQuestion {
  readonly kind: 'choice';
  readonly ask: string;
  readonly options: readonly string[];
  /** The place of the right answer among the options, and how it was measured. */
  readonly measure: (result: ComparisonResult) => { readonly index: number; readonly why: string };
}

/** One thing to try: another run, or a moment of this one to look at. */
export type Trial = RunTrial | MomentTrial;

/** The storm with something changed. */
export interface RunTrial {
  readonly kind: 'run';
  readonly words: string;
  readonly button: string;
  readonly inputs: LabInputs;
}

/** A moment of the run. */
export interface MomentTrial {
  readonly kind: 'moment';
  readonly words: string;
  readonly button: string;
  /** Milliseconds since 1970; null: the run has no such moment. */
  readonly momentOf: (result: ComparisonResult) => number | null;
}
