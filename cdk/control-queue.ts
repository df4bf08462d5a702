import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterRetentionDays, type QueueLimits } from '#domain/limits.ts';

/**
 * A queue whose poisoned messages end in a dead-letter queue, and whose consumer can fail in part.
 */
export class ControlQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly limits: QueueLimits;

  constructor(scope: Construct, id: string, limits: QueueLimits) {
    super(scope, id);
    this.limits = limits;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(deadLetterRetentionDays),
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(limits.visibilitySeconds),
      receiveMessageWaitTime: Duration.seconds(20),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: limits.receiveCountMax },
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
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
export function quarantineQueue(scope: Construct): Queue {
  return new Queue(scope, 'Quarantine', {
    retentionPeriod: Duration.days(deadLetterRetentionDays),
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
