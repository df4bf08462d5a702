import { loopbackConnection } from '#adapters/loopback-connection.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { billableMeterNames } from '#pricing/billable-meters.ts';
import { startWatchedEngine, type WatchedEngine } from '#testing/stack/watched-engine.ts';
import { meterStack } from './meter-stack.ts';

let engine: WatchedEngine;

beforeEach(async () => {
  engine = await startWatchedEngine();
  engine.parts = [
    {
      type: 'AWS::Lambda::Function',
      physicalId: 'heal',
      properties: { Architectures: ['arm64'], TracingConfig: { Mode: 'Active' } },
    },
    { type: 'AWS::SQS::Queue', physicalId: 'http://localhost:1/0/login' },
    {
      type: 'AWS::DynamoDB::Table',
      physicalId: 'network',
      properties: {
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: [{ IndexName: 'candidates' }],
      },
    },
    { type: 'AWS::SecretsManager::Secret', physicalId: 'secret' },
  ];
});

afterEach(() => engine.stop());

const fromMs = Date.UTC(2026, 10, 30, 12);
const toMs = fromMs + 360_000;

function meter(sleep = async (): Promise<void> => {}) {
  const connection = loopbackConnection(engine.environment);
  const runtime = operatorRuntime({}, { nowMs: () => toMs, random: () => 0, sleep, connection });
  return meterStack(runtime, 'Rebootstorm', { fromMs, toMs });
}

const saw = (at: string, ...values: number[]) => ({
  at,
  numbers: values.map((value, minute) => [fromMs + minute * 60_000, value] as const),
});

const written = 'AWS/DynamoDB ConsumedWriteCapacityUnits TableName=network';

test('what CloudWatch counts is summed, and what nobody counts is named', async () => {
  engine.series = [
    saw('AWS/Lambda Invocations FunctionName=heal', 3, 4),
    saw('AWS/Lambda Errors FunctionName=heal', 0),
    saw('AWS/Lambda Invocations FunctionName=somebody-elses', 100),
    saw('AWS/SQS NumberOfMessagesSent QueueName=login', 12),
    saw(written, 5),
    saw(`${written} GlobalSecondaryIndexName=candidates`, 2),
    saw('Rebootstorm NodesJoined service=rebootstorm', 1),
  ];
  expect(await meter()).toEqual({
    meters: {
      'cloudwatch.metricHours': 1,
      'dynamodb.writeUnits': 7,
      'dynamodb.writeUnits.index': 2,
      'dynamodb.writeUnits.table': 5,
      'lambda.errors': 0,
      'lambda.requests': 7,
      'secretsManager.secretHours': 0.1,
      'sqs.messagesSent': 12,
    },
    unseenMeters: [
      'sqs.standardRequests',
      'lambda.armGbSeconds',
      'dynamodb.readUnits',
      'dynamodb.storageByteHours',
      'logs.bytes',
      'xray.traces',
      'secretsManager.requests',
    ],
  });
});

test('numbers that come in late are waited for, but not for ever', async () => {
  let waits = 0;
  const grow = async () => {
    waits += 1;
    const arrived = Math.min(waits, 3);
    engine.series = [saw('AWS/Lambda Invocations FunctionName=heal', arrived)];
  };
  expect(await meter(grow)).toMatchObject({ meters: { 'lambda.requests': 3 } });
  expect(waits).toBe(4);
  const growOn = async () => {
    waits += 1;
    engine.series = [saw('AWS/Lambda Invocations FunctionName=heal', waits)];
  };
  expect(await meter(growOn)).toMatchObject({ meters: { 'lambda.requests': 8 } });
});

test('an engine without CloudWatch lets everything unseen but what is there', async () => {
  engine.unknown = ['GetMetricStatistics'];
  const { meters, unseenMeters } = await meter();
  expect(meters).toEqual({ 'secretsManager.secretHours': 0.1 });
  expect(unseenMeters).toContain('lambda.requests');
  expect(unseenMeters).not.toContain('secretsManager.secretHours');
});

test('of a stack that cannot be looked into nothing is seen, and all may be billed', async () => {
  engine.unknown = ['ListStackResources'];
  expect(await meter()).toEqual({ meters: {}, unseenMeters: billableMeterNames });
});
