// For tests: a queue, a function and a mapping between them.

import type { FaultPlan } from '#local-cloud/faults.ts';
import { EventSourceMapping } from '#local-cloud/lambda/event-source-mapping.ts';
import type { CrashAt, EndedInvocation } from '#local-cloud/lambda/execution-environment.ts';
import { readFunction } from '#local-cloud/lambda/function-definition.ts';
import { ACCOUNT_CONCURRENCY_MAX, Lambda } from '#local-cloud/lambda/lambda.ts';
import type { LambdaCode, LogEntry } from '#local-cloud/lambda/lambda-code.ts';
import { readMapping } from '#local-cloud/lambda/mapping-settings.ts';
import { MeterBook } from '#local-cloud/meters.ts';
import { PeakBook } from '#local-cloud/peaks.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import { TraceSampler } from '#local-cloud/telemetry/trace-sampler.ts';
import { sqsBench } from './sqs-bench.ts';

/** Lambda with one function, `worker`. */
export function lambdaBench(code: LambdaCode, options: LambdaBenchOptions = {}) {
  const { properties = {}, faults = {}, seed = 1, crashAt } = options;
  const bench = sqsBench({ faults, seed });
  const { clock, meters, random, gateway } = bench;
  const logs: LogEntry[] = [];
  const metrics = new MeterBook();
  const ended: EndedInvocation[] = [];
  const lambda = new Lambda({
    peaks: new PeakBook(() => clock.nowMs()),
    accountConcurrency: ACCOUNT_CONCURRENCY_MAX,
    clock,
    meters,
    random: random.fork('lambda'),
    faults: bench.faults,
    gateway,
    crashAt,
    observers: {
      onLog: (_functionName, entry) => logs.push(entry),
      onCount: (metric, value) => metrics.add(metric, value),
      onEnd: (end) => ended.push(end),
    },
    traces: new TraceSampler(clock),
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
    ended,
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
