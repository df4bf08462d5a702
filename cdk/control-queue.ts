import { Aws, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterRetentionDays, type QueueLimits } from '#domain/limits.ts';
import type { CustomerKey } from './customer-key.ts';
import { dataGoesWith } from './data-removal.ts';
import type { Deployment } from './deployment-in-context.ts';

/**
 * Part of the stack's own id, new at each creation. A queue's two halves name each other, so one of
 * them needs a name that is known before it is made; and a name that was used within the last
 * minute cannot be taken again (SQS API reference, CreateQueue).
 */
const stackMark = Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));

/** Longer than any message waits; SQS keeps messages so long unless it is told otherwise. */
const workRetentionDays = 4;

/**
 * A queue whose poisoned messages end in a dead-letter queue, and whose consumer can fail in part.
 */
export class ControlQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly limits: QueueLimits;

  constructor(
    scope: Construct,
    id: string,
    limits: QueueLimits,
    environment: Deployment['environment'],
    key: CustomerKey | null,
  ) {
    super(scope, id);
    this.limits = limits;
    const queueName = Fn.join('-', [Aws.STACK_NAME, `${id}Queue`, stackMark]);
    const arn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(deadLetterRetentionDays),
      redriveAllowPolicy: { sourceQueues: [Queue.fromQueueArn(this, 'Source', arn)] },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: dataGoesWith(environment),
    });
    this.queue = new Queue(this, 'Queue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(workRetentionDays),
      visibilityTimeout: Duration.seconds(limits.visibilitySeconds),
      receiveMessageWaitTime: Duration.seconds(20),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: limits.receiveCountMax },
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    for (const queue of [this.deadLetters, this.queue]) key?.encryptsQueue(queue);
  }

  /** Hands the queue's messages to a function, in batches that may fail one message at a time. */
  feeds(consumer: IFunction): void {
    consumer.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: this.limits.batchSize,
        maxBatchingWindow: Duration.seconds(this.limits.batchWindowSeconds),
        maxConcurrency: this.limits.concurrencyMax,
        reportBatchItemFailures: true,
      }),
    );
  }
}

/** Where messages go that no retry can help, each with its reason. */
export function quarantineQueue(
  scope: Construct,
  environment: Deployment['environment'],
  key: CustomerKey | null,
): Queue {
  const queue = new Queue(scope, 'Quarantine', {
    retentionPeriod: Duration.days(deadLetterRetentionDays),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: dataGoesWith(environment),
  });
  key?.encryptsQueue(queue);
  return queue;
}
