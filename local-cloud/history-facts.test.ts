import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';
import { sqsBench } from '#testing/local-cloud/sqs-bench.ts';
import type { Commit, MessageFact } from './history-facts.ts';
import type { JsonObject } from './service.ts';

const item = (sk: number, score: number): JsonObject => ({
  ...sampleKey('a', sk),
  score: { N: String(score) },
});

function watchedTable() {
  const commits: Commit[] = [];
  const cloud = sampleCloud({ onCommit: (commit) => commits.push(commit) });
  return { ...cloud, commits };
}

describe('commits', () => {
  test('a write is reported with its item before and after, and its key', () => {
    const { call, commits, time } = watchedTable();
    time.nowMs = 5;
    call('PutItem', { Item: item(1, 1) });
    call('UpdateItem', {
      Key: sampleKey('a', 1),
      UpdateExpression: 'SET score = :two',
      ExpressionAttributeValues: { ':two': { N: '2' } },
    });
    call('DeleteItem', { Key: sampleKey('a', 1) });

    const key = sampleKey('a', 1);
    const common = { atMs: 5, tableName: 'sample' };
    const change = { tableName: 'sample', key };
    expect(commits).toEqual([
      {
        ...common,
        operation: 'PutItem',
        changes: [{ ...change, before: undefined, after: item(1, 1) }],
      },
      {
        ...common,
        operation: 'UpdateItem',
        changes: [{ ...change, before: item(1, 1), after: item(1, 2) }],
      },
      {
        ...common,
        operation: 'DeleteItem',
        changes: [{ ...change, before: item(1, 2), after: undefined }],
      },
    ]);
  });

  test('a transaction and a batch are one commit each, with what they changed', () => {
    const { call, commits } = watchedTable();
    const Put = (sk: number) => ({ Put: { TableName: 'sample', Item: item(sk, sk) } });
    const ConditionCheck = {
      TableName: 'sample',
      Key: sampleKey('b', 1),
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    const TransactItems = [Put(1), { ConditionCheck }, Put(2)];
    call('TransactWriteItems', { TableName: undefined, TransactItems });
    const requests = [
      { PutRequest: { Item: item(3, 3) } },
      { DeleteRequest: { Key: sampleKey('a', 1) } },
    ];
    call('BatchWriteItem', { TableName: undefined, RequestItems: { sample: requests } });

    expect(commits.map(({ operation, changes }) => [operation, changes.length])).toEqual([
      ['TransactWriteItems', 2],
      ['BatchWriteItem', 2],
    ]);
  });

  test('no change is no report: a failed condition, a missing item, an equal one', () => {
    const { call, commits } = watchedTable();
    call('PutItem', { Item: item(1, 1) });
    call('PutItem', { Item: item(1, 1) });
    call('DeleteItem', { Key: sampleKey('a', 9) });
    const ConditionExpression = 'attribute_not_exists(pk)';
    expect(() => call('PutItem', { Item: item(1, 2), ConditionExpression })).toThrow(/conditional/);
    expect(commits).toHaveLength(1);
  });
});

describe('messages', () => {
  function watchedQueue({ receiveCountMax = 1, faults = {} } = {}) {
    const facts: MessageFact[] = [];
    const bench = sqsBench({ faults, onMessage: (fact) => facts.push(fact) });
    const dead = bench.queue('dead');
    const queue = bench.queue('work', {
      RedrivePolicy: { deadLetterTargetArn: dead.arn, maxReceiveCount: receiveCountMax },
      MessageRetentionPeriod: 60,
    });
    const call = (operation: string, input: JsonObject = {}) =>
      bench.sqs.call(operation, { QueueUrl: queue.url, ...input });
    const steps = () => facts.map(({ kind, queueName }) => `${kind} ${queueName}`);
    return { pass: bench.pass, call, queue, facts, steps };
  }

  test('a message is reported when it is sent, received and deleted', () => {
    const { call, queue, facts } = watchedQueue();
    const { MessageId: messageId } = call('SendMessage', { MessageBody: 'x' });
    const [delivery] = queue.receive({ limit: 1, visibilityMs: 1_000 });
    queue.delete(delivery?.receiptHandle ?? '');

    const fact = { atMs: 1_000_000, queueName: 'work', messageId, body: 'x' };
    expect(facts).toEqual([
      { ...fact, kind: 'sent', receiveCount: 0 },
      { ...fact, kind: 'received', receiveCount: 1 },
      { ...fact, kind: 'deleted', receiveCount: 1 },
    ]);
  });

  test('a dead-lettered, expired or purged message is reported with its queue', async () => {
    const { call, queue, pass, steps } = watchedQueue();
    call('SendMessage', { MessageBody: 'failing' });
    queue.receive({ limit: 1, visibilityMs: 1_000 });
    await pass(2_000);
    queue.receive({ limit: 1, visibilityMs: 1_000 });
    expect(steps()).toEqual(['sent work', 'received work', 'dead work']);

    call('SendMessage', { MessageBody: 'old' });
    await pass(60_000);
    queue.receive({ limit: 1, visibilityMs: 1_000 });
    call('SendMessage', { MessageBody: 'purged' });
    queue.purge();
    expect(steps().slice(3)).toEqual(['sent work', 'expired work', 'sent work', 'deleted work']);
  });

  test('a duplicate is received again under its id, without having been sent again', async () => {
    const { call, queue, pass, facts, steps } = watchedQueue({
      receiveCountMax: 5,
      faults: { duplicate: 1 },
    });
    call('SendMessage', { MessageBody: 'x' });
    const [delivery] = queue.receive({ limit: 1, visibilityMs: 60_000 });
    queue.delete(delivery?.receiptHandle ?? '');
    await pass(10_000);
    queue.receive({ limit: 1, visibilityMs: 60_000 });

    expect(steps()).toEqual(['sent work', 'received work', 'deleted work', 'received work']);
    expect(new Set(facts.map(({ messageId }) => messageId)).size).toBe(1);
  });
});
