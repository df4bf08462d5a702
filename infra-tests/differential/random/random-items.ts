// Keys, items and updates of a table at random, over so few keys that they meet.
import fc from 'fast-check';
import type { Item } from '#local-cloud/dynamodb/values/attribute-value.ts';
import type { Expression } from '../request-pieces.ts';
import type { DifferentialTable, KeyPart } from '../tables.ts';
import { anyUpdate } from './random-updates.ts';
import { anyAttributes, anyValue, maybe } from './random-values.ts';

/** A key of the table. */
export function anyKey({ key }: DifferentialTable): fc.Arbitrary<Item> {
  return fc
    .tuple(valueOfPart(key.hash), valueOfPart(key.range))
    .map(([hash, range]) => ({ [key.hash.name]: hash, [key.range.name]: range }));
}

/** An item of the table, in its indexes or not. */
export function anyItem(table: DifferentialTable): fc.Arbitrary<Item> {
  const indexed = indexParts(table).map((part) =>
    maybe(valueOfPart(part)).map(
      (value): Item => (value === undefined ? {} : { [part.name]: value }),
    ),
  );
  return fc
    .tuple(anyAttributes, anyKey(table), ...indexed)
    .map(([attributes, ...others]) => Object.assign({}, attributes, ...others) as Item);
}

/** An update, now and then of an attribute by which an index is sorted. */
export function updateOf(table: DifferentialTable): fc.Arbitrary<Expression> {
  const assignments = indexParts(table).map((part) =>
    valueOfPart(part).map((value): Expression => [{ path: [part.name] }, ' = ', { value }]),
  );
  return anyUpdate(fc.oneof(...assignments));
}

/** The attributes by which indexes are sorted, apart from the table's own keys. */
function indexParts({ key, indexes }: DifferentialTable): readonly KeyPart[] {
  const own = [key.hash.name, key.range.name];
  const parts = indexes.flatMap(({ hash, range }) => (range ? [hash, range] : [hash]));
  return parts.filter(({ name }) => !own.includes(name));
}

/** A value of a key, and once in a while one that no key can have. */
export function valueOfPart({ values }: KeyPart) {
  return fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: anyValue },
  );
}

/** Of several actions on one item the last. */
export function distinct<T extends object>(
  actions: readonly T[],
  { key }: DifferentialTable,
): readonly T[] {
  const keyOf = (action: T) => {
    const request: { Key?: Item; Item?: Item } = Object.values(action)[0] ?? {};
    const item = request.Key ?? request.Item ?? {};
    return JSON.stringify([item[key.hash.name], item[key.range.name]]);
  };
  return [...new Map(actions.map((action) => [keyOf(action), action])).values()];
}

/** Of several equal keys one. */
export function distinctKeys(keys: readonly Item[]): readonly Item[] {
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}
