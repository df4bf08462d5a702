// Conditions and projections at random, in the forms that our adapters write and in all the others
// that DynamoDB knows.
import fc from 'fast-check';
import { type Expression, joined, type Piece } from '../request-pieces.ts';
import { anyNumber, anyText, anyValue, NAMES, NUMBERS, TEXTS, valueFor } from './random-values.ts';

/** Any attribute that is no key. */
export const oneName = fc.constantFrom(...NAMES);
/** A number as an operand. */
export const number = anyNumber.map((N): Piece => ({ value: { N } }));
/** True once in a while, for what is refused. */
export const seldom = fc.oneof(
  { weight: 15, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);
const comparator = fc.constantFrom(' = ', ' <> ', ' < ', ' <= ', ' > ', ' >= ');

/** Paths that lead into documents, whether or not they are there. */
export const nestedPath = fc.constantFrom<readonly (string | number)[]>(
  ['home', 'epoch'],
  ['home', 'supernode'],
  ['home', 'deep'],
  ['list', 0],
  ['list', 1],
  ['list', 1, 'epoch'],
  ['list', 9],
);

/** An attribute, or a place in a document. */
export const anyPath = fc
  .oneof(
    { weight: 4, arbitrary: oneName.map((name): readonly (string | number)[] => [name]) },
    { weight: 1, arbitrary: nestedPath },
  )
  .map((path): Piece => ({ path }));

const simpleCondition: fc.Arbitrary<Expression> = fc.oneof(
  fc
    .tuple(oneName, comparator)
    .chain(([name, sign]) =>
      valueFor(name).map((value): Expression => [{ path: [name] }, sign, { value }]),
    ),
  fc.tuple(anyPath, comparator, anyPath).map(([left, sign, right]) => [left, sign, right]),
  fc.tuple(nestedPath, comparator, number).map(([path, sign, value]) => [{ path }, sign, value]),
  anyPath.map((path) => ['attribute_exists(', path, ')']),
  anyPath.map((path) => ['attribute_not_exists(', path, ')']),
  fc
    .tuple(anyPath, fc.constantFrom('S', 'N', 'NULL', 'M', 'SS'))
    .map(([path, S]) => ['attribute_type(', path, ', ', { value: { S } }, ')']),
  fc
    .tuple(fc.constantFrom(...TEXTS), anyText)
    .map(([name, S]) => ['begins_with(', { path: [name] }, ', ', { value: { S } }, ')']),
  fc
    .tuple(fc.constantFrom('tags', 'numbers', 'list', 'note', 'blobs'), anyValue)
    .map(([name, value]) => ['contains(', { path: [name] }, ', ', { value }, ')']),
  fc
    .tuple(oneName, comparator, number)
    .map(([name, sign, value]) => ['size(', { path: [name] }, ')', sign, value]),
  fc
    .tuple(fc.constantFrom(...NUMBERS), fc.array(anyNumber, { minLength: 2, maxLength: 2 }), seldom)
    .map(([name, bounds, turned]) => {
      const [low = '', high = ''] = bounds.sort(
        (a, b) => (Number(a) - Number(b)) * (turned ? -1 : 1),
      );
      return [
        { path: [name] },
        ' BETWEEN ',
        { value: { N: low } },
        ' AND ',
        { value: { N: high } },
      ];
    }),
  fc.tuple(oneName, fc.array(anyValue, { minLength: 1, maxLength: 3 })).map(([name, values]) => [
    { path: [name] },
    ' IN (',
    ...joined(
      values.map((value) => [{ value }]),
      ', ',
    ),
    ')',
  ]),
);

/** A condition: one test, or a few of them put together. */
export const anyCondition: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 4, arbitrary: simpleCondition },
  { weight: 2, arbitrary: fc.constant<Expression>(['attribute_exists(', { path: ['pk'] }, ')']) },
  {
    weight: 2,
    arbitrary: fc.constant<Expression>(['attribute_not_exists(', { path: ['pk'] }, ')']),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(simpleCondition, fc.constantFrom(' AND ', ' OR '), simpleCondition, fc.boolean())
      .map(([left, word, right, negated]) =>
        negated ? ['NOT (', ...left, word, ...right, ')'] : [...left, word, '(', ...right, ')'],
      ),
  },
);

/** A few names or paths that a read is to return; now and then they overlap. */
export const anyProjection: fc.Arbitrary<Expression> = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: anyPath },
        { weight: 2, arbitrary: fc.constantFrom('pk', 'sk').map((name) => ({ path: [name] })) },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    seldom,
  )
  .map(([paths, overlaps]) => paths.map((path): Expression => [path]).filter(apart(overlaps)))
  .map((paths) => joined(paths, ', '));

/** Keeps of several expressions that begin with a path the first of each attribute, or all. */
export function apart(overlaps: boolean): (expression: Expression) => boolean {
  const taken = new Set<string>();
  return ([first]) => {
    const name = typeof first === 'object' && 'path' in first ? String(first.path[0]) : '';
    const isFree = !taken.has(name);
    taken.add(name);
    return overlaps || isFree;
  };
}
