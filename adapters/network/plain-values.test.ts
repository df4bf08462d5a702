import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { plainRecord } from './plain-values.ts';

const numbers = fc.oneof(
  fc.double({ noNaN: true }).map(String),
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
  fc.constantFrom('9007199254740991', '9007199254740992', '-9007199254740993', '1e3', '-0'),
);

/** Any name but `__proto__`: both converters set it as a prototype, which cannot be compared. */
const names = fc.string().filter((name) => name !== '__proto__');

const { item } = fc.letrec<{ value: AttributeValue; item: Record<string, AttributeValue> }>(
  (tie) => ({
    item: fc.dictionary(names, tie('value'), { maxKeys: 6, noNullPrototype: true }),
    value: fc.oneof(
      { depthSize: 'small' },
      fc.record({ S: fc.string() }),
      fc.record({ N: numbers }),
      fc.record({ BOOL: fc.boolean() }),
      fc.record({ NULL: fc.constant(true as const) }),
      fc.record({ B: fc.uint8Array({ maxLength: 4 }) }),
      fc.record({ SS: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }) }),
      fc.record({ NS: fc.uniqueArray(numbers, { minLength: 1, maxLength: 3 }) }),
      fc.record({ L: fc.array(tie('value'), { maxLength: 3 }) }),
      fc.record({ M: tie('item') }),
    ),
  }),
);

/**
 * The result or the error message. Both converters may refuse a number, but only with the same
 * message.
 */
function outcomeOf(convert: () => Record<string, unknown>): unknown {
  try {
    const record = convert();
    return { record, names: Object.keys(record) };
  } catch (error) {
    return String(error);
  }
}

test('items become plain as the SDK makes them, in the same order', () => {
  fc.assert(
    fc.property(item, (one) => {
      expect(outcomeOf(() => plainRecord(one))).toStrictEqual(outcomeOf(() => unmarshall(one)));
    }),
    { numRuns: 1_000 },
  );
});

test('attributes that are not wanted are left out of the record, and stay in maps within', () => {
  const { pk, home } = { pk: { S: 'CELL#1' }, home: { M: { pk: { S: 'inner' } } } };
  expect(plainRecord({ pk, home }, new Set(['pk']))).toStrictEqual({ home: { pk: 'inner' } });
});

test('a value of no type is refused', () => {
  expect(() => plainRecord({ odd: {} as AttributeValue })).toThrow(/No value defined/);
});
