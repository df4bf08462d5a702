// The story on the page: a step's text, its question, and, once that is answered, what the run did.
import { unbroken } from '#cli/report/markup.ts';
import type { ComparisonResult } from '#runner/result.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { button, element } from '../page/element.ts';
import type { Moment } from '../page/moment.ts';
import { answerWords } from './answer-words.ts';
import { sameInputs } from './link.ts';
import { questionForm } from './question-form.ts';
import { type Guess, measuredInWords } from './reveal.ts';
import type { StoryStep } from './story-step.ts';
import { storyStep, storySteps } from './story-steps.ts';

/** What a reader does with the story. */
export interface StoryListener {
  /** Goes to another step. */
  onStep(step: number): void;
  /** Runs these inputs, in the open step. */
  onRun(inputs: LabInputs): void;
  /** The answer of the open step may be seen from now on. */
  onReveal(): void;
}

/** The story on the page. A step's answer is shown once its question has been answered. */
export class StoryPanel {
  readonly #place: HTMLElement;
  readonly #moment: Moment;
  readonly #listener: StoryListener;
  readonly #guesses = new Map<number, Guess | null>();
  readonly #answer = element('div', { class: 'story-answer', 'aria-live': 'polite' });
  readonly #changed = element('p', { class: 'story-changed', 'aria-live': 'polite' });
  #number = 1;
  /** Of the step's own inputs; null: not known yet. */
  #own: ComparisonResult | null = null;

  constructor(place: HTMLElement, moment: Moment, listener: StoryListener) {
    this.#place = place;
    this.#moment = moment;
    this.#listener = listener;
  }

  /** Whether the answer of the open step may be seen. */
  get isRevealed(): boolean {
    return this.#guesses.has(this.#number);
  }

  /** Opens a step. Its answer is there if its question was answered before. */
  open(step: number): void {
    if (step !== this.#number) this.#own = null;
    this.#number = step;
    this.#changed.replaceChildren();
    this.#draw();
  }

  /** A run is done. */
  showResult(inputs: LabInputs, result: ComparisonResult): void {
    const step = storyStep(this.#number);
    if (sameInputs(inputs, step.inputs)) {
      this.#own = result;
      this.#changed.replaceChildren();
      this.#drawAnswer();
    } else this.#changed.replaceChildren(changedWords(step, this.#own, result));
  }

  /** Shows the answer of the open step to whoever wants no guess. */
  reveal(): void {
    if (!this.isRevealed) this.#give(null);
  }

  #give(guess: Guess | null): void {
    this.#guesses.set(this.#number, guess);
    this.#draw();
    this.#listener.onReveal();
    this.#answer.focus();
  }

  #draw(): void {
    const step = storyStep(this.#number);
    const given = this.#guesses.get(this.#number);
    this.#place.replaceChildren(
      stepHead(this.#number, this.#listener),
      textPart('What is known', 'known', step.known),
      textPart('What is conjecture', 'conjecture', step.conjecture),
      element('p', { class: 'note' }, factsWords),
      element('h3', {}, 'Predict'),
      questionForm(step.question, given, (guess) => this.#give(guess)),
      this.#answer,
      ...(this.isRevealed ? [this.#trial(step), this.#changed] : []),
    );
    this.#drawAnswer();
  }

  #drawAnswer(): void {
    const guess = this.#guesses.get(this.#number);
    const words = guess === undefined ? [] : answerWords(storyStep(this.#number), guess, this.#own);
    this.#answer.replaceChildren(...words);
    // Only a text that is there can be focused.
    if (words.length > 0) this.#answer.setAttribute('tabindex', '-1');
    else this.#answer.removeAttribute('tabindex');
  }

  #trial({ trial, inputs }: StoryStep): HTMLElement {
    const listener = this.#listener;
    const go = () => {
      if (trial.kind === 'run') return listener.onRun(trial.inputs);
      const atMs = this.#own === null ? null : trial.momentOf(this.#own);
      if (atMs !== null) this.#moment.moveTo(atMs, 'keys');
    };
    const back =
      trial.kind === 'run' ? [button('Back to the first run', () => listener.onRun(inputs))] : [];
    return element(
      'section',
      { class: 'story-trial' },
      element('h3', {}, 'Try'),
      element('p', {}, unbroken(trial.words)),
      element('p', { class: 'actions' }, button(trial.button, go, { class: 'primary' }), ...back),
    );
  }
}

const factsWords = 'Each numbered fact has its source in docs/facts.md.';

function stepHead(number: number, { onStep }: StoryListener): HTMLElement {
  const count = storySteps.length;
  const go = (words: string, by: number, isOff: boolean) =>
    button(words, () => onStep(number + by), isOff ? { disabled: '' } : {});
  return element(
    'div',
    { class: 'story-head' },
    element('p', { class: 'note' }, `Step ${number} of ${count}`),
    element('h2', { id: 'story-title', tabindex: '-1' }, storyStep(number).title),
    element(
      'p',
      { class: 'actions' },
      go('Previous', -1, number === 1),
      go('Next', 1, number === count),
    ),
  );
}

function textPart(heading: string, kind: string, texts: readonly string[]): HTMLElement {
  const paragraphs = texts.map((text) => element('p', {}, unbroken(text)));
  return element('section', { class: `story-${kind}` }, element('h3', {}, heading), ...paragraphs);
}

/** What the question's measure is in the reader's own run, beside that of the step. */
function changedWords(
  { question }: StoryStep,
  own: ComparisonResult | null,
  result: ComparisonResult,
): string {
  const now = `With the change: ${measuredInWords(question, result)}.`;
  return own === null ? now : `${now} Before: ${measuredInWords(question, own)}.`;
}
