// What is said once the reader has given a guess: both numbers side by side, and how far apart.
import type { ComparisonResult } from '#runner/result.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import type { NumberQuestion, Question } from './story-step.ts';

/** A reader's prediction: a number in the question's unit, or the place of an option. */
export type Guess = number;

/** The answer, in sentences. */
export interface Reveal {
  /** `You said 2 hours; the run: 31 hours.` */
  readonly beside: string;
  /** How good the guess was. */
  readonly judgement: string;
}

/** Compares a guess with what the run did. @param guess null: the reader wanted none */
export function revealOf(
  question: Question,
  guess: Guess | null,
  result: ComparisonResult,
): Reveal {
  if (question.kind === 'choice') {
    const { index, why } = question.measure(result);
    const right = optionWords(question.options, index);
    if (guess === null) return { beside: `The run: ${right} (${why}).`, judgement: '' };
    const said = optionWords(question.options, guess);
    return {
      beside: `You said: ${said}. The run: ${right} (${why}).`,
      judgement: guess === index ? 'You were right.' : 'The run went otherwise.',
    };
  }
  const measured = question.measure(result);
  const ran = measuredWords(question, measured);
  if (guess === null) return { beside: `The run: ${ran}.`, judgement: '' };
  return {
    beside: `You said ${inUnit(question, guess)}; the run: ${ran}.`,
    judgement: measured === null ? 'It did not happen in this run.' : farApart(guess, measured),
  };
}

/** The measured answer alone, for a run that was changed by the reader. */
export function measuredInWords(question: Question, result: ComparisonResult): string {
  if (question.kind === 'number') return measuredWords(question, question.measure(result));
  const { index, why } = question.measure(result);
  return `${optionWords(question.options, index)} (${why})`;
}

function measuredWords(question: NumberQuestion, measured: number | null): string {
  return measured === null ? 'never' : inUnit(question, measured);
}

/** A number with the question's unit. Small ones keep a digit after the point. */
export function inUnit({ unit }: Pick<NumberQuestion, 'unit'>, value: number): string {
  const digits = Math.abs(value) < 10 ? Number(value.toPrecision(2)) : Math.round(value);
  const words = Number.isInteger(digits) ? formatCount(digits) : String(digits);
  const one = digits === 1 && unit.endsWith('s') ? unit.slice(0, -1) : unit;
  return `${words} ${one}`;
}

/** Nobody guesses better than to a fifth. */
const closeShare = 0.2;

function farApart(guess: number, measured: number): string {
  const largest = Math.max(guess, measured);
  if (largest - Math.min(guess, measured) <= closeShare * largest) return 'That is close.';
  const isMore = measured > guess;
  const factor = isMore ? measured / guess : guess / measured;
  if (!Number.isFinite(factor) || factor >= 1_000)
    return isMore ? 'The run is far above your guess.' : 'The run is far below your guess.';
  const times = factor < 10 ? Number(factor.toPrecision(2)) : Math.round(factor);
  return isMore
    ? `The run has ${times} times your guess.`
    : `Your guess is ${times} times what the run has.`;
}

function optionWords(options: readonly string[], index: number): string {
  return options[index] ?? 'none of these';
}
