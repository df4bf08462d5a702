// Attribute values at random: each name mostly holds its own type, so that operations fit.
import fc from 'fast-check';
import type { AttributeValue, Item } from '#local-cloud/dynamodb/values/attribute-value.ts';

/** Names that items carry besides keys, each with the type that it mostly has. */
export const ATTRIBUTES = {
  epoch: 'N',
  used: 'N',
  slots: 'N',
  nodeId: 'S',
  role: 'S',
  state: 'S',
  note: 'S',
  eligible: 'BOOL',
  healDueAtMs: 'NULL',
  home: 'M',
  list: 'L',
  tags: 'SS',
  numbers: 'NS',
  blob: 'B',
  blobs: 'BS',
} as const;

/** Names of attributes by the type that they mostly have. */
export const NUMBERS = ['epoch', 'used', 'slots'] as const;
export const TEXTS = ['nodeId', 'role', 'state', 'note'] as const;
export const SETS = ['tags', 'numbers', 'blobs'] as const;
/** Attributes into which paths lead: most items have them, so that the paths lead somewhere. */
export const DOCUMENTS = ['home', 'list'] as const;
/** Every attribute that is no key. */
export const NAMES = Object.keys(ATTRIBUTES) as readonly (keyof typeof ATTRIBUTES)[];

/** Whole numbers mostly; also fractions, negative ones, and one of all the 38 digits there are. */
export const anyNumber = fc.constantFrom(
  '0',
  '1',
  '2',
  '3',
  '10',
  '-1',
  '0.5',
  '-2.25',
  '1000000',
  '1763912345678',
  '1234567890123456789012345678901234.5678',
);

/** Short words, the empty one, some beyond ASCII, and texts that cross the borders of units. */
export const anyText = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('', 'a', 'ab', 'b', 'client', 'supernode', 'käfer 🐞') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(900, 1100, 2500, 4200).map((count) => 'x'.repeat(count)),
  },
);

const anyBinary = fc.constantFrom('', 'AA==', 'AAE=', 'AAEC', '/////w==');

/** Something, one time in so many. */
export function maybe<T>(arbitrary: fc.Arbitrary<T>, oneIn = 2): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { weight: oneIn - 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );
}

/** How a request asks for its capacity. */
export const capacity = fc.constantFrom('INDEXES', 'INDEXES', 'INDEXES', 'TOTAL', undefined);

/** A value of a type. */
export function valueOfType(type: string): fc.Arbitrary<AttributeValue> {
  return VALUES[type] ?? fc.constant({ NULL: true as const });
}

/** A value that fits an attribute, and now and then any other. */
export function valueFor(name: keyof typeof ATTRIBUTES): fc.Arbitrary<AttributeValue> {
  return fc.oneof(
    { weight: 12, arbitrary: valueOfType(ATTRIBUTES[name]) },
    { weight: 1, arbitrary: anyValue },
  );
}

const nested = fc.oneof(
  anyNumber.map((N) => ({ N })),
  anyText.map((S) => ({ S })),
  fc.constant({ L: [{ N: '1' }, { M: { epoch: { N: '2' } } }] }),
);

const VALUES: { readonly [type: string]: fc.Arbitrary<AttributeValue> } = {
  N: anyNumber.map((N) => ({ N })),
  S: anyText.map((S) => ({ S })),
  B: anyBinary.map((B) => ({ B })),
  BOOL: fc.boolean().map((BOOL) => ({ BOOL })),
  NULL: fc.constant({ NULL: true as const }),
  SS: setOf(fc.constantFrom('a', 'b', 'c', 'ü')).map((SS) => ({ SS })),
  NS: setOf(fc.constantFrom('0', '1', '-2', '3.5')).map((NS) => ({ NS })),
  BS: setOf(fc.constantFrom('AA==', 'AAE=', '/w==')).map((BS) => ({ BS })),
  L: fc.array(nested, { maxLength: 3, size: 'max' }).map((L) => ({ L })),
  M: fc.oneof(
    { weight: 3, arbitrary: homeOf(anyNumber, fc.constantFrom('1', '2')) },
    { weight: 1, arbitrary: fc.constant<AttributeValue>({ M: {} }) },
    { weight: 1, arbitrary: nested.map((deep) => ({ M: { deep } })) },
  ),
};

/** A value of any type at all. */
export const anyValue: fc.Arbitrary<AttributeValue> = fc.oneof(...Object.values(VALUES));

/** Attributes of an item besides its keys. */
export const anyAttributes: fc.Arbitrary<Item> = fc
  .tuple(
    fc.constantFrom<readonly (keyof typeof ATTRIBUTES)[]>(DOCUMENTS, DOCUMENTS, []),
    fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 6 }),
  )
  .map(([documents, others]) => [...new Set([...documents, ...others])])
  .chain((names) => fc.tuple(...names.map((name) => valueFor(name).map((value) => [name, value]))))
  .map((entries) => Object.fromEntries(entries));

function homeOf(
  epoch: fc.Arbitrary<string>,
  supernode: fc.Arbitrary<string>,
): fc.Arbitrary<AttributeValue> {
  return fc.tuple(epoch, supernode).map(([N, S]) => ({ M: { epoch: { N }, supernode: { S } } }));
}

function setOf(element: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.uniqueArray(element, { minLength: 1, maxLength: 3 });
}
