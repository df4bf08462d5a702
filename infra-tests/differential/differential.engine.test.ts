// The local cloud's DynamoDB against AWS's own model of it, with the same random operations.
import { startDynamoDbLocal } from '#infra-tests/engines/dynamodb-local.ts';
import { describeIfPresent } from '#tools/needs.ts';
import { emptyTally, firstDifference } from './compare-databases.ts';
import { COUNTEREXAMPLES } from './counterexamples.ts';
import { openDynamoDbLocal } from './databases.ts';
import { runAtRandom } from './random/random-run.ts';
import { reportLines, unusedDeviations } from './run-report.ts';

/** Enough that every operation, error and known deviation occurs; a minute on two idle cores. */
const callsMin = 20_000;
const runLimitMs = 600_000;
/** The first start installs the engine, and takes as long as the registry does. */
const startLimitMs = 300_000;

describeIfPresent('java', 'the local cloud and DynamoDB Local', () => {
  let stop = async () => {};
  let endpoint = '';

  beforeAll(async () => {
    ({ endpoint, stop } = await startDynamoDbLocal());
  }, startLimitMs);
  afterAll(() => stop());

  test.each(COUNTEREXAMPLES)('agree that $title', async ({ title, calls }) => {
    const open = () => openDynamoDbLocal(endpoint);
    expect(await firstDifference(open, calls, title, emptyTally())).toBeUndefined();
  });

  test(
    'answer random operations alike, or differ in a way that is known',
    async () => {
      const startedMs = performance.now();
      const end = await runAtRandom(() => openDynamoDbLocal(endpoint), { callsMin, seed: 2007 });
      const lines = reportLines(end, (performance.now() - startedMs) / 1000);
      process.stdout.write(`${lines.join('\n')}\n`);
      expect(end.counterexample).toBeUndefined();
      expect(unusedDeviations(end)).toEqual([]);
    },
    runLimitMs,
  );
});
