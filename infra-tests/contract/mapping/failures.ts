// What becomes of a batch of which some or all has failed.

import { bodies } from '../sqs/sqs-calls.ts';
import {
  COMES_BACK,
  mappedWorker,
  mappingCase,
  RECEIVES_MAX,
  reports,
  sendJobs,
  settledCount,
} from './mapped-worker.ts';

const FAILURES = 'Lambda developer guide, implementing partial batch responses';
const GUIDE = 'Lambda developer guide, handling errors for an SQS event source';

/** The worker reports each message with its receive count, then answers with `answer`. */
const tellingAnd = (answer: string) => `
  const counts = event.Records.map(({ body, attributes }) => [
    body, Number(attributes.ApproximateReceiveCount),
  ]);
  await report(counts);
  const isFirst = counts.every(([, count]) => count === 1);
  ${answer}
`;

/** Each body with the counts at which it was received, in their order. */
function receives(reported: readonly unknown[]): Record<string, number[]> {
  const counts: Record<string, number[]> = {};
  const sorted = (reported as [string, number][][])
    .flat()
    .sort(([, one], [, other]) => one - other);
  for (const [body, count] of sorted.sort(([one], [other]) => (one < other ? -1 : 1)))
    counts[body] = [...(counts[body] ?? []), count];
  return counts;
}

/** One job, whose worker answers in a way that AWS takes for failure or success. */
const answering = (title: string, answer: string, receivesOfJob: readonly number[]) =>
  mappingCase({
    title,
    resources: mappedWorker({ body: tellingAnd(answer), ...COMES_BACK }),
    async run(bench) {
      await sendJobs(bench, 'a');
      const reported = await reports(bench, receivesOfJob.length);
      return { ...receives(reported), left: await settledCount(bench, 'Jobs', 0) };
    },
    expected: { a: receivesOfJob, left: 0 },
    source: FAILURES,
  });

/** Cases of batches that fail. */
export const failures = [
  mappingCase({
    title: 'of a batch only the messages that are named as failed come back',
    resources: mappedWorker({
      body: tellingAnd(`
        const failed = event.Records.filter(({ body }) => body === 'bad');
        return { batchItemFailures: failed.map((one) => ({ itemIdentifier: one.messageId })) };
      `),
      ...COMES_BACK,
    }),
    async run(bench) {
      await sendJobs(bench, 'good', 'bad');
      const reported = await reports(bench, 1 + RECEIVES_MAX - 1);
      const dead = await bodies(bench, 'Dead', { WaitTimeSeconds: 3 });
      return { ...receives(reported), dead, left: await settledCount(bench, 'Jobs', 0) };
    },
    expected: { good: [1], bad: [1, 2, 3], dead: ['bad'], left: 0 },
    source: FAILURES,
  }),
  mappingCase({
    title: 'when a worker throws, the whole batch comes back',
    resources: mappedWorker({
      body: tellingAnd("if (isFirst) throw new Error('on purpose');"),
      mapping: { MaximumBatchingWindowInSeconds: 1 },
      ...COMES_BACK,
    }),
    async run(bench) {
      await sendJobs(bench, 'a', 'b');
      const reported = await reports(bench, 2);
      return { ...receives(reported), left: await settledCount(bench, 'Jobs', 0) };
    },
    expected: { a: [1, 2], b: [1, 2], left: 0 },
    source: GUIDE,
  }),
  mappingCase({
    title: 'a message that fails at every receive is dead after as many as its queue allows',
    resources: mappedWorker({ body: tellingAnd("throw new Error('on purpose');"), ...COMES_BACK }),
    async run(bench) {
      await sendJobs(bench, 'a');
      const reported = await reports(bench, RECEIVES_MAX);
      const dead = await bodies(bench, 'Dead', { WaitTimeSeconds: 3 });
      return { ...receives(reported), dead, left: await settledCount(bench, 'Jobs', 0) };
    },
    expected: { a: [1, 2, 3], dead: ['a'], left: 0 },
    source: GUIDE,
  }),
  mappingCase({
    title: 'the messages of a worker that runs into its time-out come back',
    resources: mappedWorker({
      body: tellingAnd('if (isFirst) await new Promise((done) => setTimeout(done, 8000));'),
      timeoutSeconds: 2,
      ...COMES_BACK,
    }),
    async run(bench) {
      await sendJobs(bench, 'a');
      const reported = await reports(bench, 2);
      return { ...receives(reported), left: await settledCount(bench, 'Jobs', 0) };
    },
    expected: { a: [1, 2], left: 0 },
    source: GUIDE,
  }),
  answering('an answer of nothing means success', 'return undefined;', [1]),
  answering('an answer of null means success', 'return null;', [1]),
  answering('an empty list of failures means success', 'return { batchItemFailures: [] };', [1]),
  answering(
    'a list of failures that is null means success',
    'return { batchItemFailures: null };',
    [1],
  ),
  answering(
    'a failure of a message that is not in the batch fails the whole batch',
    "if (isFirst) return { batchItemFailures: [{ itemIdentifier: 'nobody' }] };",
    [1, 2],
  ),
  answering(
    'a failure with an empty identifier fails the whole batch',
    "if (isFirst) return { batchItemFailures: [{ itemIdentifier: '' }] };",
    [1, 2],
  ),
  answering(
    'a failure with a misspelt key fails the whole batch',
    'if (isFirst) return { batchItemFailures: [{ itemId: event.Records[0].messageId }] };',
    [1, 2],
  ),
  mappingCase({
    title: 'a mapping that does not ask for failures takes the answer for success',
    resources: mappedWorker({
      body: tellingAnd(
        'const [{ messageId }] = event.Records;' +
          'return { batchItemFailures: [{ itemIdentifier: messageId }] };',
      ),
      mapping: { FunctionResponseTypes: [] },
      ...COMES_BACK,
    }),
    async run(bench) {
      await sendJobs(bench, 'a');
      const reported = await reports(bench, 1);
      return { ...receives(reported), left: await settledCount(bench, 'Jobs', 0) };
    },
    expected: { a: [1], left: 0 },
    source: FAILURES,
  }),
];
