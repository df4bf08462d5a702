import { readFileSync } from 'node:fs';
import { stableJson } from '#runner/stable-json.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { scenarioJsonSchema, wholeScenario } from './scenario-schema.ts';

test.each(Object.values(scenarios))('$name, as it ships, fits the schema', (scenario) => {
  expect(wholeScenario.parse(scenario)).toEqual(scenario);
});

test('the published schema is the one that files are held to', () => {
  // If this fails: npx node cli/scenario-file/write-schema.ts, and format what it wrote.
  const published = readFileSync('docs/schemas/scenario.schema.json', 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(stableJson(scenarioJsonSchema())));
});
