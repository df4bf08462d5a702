import { attributesBytes, md5OfAttributes, readAttributes } from './message-attributes.ts';

const aText = (StringValue: unknown, DataType: unknown = 'String') => ({ DataType, StringValue });
const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`a${at}`, aText('x')]));

test.each<[given: unknown, text: string]>([
  ['all', 'Parameter MessageAttributes: must be a map.'],
  [[aText('x')], 'Parameter MessageAttributes: must be a map.'],
  [eleven, 'Number of message attributes [11] exceeds the allowed maximum [10].'],
  [{ '': aText('x') }, "Message (user) attribute name '' must have 1 to 256 characters."],
  [
    { ['n'.repeat(257)]: aText('x') },
    `Message (user) attribute name '${'n'.repeat(40)}' must have 1 to 256 characters.`,
  ],
  [
    { 'a b': aText('x') },
    "Message (user) attribute name 'a b' may have letters, digits, underscores, hyphens and " +
      'periods only.',
  ],
  [
    { 'AWS.x': aText('x') },
    "Message (user) attribute name 'AWS.x' starts with what is reserved for AWS.",
  ],
  ...['.a', 'a.', 'a..b'].map((name): [unknown, string] => [
    { [name]: aText('x') },
    `Message (user) attribute name '${name}' may not start or end with a period, nor have two ` +
      'in a row.',
  ]),
  [{ a: 'text' }, 'Parameter MessageAttributes: a must be an object.'],
  ...['Date', 'Strings', 7, undefined].map((type): [unknown, string] => [
    { a: { DataType: type, StringValue: 'x' } },
    "The type of message attribute 'a' must begin with String, Number or Binary.",
  ]),
  [
    { a: aText('x', `String.${'t'.repeat(250)}`) },
    "The type of message attribute 'a' is longer than 256 characters.",
  ],
  ...[aText(''), aText(undefined), aText(7), { DataType: 'String', BinaryValue: 'YQ==' }].map(
    (attribute): [unknown, string] => [
      { a: attribute },
      "Message (user) attribute 'a' must contain a non-empty value of type 'String'.",
    ],
  ),
  ...[{ DataType: 'Binary.png', BinaryValue: '' }, aText('x', 'Binary')].map(
    (attribute): [unknown, string] => [
      { a: attribute },
      "Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.",
    ],
  ),
  [
    { a: aText('bell\u0007') },
    "Message (user) attribute 'a' has characters outside the allowed set.",
  ],
  ...['1,5', 'one', '.', '1e'].map((number): [unknown, string] => [
    { a: aText(number, 'Number') },
    "Can't cast the value of message (user) attribute 'a' to a number.",
  ]),
])('%j is refused', (given, text) => {
  expect(() => readAttributes(given)).toThrow(
    expect.objectContaining({ code: 'InvalidParameterValue', message: text }),
  );
});

test.each([
  [{ ['n'.repeat(256)]: aText('x') }],
  [{ 'attr.1øßä': aText('x') }],
  [{ a: aText('-1.5E+3', 'Number.int') }],
  [{ a: aText(' .5 ', 'Number') }],
  [{ a: aText('x', `String.${'t'.repeat(249)}`) }],
  [{ a: { DataType: 'Binary.png', BinaryValue: 'YQ==' } }],
])('%j is taken as it is', (given) => {
  expect(readAttributes(given)).toEqual(given);
});

test('none is the same as an empty map', () => {
  expect([undefined, null, {}].map(readAttributes)).toEqual([undefined, undefined, undefined]);
});

test('names, types and values count, values of bytes without their base64', () => {
  const given = { schön: aText('grüß'), raw: { DataType: 'Binary', BinaryValue: 'YWJj' } };
  // schön 6 + String 6 + grüß 6, raw 3 + Binary 6 + abc 3.
  expect(attributesBytes(readAttributes(given) ?? {})).toBe(30);
});

test('the digest covers names, types, kinds and values, by name and with their lengths', () => {
  const given = {
    traceparent: aText('naïve €'),
    größe: aText('12', 'Number.int'),
    'a.b': { DataType: 'Binary.png', BinaryValue: 'AP8Q' },
  };
  // Worked out by Python's hashlib from the developer guide's description.
  expect(md5OfAttributes(readAttributes(given) ?? {})).toBe('0ada1d05fcb02221db56fc8e1d5c6701');
});
