import fc from 'fast-check';
import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

const ITEM = {
  ...sampleKey('a', 1),
  n: { N: '10' },
  s: { S: 'hello' },
  yes: { BOOL: true },
  things: { L: [{ N: '1' }, { M: { deep: { S: 'x' } } }] },
  tags: { SS: ['b', 'a'] },
};

describe('a condition', () => {
  test.each([
    ['n = :v', { N: '1e1' }, true],
    ['n < :v', { N: '9' }, false],
    ['n >= :v', { N: '10.00' }, true],
    ['n < :v', { S: '9' }, false],
    ['gone <> :v', { N: '1' }, true],
    ['gone = :v', { N: '1' }, false],
    ['NOT gone < :v', { N: '1' }, true],
    ['things[1].deep = :v', { S: 'x' }, true],
    ['things[0].deep = :v', { S: 'x' }, false],
    ['tags = :v', { SS: ['a', 'b'] }, true],
    ['contains(tags, :v)', { S: 'a' }, true],
    ['contains(s, :v)', { S: 'ell' }, true],
    ['begins_with(s, :v)', { S: 'he' }, true],
    ['size(s) = :v', { N: '5' }, true],
    ['size(n) = :v', { N: '2' }, false],
    ['attribute_type(yes, :v)', { S: 'BOOL' }, true],
    ['n BETWEEN :v AND :v', { N: '10' }, true],
    ['n IN (s, :v)', { N: '10' }, true],
    ['(n) = :v', { N: '10' }, true],
    [
      'attribute_exists(things[1]) AND attribute_not_exists(things[2]) and n = :v',
      { N: '10' },
      true,
    ],
  ])('%s with %j is %s', (condition, value, holds) => {
    expect(verdict(condition, { ':v': value })).toBe(holds);
  });

  test('binds NOT before AND before OR, however it is nested', () => {
    fc.assert(
      fc.property(logic, ({ text, truth }) => {
        const values = { ':t': { BOOL: true }, ':f': { BOOL: false } };
        const both = `(${text}) AND yes <> :f AND yes = :t`;
        expect(verdict(both, values)).toBe(truth);
      }),
      { numRuns: 200 },
    );
  });

  test('that is nonsense is refused and never crashes', () => {
    const words = ['n', '=', '(', ')', 'AND', 'NOT', ':v', ',', '[', ']', '0', 'size', 'IN', '.'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 9 }), (tokens) => {
        const { call } = sampleCloud();
        const condition = tokens.join(' ');
        const input = { Item: ITEM, ConditionExpression: condition };
        try {
          call('PutItem', { ...input, ExpressionAttributeValues: { ':v': { N: '1' } } });
        } catch (error) {
          expect(['ValidationException', 'ConditionalCheckFailedException']).toContain(
            (error as { code: string }).code,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what AWS refuses is refused', () => {
  const ONE = { ':v': { N: '1' } };
  test.each<[string, JsonObject | undefined, JsonObject | undefined, string]>([
    ['n = :v', { ...ONE, ':w': { N: '1' } }, undefined, 'unused in expressions: keys: {:w}'],
    ['n = :w', ONE, undefined, 'value used in expression is not defined; attribute value: :w'],
    ['#n = :v', ONE, undefined, 'is not defined; attribute name: #n'],
    ['n = :v', ONE, { '#x': 'x' }, 'unused in expressions: keys: {#x}'],
    ['state = :v', ONE, undefined, 'reserved keyword: state'],
    ['((n = :v))', ONE, undefined, 'redundant parentheses'],
    ['n = n', undefined, undefined, 'must be distinct'],
    ['n < :v', { ':v': { BOOL: true } }, undefined, 'operand type: BOOL'],
    ['n BETWEEN :v AND :w', { ...ONE, ':w': { N: '0' } }, undefined, 'upper bound'],
    ['attribute_exists(:v)', ONE, undefined, 'requires a document path'],
    ['frob(n)', undefined, undefined, 'Invalid function name; function: frob'],
    ['n =', undefined, undefined, 'Syntax error; token: "<EOF>"'],
    ['n = :v !', ONE, undefined, 'Syntax error; token: "!"'],
    ['', undefined, undefined, 'can not be empty'],
  ])('%s', (ConditionExpression, values, names, message) => {
    const { call } = sampleCloud();
    const input = {
      Item: ITEM,
      ConditionExpression,
      ExpressionAttributeValues: values,
      ExpressionAttributeNames: names,
    };
    expect(() => call('PutItem', input)).toThrow(message);
  });
});

type Logic = { readonly text: string; readonly truth: boolean };

// Conditions with as few parentheses as the precedence allows, each with its truth value.
const { or: logic } = fc.letrec<{ or: Logic; and: Logic; not: Logic }>((tie) => ({
  or: joined(tie('and'), 'OR', (truths) => truths.some(Boolean)),
  and: joined(tie('not'), 'AND', (truths) => truths.every(Boolean)),
  not: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom({ text: 'yes = :t', truth: true }, { text: 'yes = :f', truth: false }),
    tie('not').map(({ text, truth }) => ({ text: `NOT ${text}`, truth: !truth })),
    fc
      .tuple(tie('and'), tie('and'))
      .map(([a, b]) => ({ text: `(${a.text} OR ${b.text})`, truth: a.truth || b.truth })),
  ),
}));

function joined(
  part: fc.Arbitrary<Logic>,
  word: string,
  combine: (truths: readonly boolean[]) => boolean,
): fc.Arbitrary<Logic> {
  return fc.tuple(part, part).map((parts) => ({
    text: parts.map(({ text }) => text).join(` ${word} `),
    truth: combine(parts.map(({ truth }) => truth)),
  }));
}

function verdict(ConditionExpression: string, ExpressionAttributeValues: JsonObject): boolean {
  const { call } = sampleCloud();
  call('PutItem', { Item: ITEM });
  try {
    call('PutItem', { Item: ITEM, ConditionExpression, ExpressionAttributeValues });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ConditionalCheckFailedException' });
    return false;
  }
}
