// What AWS was recorded to answer for event source mappings: what it does not create, and what
// becomes of batches by what a worker answers.

import type { ContractResources } from '../../contract/contract-case.ts';
import { aQueue } from '../../contract/contract-template.ts';
import {
  COMES_BACK,
  mappedWorker,
  reports,
  sendJobs,
  settledCount,
} from '../../contract/mapping/mapped-worker.ts';
import { aWorker } from '../../contract/worker-function.ts';
import { NOT_MADE, type RecordedRow, type RecordedSource } from '../recorded-row.ts';

const made = async (): Promise<string> => 'made';

const mapping = (properties: object = {}): ContractResources => ({
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
      FunctionName: { Ref: 'Worker' },
      ...properties,
    },
  },
});

const ofSeconds = (visibility: number, timeoutSeconds: number): ContractResources => ({
  ...aWorker('', { timeoutSeconds }),
  Jobs: aQueue({ VisibilityTimeout: visibility }),
  ...mapping(),
});

/** A recording of AWS among LocalStack's tests of mappings. */
const localStack = (test: string, date: string): RecordedSource => ({
  suite: 'LocalStack',
  test: `test_lambda_integration_sqs.py: ${test}`,
  date,
});

const report = (suite: string, test: string, date: string): RecordedSource => ({
  suite,
  test,
  date,
});

const creation = (
  title: string,
  resources: ContractResources,
  answer: unknown,
  source: RecordedSource,
): RecordedRow => ({ service: 'mappings', title, resources, ask: made, answer, source });

const DEFAULT_SIZE = localStack('test_event_source_mapping_default_batch_size', '2025-11-25');

const creations: readonly RecordedRow[] = [
  creation(
    'a batch of more than ten needs a window',
    mappedWorker({ body: '', mapping: { BatchSize: 11 } }),
    NOT_MADE,
    DEFAULT_SIZE,
  ),
  creation(
    'a batch of ten thousand needs a window, too',
    mappedWorker({ body: '', mapping: { BatchSize: 10_000 } }),
    NOT_MADE,
    report('serverless/serverless', 'issue 8989', '2021-02'),
  ),
  ...[15, 100, 1_000, 10_000].map((BatchSize) =>
    creation(
      `a batch of ${BatchSize} with a window of a second is taken`,
      mappedWorker({ body: '', mapping: { BatchSize, MaximumBatchingWindowInSeconds: 1 } }),
      'made',
      localStack(`test_sqs_event_source_mapping_batch_size[${BatchSize}]`, '2025-11-25'),
    ),
  ),
  creation(
    'a queue that hides for 60 s does not feed a function that may run 120 s',
    ofSeconds(60, 120),
    NOT_MADE,
    report('18F/identity-terraform', 'pull request 27', '2019-10'),
  ),
  creation(
    'a queue that hides for 30 s does not feed a function that may run 60 s',
    ofSeconds(30, 60),
    NOT_MADE,
    report('winglang/wing', 'issue 1507', '2023-02'),
  ),
  creation(
    'a queue that hides as long as its function may run is taken',
    ofSeconds(60, 60),
    'made',
    report('github-aws-runners/terraform-aws-github-runner', 'pull request 467', '2021-01'),
  ),
  creation(
    'a queue is mapped to a function once',
    {
      ...ofSeconds(30, 5),
      Again: Object.values(mapping())[0] as ContractResources[string],
    },
    NOT_MADE,
    localStack('test_duplicate_event_source_mappings', '2025-11-25'),
  ),
  creation(
    'a queue that does not exist is not mapped',
    {
      ...aWorker(''),
      ...mapping({ EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:nowhere' }),
    },
    NOT_MADE,
    localStack('test_esm_with_not_existing_sqs_queue', '2025-11-25'),
  ),
];

/** What one job's receives are, when its worker answers so. */
const answering = (
  title: string,
  answer: string,
  receives: readonly number[],
  source: RecordedSource,
): RecordedRow => ({
  service: 'mappings',
  title,
  source,
  answer: receives,
  resources: mappedWorker({
    body: `await report(Number(event.Records[0].attributes.ApproximateReceiveCount)); ${answer}`,
    ...COMES_BACK,
  }),
  ask: async (bench) => {
    await sendJobs(bench, 'job');
    return (await reports(bench, receives.length)).sort();
  },
});

const THRICE = [1, 2, 3];

const answers: readonly RecordedRow[] = [
  answering(
    'an answer that names its failures wrongly fails the batch',
    'return { batchItemFailures: [{ foo: "notvalid" }] };',
    THRICE,
    localStack('test_report_batch_item_failures_invalid_result_json_batch_fails', '2025-11-25'),
  ),
  answering(
    'an empty object as the answer is success',
    'return {};',
    [1],
    localStack('test_report_batch_item_failures_empty_json_batch_succeeds', '2025-11-25'),
  ),
  answering(
    'a worker that throws gets its batch again after the visibility time-out',
    'throw new Error("on purpose");',
    THRICE,
    localStack('test_failing_lambda_retries_after_visibility_timeout', '2025-11-25'),
  ),
  {
    service: 'mappings',
    title: 'a batch whose worker throws is dead as a whole, failures reported or not',
    resources: mappedWorker({ body: 'throw new Error("on purpose");', visibilitySeconds: 1 }),
    ask: async (bench) => {
      await sendJobs(bench, '{not a json body', '{"message": 2}');
      await bench.wait(6_000);
      return settledCount(bench, 'Dead', 2);
    },
    answer: 2,
    source: localStack('test_report_batch_item_failures_on_lambda_error', '2025-11-25'),
  },
  {
    service: 'mappings',
    title: 'messages that a worker has handled are gone',
    resources: mappedWorker({ body: 'await report(event.Records.length);' }),
    ask: async (bench) => {
      await sendJobs(bench, 'a');
      await reports(bench, 1);
      return settledCount(bench, 'Jobs', 0);
    },
    answer: 0,
    source: localStack('test_sqs_event_source_mapping', '2025-11-25'),
  },
];

/** Every row of event source mappings. */
export const mappingRows: readonly RecordedRow[] = [...creations, ...answers];
