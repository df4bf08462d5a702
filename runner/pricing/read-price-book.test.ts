import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stableJson } from '../stable-json.ts';
import { priceBookJsonSchema } from './price-book-schema.ts';
import { priceBookFrom, readPriceBook, shippedPriceBook } from './read-price-book.ts';

/** A book of one price on known lines; each test changes one of them. */
const lines = [
  '{',
  '  "schemaVersion": 1,',
  '  "region": "eu-west-1",',
  '  "currency": "USD",',
  '  "asOf": "2026-11-30",',
  '  "offers": { "AWSXRay": { "version": null, "publishedAt": "2026-09-11", "source": "x" } },',
  '  "prices": [',
  '    {',
  '      "meter": "xray.traces",',
  '      "offer": "AWSXRay",',
  '      "usageType": null,',
  '      "tiers": [',
  '        { "fromUnits": 0, "usdPerUnit": 0.5 },',
  '        { "fromUnits": 100, "usdPerUnit": 0.25 }',
  '      ],',
  '      "confidence": "found",',
  '      "note": ""',
  '    }',
  '  ],',
  '  "freeTier": [{ "meter": "xray.traces", "unitsPerMonth": 10 }]',
  '}',
];

function withLine(number: number, words: string): string {
  return lines.with(number - 1, words).join('\n');
}

test('a book of a region that does not ship is read, with its tiers', () => {
  const book = priceBookFrom('mine.json', lines.join('\n'));
  expect(book).toMatchObject({ region: 'eu-west-1', prices: [{ meter: 'xray.traces' }] });
  expect(book.prices[0]?.tiers[1]).toEqual({ fromUnits: 100, usdPerUnit: 0.25 });
});

const tier = (from: number, usd: string) => `{ "fromUnits": ${from}, "usdPerUnit": ${usd} }`;

test.each<[string, number, string, string]>([
  ['a missing price', 13, '{ "fromUnits": 0 },', 'prices.0.tiers.0.usdPerUnit: it is missing.'],
  [
    'a negative price',
    14,
    tier(100, '-0.25'),
    'prices.0.tiers.1.usdPerUnit: expected a price in dollars from 0 to 1000000, got -0.25.',
  ],
  [
    'a price in words',
    14,
    tier(100, '"cheap"'),
    'prices.0.tiers.1.usdPerUnit: expected a price in dollars as a number, got "cheap".',
  ],
  ['another currency', 4, '"currency": "EUR",', "currency: 'EUR' is not known. Known: USD."],
  [
    'an unknown region',
    3,
    '"region": "eu-wst-1",',
    "region: 'eu-wst-1' is not known. Did you mean eu-west-1?",
  ],
  [
    'an unknown meter',
    9,
    '"meter": "xray.trace",',
    "prices.0.meter: 'xray.trace' is not known. Did you mean xray.traces?",
  ],
  [
    'overlapping tiers',
    14,
    `${tier(100, '0.25')}, ${tier(100, '0.2')}`,
    'prices.0.tiers.2.fromUnits: it overlaps the tier before it, which begins at 100, too.',
  ],
  [
    'a first tier above 0',
    13,
    `${tier(10, '0.5')},`,
    'prices.0.tiers.0.fromUnits: the first tier has to begin at 0, got 10.',
  ],
  ['an unknown field', 17, '"notes": ""', 'prices.0.notes: no such field. Did you mean note?'],
  [
    'an offer that is not listed',
    10,
    '"offer": "AWSXray",',
    "prices.0.offer: 'AWSXray' is not among the offers. Known: AWSXRay.",
  ],
  ['a day that is none', 5, '"asOf": "2026-02-30",', 'asOf: expected a day as in 2026-11-30.'],
  [
    'two allowances of one meter',
    20,
    '"freeTier": [{ "meter": "kms.requests", "unitsPerMonth": 1 },' +
      ' { "meter": "kms.requests", "unitsPerMonth": 2 }]',
    'freeTier.1.meter: kms.requests is there already, as freeTier.0.',
  ],
  ['half a file', 21, '', 'it is not valid JSON: '],
])('%s is refused, with file, line and field', (what, line, words, reason) => {
  const shown =
    what === 'an unknown field' || what === 'half a file' ? 'line \\d+' : `line ${line}`;
  const escaped = reason.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const separator = what === 'half a file' ? ': ' : ', ';
  expect(() => priceBookFrom('mine.json', withLine(line, words))).toThrow(
    new RegExp(`mine\\.json: (.*; )?${shown}${separator}${escaped}`),
  );
});

test('tiers that are not in order are refused, and each fault is said', () => {
  const text = withLine(14, `${tier(200, '0.2')}, ${tier(100, '-1')}`);
  expect(() => priceBookFrom('mine.json', text)).toThrow(
    /line 14, prices\.0\.tiers\.2\.usdPerUnit/,
  );
  const unordered = withLine(14, `${tier(200, '0.2')}, ${tier(100, '0.1')}`);
  expect(() => priceBookFrom('mine.json', unordered)).toThrow(
    'line 14, prices.0.tiers.2.fromUnits: the tiers are not in order: 100 comes after 200.',
  );
});

test('a file that is not there, and a region without prices, are refused by name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'price-book-'));
  try {
    const path = join(folder, 'mine.json');
    expect(() => readPriceBook(path)).toThrow('mine.json: there is no such file.');
    writeFileSync(path, lines.join('\n'));
    expect(readPriceBook(path).region).toBe('eu-west-1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(() => shippedPriceBook('eu-centrl-1')).toThrow(/Did you mean eu-central-1\?/);
  expect(() => shippedPriceBook('toString')).toThrow(/no prices ship/);
});

test('the published schema is the one that books are held to', () => {
  // If this fails: npx node runner/pricing/price-book-write-schema.ts, and format what it wrote.
  const published = readFileSync('docs/schemas/price-book.schema.json', 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(stableJson(priceBookJsonSchema())));
});
