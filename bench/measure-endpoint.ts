// Messages through `rebootstorm local` over HTTP: sent, received and deleted in tens by an SDK.
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { loopbackConnection } from '#adapters/loopback-connection.ts';
import type { Measurement } from './measurement.ts';

/** How many messages a request carries. */
const batchSize = 10;

/** How many calls are under way at a time. */
const callersMax = 4;

/**
 * Sends messages to a queue of its own, receives and deletes them.
 * @param endpoint on this machine, such as `http://127.0.0.1:4566`
 * @param messageCount a multiple of ten
 */
export async function measureEndpoint(
  endpoint: string,
  messageCount: number,
): Promise<Measurement> {
  const connection = loopbackConnection({
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const client = connection.connect(new SQSClient(connection.clientConfig));
  const name = `bench-${process.pid}-${Math.floor(performance.now())}`;
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name }));
  const startedMs = performance.now();
  const requests = Array.from({ length: messageCount / batchSize }, (_, at) => at);
  await byFour(requests, (at) => client.send(sendTen(QueueUrl, at)));
  const received = new Set<string>();
  await byFour(requests, async () => {
    for (const { Body = '' } of await takeTen(client, QueueUrl)) received.add(Body);
  });
  const wallMs = performance.now() - startedMs;
  client.destroy();
  return {
    name: 'local endpoint',
    work: `${messageCount} messages over HTTP, in tens, ${callersMax} calls at a time`,
    messageCount,
    wallMs,
    counts: { received: received.size },
  };
}

function sendTen(QueueUrl: string | undefined, at: number): SendMessageBatchCommand {
  const Entries = Array.from({ length: batchSize }, (_, index) => ({
    Id: `m${index}`,
    MessageBody: `message ${at * batchSize + index}`,
  }));
  return new SendMessageBatchCommand({ QueueUrl, Entries });
}

async function takeTen(client: SQSClient, QueueUrl: string | undefined): Promise<Message[]> {
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: batchSize });
  const { Messages = [] } = await client.send(command);
  const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `m${index}`, ReceiptHandle }));
  if (Entries.length > 0) await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  return Messages;
}

async function byFour<Work>(
  works: readonly Work[],
  carryOut: (work: Work) => Promise<unknown>,
): Promise<void> {
  const next = works.values();
  const caller = async () => {
    for (const work of next) await carryOut(work);
  };
  await Promise.all(Array.from({ length: callersMax }, caller));
}
