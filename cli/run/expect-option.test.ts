import { InvalidArgumentError } from 'commander';
import { drill } from '#scenarios/drill.ts';
import { asExpected, readExpectation } from './expect-option.ts';

const policies = ['legacy-2007', 'resilient', 'ghost-slots'];
const expected = (...texts: string[]) =>
  asExpected(drill, texts.map(readExpectation), policies).expected;

test('without it the scenario says what is expected', () => {
  expect(expected()).toEqual(drill.expected);
});

test('it holds for every policy that runs, also for one of which nothing was expected', () => {
  expect(expected('healed')).toMatchObject({
    'legacy-2007': ['healed'],
    resilient: ['healed'],
    'ghost-slots': ['healed'],
  });
});

test('one of a policy counts before the general one, and of two the last', () => {
  expect(expected('ghost-slots:stuck', 'healed', 'ghost-slots: late,stuck')).toMatchObject({
    resilient: ['healed'],
    'ghost-slots': ['late', 'stuck'],
  });
});

test('any is every verdict about healing, and an early end; never a violated promise', () => {
  const any = expected('any')['ghost-slots'];
  expect(any).toEqual(['healed', 'late', 'not-healed', 'stuck', 'unknown']);
});

test.each(['heald', 'violated', '', 'healed,', 'x:'])('%s is refused', (text) => {
  expect(() => readExpectation(text)).toThrow(InvalidArgumentError);
  expect(() => readExpectation(text)).toThrow(/No verdict to expect is called/);
});
