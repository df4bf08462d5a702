// Every engine that can be started here differs from AWS as known-differences.json says, and no
// otherwise. After a wanted change: `npm run contract -- --engine NAME --update`.
import { describeIfPresent, type Tool } from '#tools/needs.ts';
import { allCases } from '../all-cases.ts';
import { newsAgainst } from '../known-differences/known-differences.ts';
import { readKnownDifferences } from '../known-differences/known-differences-page.ts';
import { runSuite, type SuiteResult } from '../run-suite.ts';
import { knownEngines } from './known-engines.ts';

/** What each engine needs first; what it needs beside, it says by itself. */
const tools: Readonly<Record<string, Tool>> = {
  'dynamodb-local': 'java',
  elasticmq: 'mvn',
  ministack: 'python3',
  localstack: 'java',
};

/** An installation from nothing included. */
const limitMs = 900_000;

const engines = knownEngines(process.cwd(), (line) => process.stderr.write(`${line}\n`)).filter(
  ({ name }) => !name.startsWith('local-'),
);

for (const engine of engines) {
  describeIfPresent(tools[engine.name] ?? 'java', `the contract on ${engine.name}`, () => {
    let result: SuiteResult | undefined;

    beforeAll(async () => {
      result = await runSuite(engine, allCases);
    }, limitMs);

    test('it differs from AWS in the cases that are listed, and in no other', () => {
      if (result === undefined) throw new Error('the suite did not run');
      expect(newsAgainst(readKnownDifferences(), result)).toEqual([]);
    });

    test('its list was recorded with the version that runs', () => {
      const listed = readKnownDifferences().engines.find((one) => one.engine === engine.name);
      expect(listed?.version).toBe(result?.version);
    });
  });
}
