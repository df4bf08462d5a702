// Functions that cases run: one text for every engine, and the queue in which they report.

import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { ContractBench, ContractResource, ContractResources } from './contract-case.ts';
import { aQueue } from './contract-template.ts';

/** Engines ask for a role, and do not look at it. */
export const NO_ROLE = 'arn:aws:iam::000000000000:role/contract';

/** The metadata by which the local cloud finds a function's code. */
export const WORKER_ENTRY = 'local-cloud:entry';

/** What a worker is made of; `timeoutSeconds` and `concurrency` as in CloudFormation. */
export type WorkerOptions = { readonly timeoutSeconds?: number; readonly concurrency?: number };

/**
 * The resources `Worker` and `Reports`: a function, and a queue for what it reports.
 * @param body JavaScript, the body of `async (event, report) => { ... }`; `await report(value)`
 * sends a value to `Reports`. It sees `setTimeout` and `Date.now`, and nothing of this file.
 */
export function aWorker(body: string, options: WorkerOptions = {}): ContractResources {
  const { timeoutSeconds = 5, concurrency } = options;
  const properties: ContractResource['Properties'] = {
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: NO_ROLE,
    Timeout: timeoutSeconds,
    Code: { ZipFile: moduleText(body) },
    Environment: { Variables: { REPORTS: { Ref: 'Reports' } } },
    ...(concurrency === undefined ? {} : { ReservedConcurrentExecutions: concurrency }),
  };
  return {
    Reports: aQueue(),
    Worker: {
      Type: 'AWS::Lambda::Function',
      Metadata: { [WORKER_ENTRY]: 'worker' },
      Properties: properties,
    },
  };
}

/** Takes what the workers reported until `count` reports are there or `patienceMs` are over. */
export async function takeReports(
  bench: ContractBench,
  count: number,
  patienceMs = REPORT_PATIENCE_MS,
): Promise<unknown[]> {
  const bodies = await takeBodies(bench, { queue: 'Reports', count, patienceMs });
  return bodies.map((body) => JSON.parse(body) as unknown);
}

/**
 * All that the workers report: at least `count` values, or what there is when patience ends, and
 * then whatever comes until `quietMs` pass without one.
 */
export async function takeAllReports(
  bench: ContractBench,
  count: number,
  quietMs: number,
): Promise<unknown[]> {
  const reports = await takeReports(bench, count);
  for (;;) {
    const late = await takeReports(bench, 1, quietMs);
    if (late.length === 0) return reports;
    reports.push(...late);
  }
}

/** Which queue, how many messages, and how long to wait for them. */
export type Taking = {
  readonly queue: string;
  readonly count: number;
  readonly patienceMs: number;
};

/** Takes messages out of a queue until `count` are there or `patienceMs` are over. */
export async function takeBodies(bench: ContractBench, taking: Taking): Promise<string[]> {
  const untilMs = bench.nowMs() + taking.patienceMs;
  const QueueUrl = bench.ref(taking.queue);
  const bodies: string[] = [];
  while (bodies.length < taking.count && bench.nowMs() < untilMs) {
    const messages = await takeSome(bench.sqs, QueueUrl);
    bodies.push(...messages.map(({ Body }) => Body ?? ''));
  }
  return bodies;
}

async function takeSome(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  if (Messages.length > 0) {
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
  return Messages;
}

function moduleText(body: string): string {
  return `
${REPORT_UNSIGNED}
exports.handler = async (event) => { ${body} };
`;
}

// Engines find service and region in it.
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20070816/us-east-1/sqs/aws4_request, SignedHeaders=host, ' +
  'Signature=0';

/** No SDK, which not every engine has beside a function; engines ask for no signature. */
const REPORT_UNSIGNED = `
const report = async (value) => {
  const { origin } = new URL(process.env.REPORTS);
  const answer = await fetch(origin, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
      authorization: '${AUTHORIZATION}',
    },
    body: JSON.stringify({ QueueUrl: process.env.REPORTS, MessageBody: JSON.stringify(value) }),
  });
  if (!answer.ok) throw new Error('a report was refused with ' + answer.status);
};`.trim();

/** By the SDK that Lambda has beside functions of Node.js (Lambda developer guide, "Building"). */
const REPORT_SIGNED = `
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const client = new SQSClient({});
const report = (value) =>
  client.send(
    new SendMessageCommand({ QueueUrl: process.env.REPORTS, MessageBody: JSON.stringify(value) }),
  );`.trim();

/** A worker's code for AWS itself, which takes no report without a signature. */
export function signedReports(code: string): string {
  if (!code.includes(REPORT_UNSIGNED)) throw new Error(`expected a worker's code, got:\n${code}`);
  return code.replace(REPORT_UNSIGNED, () => REPORT_SIGNED);
}

/** Engines start a process for a function's first invocation. */
const REPORT_PATIENCE_MS = 25_000;
