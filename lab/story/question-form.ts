// The form in which a reader predicts: a slider with a number, or a few options.
import { button, element } from '../page/element.ts';
import { type Guess, inUnit } from './reveal.ts';
import type { ChoiceQuestion, NumberQuestion, Question } from './story-step.ts';

/**
 * Asks a question.
 * @param given the guess that was given before; undefined: none yet
 * @param onGuess gets the guess, or null from a reader who wants the answer without one
 */
export function questionForm(
  question: Question,
  given: Guess | null | undefined,
  onGuess: (guess: Guess | null) => void,
): HTMLElement {
  const form = element('form', { class: 'story-question' });
  const { parts, read } =
    question.kind === 'number' ? numberParts(question, given) : choiceParts(question, given);
  form.append(...parts);
  if (given !== undefined) {
    // Without a guess the slider would show one.
    if (given === null) for (const input of form.querySelectorAll('[type=range]')) input.remove();
    for (const input of form.querySelectorAll('input')) input.disabled = true;
    return form;
  }
  form.append(
    element(
      'p',
      { class: 'actions' },
      element('button', { type: 'submit', class: 'primary' }, 'Show what the run did'),
      button('I do not want to guess', () => onGuess(null)),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const guess = read();
    if (guess !== null) onGuess(guess);
  });
  return form;
}

interface QuestionParts {
  readonly parts: readonly HTMLElement[];
  /** The guess; null: there is none yet. */
  readonly read: () => Guess | null;
}

/** Of a slider: so many stops. */
const stops = 200;

function numberParts(question: NumberQuestion, given: Guess | null | undefined): QuestionParts {
  const { ask, unit, min, max } = question;
  const number = element('input', {
    id: 'guess',
    type: 'number',
    min: String(min),
    max: String(max),
    step: 'any',
    required: '',
    'aria-describedby': 'guess-unit',
  });
  const slider = element('input', {
    type: 'range',
    min: '0',
    max: String(stops),
    step: '1',
    'aria-label': `Your guess on a slider, in ${unit}`,
  });
  const speak = (value: number) => slider.setAttribute('aria-valuetext', inUnit(question, value));
  const place = (value: number) => {
    slider.value = String(Math.round(shareOf(question, value) * stops));
    speak(value);
  };
  slider.addEventListener('input', () => {
    const value = valueAt(question, Number(slider.value) / stops);
    number.value = String(value);
    speak(value);
  });
  number.addEventListener('input', () => {
    if (Number.isFinite(number.valueAsNumber)) place(number.valueAsNumber);
  });
  place(given ?? valueAt(question, 0.5));
  if (typeof given === 'number') number.value = String(given);
  const label = element('label', { for: 'guess' }, ask);
  const unitWords = element('span', { id: 'guess-unit' }, unit);
  const line = element('p', { class: 'story-number' }, number, unitWords);
  return {
    parts: [element('p', {}, label), slider, line],
    read: () => (Number.isFinite(number.valueAsNumber) ? number.valueAsNumber : null),
  };
}

/** Where a value stands between the ends, 0 to 1. */
function shareOf({ min, max, isLog = false }: NumberQuestion, value: number): number {
  const inside = Math.min(max, Math.max(min, value));
  if (!isLog) return (inside - min) / (max - min);
  return Math.log(inside / min) / Math.log(max / min);
}

/** The value at a share of the way between the ends, with two digits that count. */
function valueAt({ min, max, isLog = false }: NumberQuestion, share: number): number {
  const exact = isLog ? min * (max / min) ** share : min + share * (max - min);
  return Number(exact.toPrecision(2));
}

function choiceParts(question: ChoiceQuestion, given: Guess | null | undefined): QuestionParts {
  const inputs = question.options.map((_, index) =>
    element('input', {
      type: 'radio',
      name: 'guess',
      id: `guess-${index}`,
      required: '',
      ...(given === index ? { checked: '' } : {}),
    }),
  );
  const lines = question.options.map((words, index) => {
    const label = element('label', { for: `guess-${index}` }, words);
    return element('p', { class: 'story-option' }, inputs[index] ?? '', label);
  });
  const legend = element('legend', {}, question.ask);
  return {
    parts: [element('fieldset', {}, legend, ...lines)],
    read: () => {
      const index = inputs.findIndex(({ checked }) => checked);
      return index < 0 ? null : index;
    },
  };
}
