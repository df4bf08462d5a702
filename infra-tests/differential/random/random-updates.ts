// Updates at random: clauses that mostly leave each other alone.
import fc from 'fast-check';
import { type Expression, joined } from '../request-pieces.ts';
import { anyPath, apart, nestedPath, number, oneName, seldom } from './random-expressions.ts';
import { anyValue, NUMBERS, SETS, valueFor, valueOfType } from './random-values.ts';

const setAction: fc.Arbitrary<Expression> = fc.oneof(
  {
    weight: 5,
    arbitrary: oneName.chain((name) =>
      valueFor(name).map((value): Expression => [{ path: [name] }, ' = ', { value }]),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...NUMBERS),
        fc.constantFrom(...NUMBERS),
        fc.constantFrom(' + ', ' - '),
        number,
      )
      .map(([to, from, sign, by]) => [{ path: [to] }, ' = ', { path: [from] }, sign, by]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...NUMBERS), number, number)
      .map(([name, start, by]) => [
        { path: [name] },
        ' = if_not_exists(',
        { path: [name] },
        ', ',
        start,
        ') + ',
        by,
      ]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(valueOfType('L'), fc.boolean())
      .map(([value, first]) => [
        { path: ['list'] },
        ' = list_append(',
        ...(first ? [{ value }, ', ', { path: ['list'] }] : [{ path: ['list'] }, ', ', { value }]),
        ')',
      ]),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(nestedPath, anyValue).map(([path, value]) => [{ path }, ' = ', { value }]),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(oneName, anyPath).map(([to, from]) => [{ path: [to] }, ' = ', from]),
  },
);

const addAction: fc.Arbitrary<Expression> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...NUMBERS), number)
      .map(([name, by]) => [{ path: [name] }, ' ', by]),
  },
  { weight: 1, arbitrary: setChange() },
);

const removeAction: fc.Arbitrary<Expression> = anyPath.map((path) => [path]);

/**
 * An update of one to four clauses.
 * @param keyActions assignments to the attributes by which indexes are sorted
 */
export function anyUpdate(keyActions: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const set = fc.oneof({ weight: 4, arbitrary: setAction }, { weight: 1, arbitrary: keyActions });
  const some = (action: fc.Arbitrary<Expression>, countMax: number) =>
    fc.array(action, { maxLength: countMax });
  return fc
    .tuple(
      some(set, 2),
      some(addAction, 1),
      some(removeAction, 2),
      some(setChange(), 1),
      set,
      seldom,
    )
    .map(([sets, adds, removals, deletions, spare, overlaps]) => {
      const isEmpty = [sets, adds, removals, deletions].every(({ length }) => length === 0);
      const isApart = apart(overlaps);
      return joined(
        [
          ...clause('SET ', (isEmpty ? [spare] : sets).filter(isApart)),
          ...clause('ADD ', adds.filter(isApart)),
          ...clause('REMOVE ', removals.filter(isApart)),
          ...clause('DELETE ', deletions.filter(isApart)),
        ],
        ' ',
      );
    });
}

function setChange(): fc.Arbitrary<Expression> {
  return fc
    .constantFrom(...SETS)
    .chain((name) => valueFor(name).map((value): Expression => [{ path: [name] }, ' ', { value }]));
}

function clause(word: string, actions: readonly Expression[]): readonly Expression[] {
  return actions.length === 0 ? [] : [[word, ...joined(actions, ', ')]];
}
