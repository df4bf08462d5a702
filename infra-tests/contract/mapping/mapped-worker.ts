// A queue, a worker that is fed from it, and a queue for the dead: what every mapping case has.

import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { ContractBench, ContractCase, ContractResources } from '../contract-case.ts';
import { aQueue, redriveTo } from '../contract-template.ts';
import { attributes } from '../sqs/sqs-calls.ts';
import { aWorker, takeAllReports } from '../worker-function.ts';

/** A case of event source mappings. */
export function mappingCase(described: Omit<ContractCase, 'service'>): ContractCase {
  return { service: 'mapping', ...described };
}

/** What differs from one mapping case to the next. */
export type MappedWorker = {
  /** The worker's code: see `aWorker`. */
  readonly body: string;
  /** Properties of the mapping beside the queue and the function. */
  readonly mapping?: Readonly<Record<string, unknown>>;
  /** How long a message is hidden; a worker may take as long, unless it says otherwise. */
  readonly visibilitySeconds?: number;
  readonly timeoutSeconds?: number;
};

/**
 * The resources `Jobs`, `Dead`, `Worker`, `Reports` and `Mapping`. A message is dead after the
 * third receive; failures are reported by message.
 */
export function mappedWorker(options: MappedWorker): ContractResources {
  const { body, mapping = {}, visibilitySeconds = 30 } = options;
  const { timeoutSeconds = Math.min(10, visibilitySeconds) } = options;
  const redrive = { RedrivePolicy: redriveTo('Dead', RECEIVES_MAX) };
  return {
    ...aWorker(body, { timeoutSeconds }),
    Dead: aQueue(),
    Jobs: aQueue({ VisibilityTimeout: visibilitySeconds, ...redrive }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
        FunctionName: { Ref: 'Worker' },
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...mapping,
      },
    },
  };
}

/** How often a message of `Jobs` is received before it is dead. */
export const RECEIVES_MAX = 3;

/**
 * For messages that are to come back: soon, but not before a busy engine has started a function.
 */
export const COMES_BACK = { visibilitySeconds: 5 } as const;

/** Sends up to ten messages at once. */
export function sendJobs({ sqs, ref }: ContractBench, ...jobs: readonly string[]) {
  const Entries = jobs.map((MessageBody, index) => ({ Id: `job-${index}`, MessageBody }));
  return sqs.send(new SendMessageBatchCommand({ QueueUrl: ref('Jobs'), Entries }));
}

/** All reports, when messages that come back are hidden for as long as `COMES_BACK` says. */
export function reports(bench: ContractBench, count: number): Promise<unknown[]> {
  return takeAllReports(bench, count, 1_000 * COMES_BACK.visibilitySeconds + 1_500);
}

/** How many messages a queue has in all, once it has `count`, or after some seconds. */
export async function settledCount(
  bench: ContractBench,
  queue: string,
  count: number,
): Promise<number> {
  for (const untilMs = bench.nowMs() + PATIENCE_MS; ; ) {
    const found = await countIn(bench, queue);
    if (found === count || bench.nowMs() >= untilMs) return found;
    await bench.wait(POLL_MS);
  }
}

async function countIn(bench: ContractBench, queue: string): Promise<number> {
  const counts = await attributes(bench, queue, [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ]);
  return Object.values(counts).reduce((sum, count) => sum + Number(count), 0);
}

const POLL_MS = 300;
const PATIENCE_MS = 6_000;
