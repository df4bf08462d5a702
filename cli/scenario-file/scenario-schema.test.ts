import { readFileSync } from 'node:fs';
import { stableJson } from '#runner/stable-json.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { scenarioFrom } from './read-scenario.ts';
import { scenarioFile, scenarioJsonSchema, wholeScenario } from './scenario-schema.ts';

test.each(Object.values(scenarios))('$name, as it ships, fits the schema', (scenario) => {
  expect(wholeScenario.parse(scenario)).toEqual(scenario);
});

test('the published schema is the one that files are held to', () => {
  // If this fails: npx node cli/scenario-file/write-schema.ts, and format what it wrote.
  const published = readFileSync('docs/schemas/scenario.schema.json', 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(stableJson(scenarioJsonSchema())));
});

/** The message about a file that extends August 2007 and changes one thing. */
function said(changes: object): string {
  try {
    scenarioFrom('mine.json', { extends: 'august-2007', ...changes });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const night = { label: 'x', threeAmUtcMs: 1_187_000_000_000 };

test.each<[object, string]>([
  [
    { timings: { leaseMs: 0 } },
    'timings.leaseMs: expected a whole number from 1 to 2678400000, got 0',
  ],
  [
    { timings: { retryMs: 1.5 } },
    'timings.retryMs: expected a whole number from 1 to 86400000, got 1.5',
  ],
  [{ target: { onlineShare: 2 } }, 'target.onlineShare: expected a number from 0.01 to 1, got 2'],
  [
    { full: { sizes: { attemptsPerMinuteMax: 0 } } },
    'full.sizes.attemptsPerMinuteMax: expected a number above 0 and at most 1000000000, got 0',
  ],
  [
    { storm: { nights: [{ ...night, restartShare: 1.1 }] } },
    'storm.nights.0.restartShare: expected a number from 0 to 1, got 1.1',
  ],
  [
    { storm: { nights: [{ ...night, restartShare: { 'UTC+9': -1 } }] } },
    'storm.nights.0.restartShare.UTC+9: expected a number from 0 to 1, got -1',
  ],
])('%j is refused by its range', (changes, words) => {
  expect(scenarioFile.safeParse({ extends: 'august-2007', ...changes }).success).toBe(false);
  expect(said(changes)).toContain(words);
});

/** All schemas of numbers in a JSON Schema, by their paths. */
function numbersIn(schema: unknown, path = ''): [string, Record<string, unknown>][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const one = schema as Record<string, unknown>;
  const isNumber = [one.type].flat().some((type) => type === 'number' || type === 'integer');
  const inner = Object.entries(one).flatMap(([key, value]) => numbersIn(value, `${path}/${key}`));
  return isNumber ? [[path, one], ...inner] : inner;
}

test('the published schema has a least and a greatest value for every number', () => {
  const found = numbersIn(scenarioJsonSchema());
  expect(found.length).toBeGreaterThan(50);
  const open = found.filter(([, one]) => {
    const least = one.minimum ?? one.exclusiveMinimum;
    const greatest = one.maximum;
    const isSafe = least === Number.MIN_SAFE_INTEGER || greatest === Number.MAX_SAFE_INTEGER;
    return isSafe || typeof least !== 'number' || typeof greatest !== 'number';
  });
  expect(open.map(([path]) => path)).toEqual([]);
});
