import type { ValidatedRow } from '#twin/validation/validate.ts';
import {
  relative,
  significant,
  validationLine,
  validationSentence,
  validationTitle,
} from './format-validate.ts';

const row: ValidatedRow = {
  part: 'simulator-and-rules',
  name: 'M/M/1',
  source: 'textbook, 3.28',
  known: 2,
  ours: 2.05,
  difference: 0.05,
  tolerance: 0.06,
  toleranceFrom: '4.59 standard errors',
  verdict: 'holds',
};
const wrong: ValidatedRow = {
  ...row,
  part: 'network-twin',
  name: 'M/M/5',
  ours: 2.5,
  difference: 0.5,
  verdict: 'differs',
};

test('a row has what is known, ours, the difference, its limit, the verdict and the source', () => {
  expect(validationLine(row).trim().split(/ {2,}/)).toEqual([
    'M/M/1',
    '2',
    '2.0500',
    '2.50 %',
    '3.00 %',
    'holds',
    'textbook, 3.28',
  ]);
  expect(validationLine(wrong)).toContain('DIFFERS');
});

test('the sentence counts what holds of each part and names what differs', () => {
  expect(validationSentence([row], 7)).toBe(
    'Known results that hold, seed 7: 1 of 1 for the queueing simulator, the retry and the ' +
      'placement rules; 0 of 0 for the network twin.',
  );
  expect(validationSentence([row, wrong], 7)).toMatch(
    /1 of 1 for the queueing .* 0 of 1 for the network twin\. These differ:\n {2}M\/M\/5$/,
  );
});

test('a title says what the rows below it are about', () => {
  expect(validationTitle('simulator-and-rules')).toMatch(/queueing simulator, the retry and/);
  expect(validationTitle('network-twin')).toMatch(/network twin: its wheel, event source mappings/);
});

test('numbers have five digits, and a difference from nothing is no percentage', () => {
  expect([significant(20_000), significant(1 / 3), significant(0)]).toEqual([
    '20000',
    '0.33333',
    '0',
  ]);
  expect([relative(0, 0), relative(0.2, 0), relative(1e-9, 1), relative(-1e-9, 1)]).toEqual([
    '0',
    '0.20000',
    '< 0.01 %',
    '< 0.01 %',
  ]);
});
