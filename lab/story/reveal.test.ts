import { exampleResult } from '#testing/cli/example-result.ts';
import { measuredInWords, revealOf } from './reveal.ts';
import type { ChoiceQuestion, NumberQuestion } from './story-step.ts';

const result = exampleResult();

function asking(measured: number | null, unit = 'hours'): NumberQuestion {
  return { kind: 'number', ask: 'How long?', unit, min: 0, max: 48, measure: () => measured };
}

test.each([
  [2, 31, 'You said 2 hours; the run: 31 hours.', 'The run has 16 times your guess.'],
  [31, 2, 'You said 31 hours; the run: 2 hours.', 'Your guess is 16 times what the run has.'],
  [30, 31.4, 'You said 30 hours; the run: 31 hours.', 'That is close.'],
  [1, 1.04, 'You said 1 hour; the run: 1 hour.', 'That is close.'],
  [0, 31, 'You said 0 hours; the run: 31 hours.', 'The run is far above your guess.'],
  [31, 0, 'You said 31 hours; the run: 0 hours.', 'The run is far below your guess.'],
  [0, 0, 'You said 0 hours; the run: 0 hours.', 'That is close.'],
  [3, null, 'You said 3 hours; the run: never.', 'It did not happen in this run.'],
])('a guess of %p beside %p', (guess, measured, beside, judgement) => {
  expect(revealOf(asking(measured), guess, result)).toEqual({ beside, judgement });
});

test('who gives no guess sees the run alone', () => {
  expect(revealOf(asking(2.345), null, result)).toEqual({
    beside: 'The run: 2.3 hours.',
    judgement: '',
  });
  expect(measuredInWords(asking(1234), result)).toBe('1,234 hours');
});

const choice: ChoiceQuestion = {
  kind: 'choice',
  ask: 'Does it heal?',
  options: ['it heals', 'it does not'],
  measure: () => ({ index: 1, why: '3 % were missing' }),
};

test('a choice is right or not, and the measured reason stands beside it', () => {
  expect(revealOf(choice, 1, result)).toEqual({
    beside: 'You said: it does not. The run: it does not (3 % were missing).',
    judgement: 'You were right.',
  });
  expect(revealOf(choice, 0, result).judgement).toBe('The run went otherwise.');
  expect(revealOf(choice, null, result).beside).toBe('The run: it does not (3 % were missing).');
  expect(measuredInWords(choice, result)).toBe('it does not (3 % were missing)');
});
