// The differential run by hand: `node infra-tests/differential/main.ts --operations 200000`.
import { parseArgs } from 'node:util';
import { startDynamoDbLocal } from '#infra-tests/engines/dynamodb-local.ts';
import { openDynamoDbLocal } from './databases.ts';
import { runAtRandom } from './random/random-run.ts';
import { reportLines, unusedDeviations } from './run-report.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const { values: options } = parseArgs({
  options: {
    operations: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '2007' },
  },
});

const started = await startDynamoDbLocal(process.cwd(), say);
try {
  const startedMs = performance.now();
  const end = await runAtRandom(() => openDynamoDbLocal(started.endpoint), {
    callsMin: Number(options.operations),
    seed: Number(options.seed),
  });
  for (const line of reportLines(end, (performance.now() - startedMs) / 1000)) say(line);
  const unused = unusedDeviations(end);
  for (const name of unused) say(`never met, so remove it or look why: ${name}`);
  process.exitCode = end.counterexample === undefined && unused.length === 0 ? 0 : 1;
} finally {
  await started.stop();
}
