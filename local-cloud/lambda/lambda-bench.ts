// For tests: a queue, a function and a mapping between them.

import type { FaultPlan } from '../faults.ts';
import { MeterBook } from '../meters.ts';
import { PeakBook } from '../peaks.ts';
import type { JsonObject } from '../service.ts';
import { sqsBench } from '../sqs/sqs-bench.ts';
import { EventSourceMapping } from './event-source-mapping.ts';
import type { CrashAt } from './execution-environment.ts';
import { readFunction } from './function-definition.ts';
import { ACCOUNT_CONCURRENCY_MAX, Lambda } from './lambda.ts';
import type { LambdaCode, LogEntry } from './lambda-code.ts';
import { readMapping } from './mapping-settings.ts';

/** Lambda with one function, `worker`. */
export function lambdaBench(code: LambdaCode, options: LambdaBenchOptions = {}) {
  const { properties = {}, faults = {}, seed = 1, crashAt } = options;
  const bench = sqsBench({ faults, seed });
  const { clock, meters, random, frontDoor } = bench;
  const logs: LogEntry[] = [];
  const metrics = new MeterBook();
  const lambda = new Lambda({
    peaks: new PeakBook(() => clock.nowMs()),
    accountConcurrency: ACCOUNT_CONCURRENCY_MAX,
    clock,
    meters,
    random: random.fork('lambda'),
    faults: bench.faults,
    frontDoor,
    crashAt,
    observers: {
      onLog: (_functionName, entry) => logs.push(entry),
      onCount: (metric, value) => metrics.add(metric, value),
    },
  });
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:worker';
  lambda.createFunction(
    readFunction({ name: 'worker', arn, code, properties, region: 'us-east-1' }),
  );
  return {
    // biome-ignore lint/nursery/noMisusedPromises: the bench is an object, not a promise
    ...bench,
    lambda,
    logs,
    metrics,
    /** Feeds `worker` from a new queue. */
    map(queueProperties: JsonObject = {}, mappingProperties: JsonObject = {}) {
      const queue = bench.queue('jobs', { VisibilityTimeout: 60, ...queueProperties });
      const mapping = new EventSourceMapping({
        settings: readMapping({
          EventSourceArn: queue.arn,
          FunctionName: 'worker',
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ...mappingProperties,
        }),
        queue,
        directory: bench.sqs.queues,
        clock,
        random: random.fork('pollers'),
        faults: bench.faults,
        region: 'us-east-1',
        invoke: (functionName, event, traceHeaders) =>
          lambda.invoke(functionName, event, traceHeaders),
      });
      const put = (body: string) =>
        bench.sqs.call('SendMessage', { QueueUrl: queue.url, MessageBody: body });
      return { queue, mapping, put };
    },
  };
}

type LambdaBenchOptions = {
  properties?: JsonObject;
  faults?: Partial<FaultPlan>;
  seed?: number;
  crashAt?: CrashAt;
};
