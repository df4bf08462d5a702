import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { localClientConfig, sqsBench } from '#testing/local-cloud/sqs-bench.ts';
import { parseFaults } from '../faults.ts';
import { readContent } from './message.ts';
import { asItArrives } from './poisoned-message.ts';

const body = JSON.stringify({ kind: 'order', id: 'order-17', text: 'ünïcode 🙂' });

test('a poisoned message arrives, but what is in it can no longer be read', async () => {
  const bench = sqsBench({ faults: { poison: 1 } });
  const { url: QueueUrl } = bench.queue('work');
  const client = new SQSClient(localClientConfig(bench.requestHandler));
  const Entries = Array.from({ length: 10 }, (_, index) => ({
    Id: `e${index}`,
    MessageBody: body,
  }));

  // The client compares digests. It would report damage on the way.
  const sent = await bench.settle(client.send(new SendMessageBatchCommand({ QueueUrl, Entries })));

  expect(sent.Successful).toHaveLength(10);
  const arrived = bench.sqs.queues.byUrl(QueueUrl)?.bodies() ?? [];
  expect(arrived).toHaveLength(10);
  for (const text of arrived) expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(arrived).toContain([...body].reverse().join(''));
  expect(arrived.some((text) => body.startsWith(text))).toBe(true);
  expect(bench.meters.snapshot()).toMatchObject({ 'faults.poison': 10 });
});

test('its size and its digest are those of what arrived', () => {
  const { faults } = sqsBench({ faults: { poison: 1 } });
  const MessageAttributes = { cell: { DataType: 'String', StringValue: 'ü' } };
  for (let at = 0; at < 10; at += 1) {
    const arrived = asItArrives(readContent({ MessageBody: body, MessageAttributes }), faults);
    const sentSo = readContent({ MessageBody: arrived.body, MessageAttributes });
    expect(arrived).toEqual(sentSo);
    expect(arrived.body).not.toBe(body);
  }
});

test('it has to be asked for by name', () => {
  expect(parseFaults('default').poison).toBe(0);
  expect(parseFaults('poison=0.01')).toMatchObject({ poison: 0.01, crash: 0 });
});
