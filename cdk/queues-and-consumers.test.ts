import { type QueueName, queueLimits } from '#domain/limits.ts';
import { resourceNamed, resourcesOf, synthesisedStack } from './synthesised-stack.ts';

const template = synthesisedStack();

const idStarts: Readonly<Record<QueueName, string>> = {
  membership: 'Membership',
  login: 'Login',
  heal: 'Heal',
};

const daySeconds = 86_400;

const queueCalled = (start: string) => resourceNamed(template, 'AWS::SQS::Queue', start);

describe.each(Object.keys(queueLimits) as QueueName[])('the %s queue', (name) => {
  const limits = queueLimits[name];
  const start = idStarts[name];
  const [queueId, queue] = queueCalled(`${start}Queue`);
  const [deadLettersId, deadLetters] = queueCalled(`${start}DeadLetters`);
  const [functionId, consumer] = resourceNamed(
    template,
    'AWS::Lambda::Function',
    `${start}Function`,
  );
  const [, mapping] = resourceNamed(
    template,
    'AWS::Lambda::EventSourceMapping',
    `${start}Function`,
  );

  test('a poisoned message ends in the dead-letter queue after as many tries as promised', () => {
    expect(queue.Properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [deadLettersId, 'Arn'] },
      maxReceiveCount: limits.receiveCountMax,
    });
    expect(limits.receiveCountMax).toBeGreaterThanOrEqual(5);
  });

  test('no other queue may send its dead letters to it', () => {
    const { redrivePermission, sourceQueueArns } = deadLetters.Properties.RedriveAllowPolicy;
    expect(redrivePermission).toBe('byQueue');
    expect(sourceQueueArns).toHaveLength(1);
    // Its ARN is written out, since the two would otherwise each wait for the other's.
    expect(JSON.stringify(sourceQueueArns)).toContain(JSON.stringify(queue.Properties.QueueName));
  });

  test('dead-lettered messages are kept for as long as SQS can keep them', () => {
    expect(deadLetters.Properties.MessageRetentionPeriod).toBe(14 * daySeconds);
  });

  test('a message stays hidden for at least six times what its function may take', () => {
    const { VisibilityTimeout } = queue.Properties;
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * consumer.Properties.Timeout);
    expect(VisibilityTimeout).toBe(limits.visibilitySeconds);
  });

  test('an idle queue is polled as seldom as can be', () => {
    expect(queue.Properties.ReceiveMessageWaitTimeSeconds).toBe(20);
  });

  test('its function takes batches that may fail one message at a time', () => {
    expect(mapping.Properties).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [queueId, 'Arn'] },
      FunctionName: { Ref: functionId },
      BatchSize: limits.batchSize,
      MaximumBatchingWindowInSeconds: limits.batchWindowSeconds,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('a flood cannot take more of the function than its limit', () => {
    const { MaximumConcurrency } = mapping.Properties.ScalingConfig;
    expect(MaximumConcurrency).toBe(limits.concurrencyMax);
  });
});

test('there are three queues, a dead-letter queue for each, and a quarantine', () => {
  expect(Object.keys(resourcesOf(template, 'AWS::SQS::Queue'))).toHaveLength(7);
  expect(Object.keys(resourcesOf(template, 'AWS::Lambda::EventSourceMapping'))).toHaveLength(3);
});

test('what was quarantined is kept for as long as SQS can keep it', () => {
  const [, quarantine] = queueCalled('Quarantine');
  expect(quarantine.Properties.MessageRetentionPeriod).toBe(14 * daySeconds);
});

test('every queue is encrypted', () => {
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::SQS::Queue')))
    expect(Properties.SqsManagedSseEnabled).toBe(true);
});

test('no queue answers over an unencrypted connection', () => {
  const policies = Object.values(resourcesOf(template, 'AWS::SQS::QueuePolicy'));
  const guarded = policies.flatMap(({ Properties }) => {
    const [statement] = Properties.PolicyDocument.Statement;
    expect(statement).toMatchObject({
      Effect: 'Deny',
      Action: 'sqs:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    return Properties.Queues.map(({ Ref }: { Ref: string }) => Ref);
  });
  expect(guarded.sort()).toEqual(Object.keys(resourcesOf(template, 'AWS::SQS::Queue')).sort());
});
