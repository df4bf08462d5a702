// Who recorded the rows of SQS, and the calls that they share.

import {
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import type { ContractBench, ContractResources } from '../../contract/contract-case.ts';
import { aQueue } from '../../contract/contract-template.ts';
import { answerOf } from '../recorded-calls.ts';
import type { RecordedRow, RecordedSource } from '../recorded-row.ts';

/** A recording of AWS among LocalStack's tests of SQS. */
export function localStack(test: string, date: string): RecordedSource {
  return { suite: 'LocalStack', test: `test_sqs.py: ${test}`, date };
}

/** A test of moto 5.2.5 that is marked as verified on AWS; the day of the look-up. */
export function moto(test: string): RecordedSource {
  return { suite: 'moto', test: `test_sqs.py: ${test}`, date: '2026-11-29' };
}

/** A queue `Jobs` as it comes. */
export const oneQueue: ContractResources = { Jobs: aQueue() };

/** A row with the queue `Jobs`, unless it says otherwise. */
export function row(
  title: string,
  answer: unknown,
  source: RecordedSource,
  ask: RecordedRow['ask'],
  more: Partial<RecordedRow> = {},
): RecordedRow {
  return { service: 'sqs', title, resources: oneQueue, ask, answer, source, ...more };
}

/** An error's name in the SDK, and AWS's words. */
export function refusal(error: string, message: string) {
  return { error, message };
}

/** Sends a message to `Jobs`. */
export function send({ sqs, ref }: ContractBench, input: Partial<SendMessageCommandInput>) {
  const QueueUrl = ref('Jobs');
  return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'test', ...input }));
}

/** How a send is answered. */
export const sending = (input: Partial<SendMessageCommandInput>) => (bench: ContractBench) =>
  answerOf(send(bench, input));

/** Receives from `Jobs`, once. */
export function receive({ sqs, ref }: ContractBench, input: Partial<ReceiveMessageCommandInput>) {
  return sqs.send(new ReceiveMessageCommand({ QueueUrl: ref('Jobs'), ...input }));
}

/** An error's old name and whose fault it was, as the SDK has them from a header. */
export async function codeAndType(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    const { Code, Type } = error as { Code?: string; Type?: string };
    return { code: Code, type: Type };
  }
}
