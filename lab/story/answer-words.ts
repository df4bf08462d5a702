// The answer to a step's question, on the page.
import { unbroken } from '#cli/report/markup.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { element } from '../page/element.ts';
import { type Guess, revealOf } from './reveal.ts';
import type { StoryStep } from './story-step.ts';

/**
 * The guess beside what was measured, and the reason.
 * @param guess null: the reader gave none
 * @param result null: the run is being computed
 */
export function answerWords(
  { question, reason }: StoryStep,
  guess: Guess | null,
  result: ComparisonResult | null,
): HTMLElement[] {
  if (result === null) return [element('p', {}, 'The run is being computed. The answer follows.')];
  const { beside, judgement } = revealOf(question, guess, result);
  return [
    element('p', { class: 'story-measured' }, unbroken(beside)),
    element('p', {}, unbroken(`${judgement} ${reason}`.trim())),
  ];
}
