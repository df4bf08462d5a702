import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lambdaBench } from '#testing/local-cloud/lambda-bench.ts';
import { localClientConfig } from '#testing/local-cloud/sqs-bench.ts';
import { readFunction } from './function-definition.ts';
import type { LambdaCode, LambdaContext, LambdaEnvironment } from './lambda-code.ts';

test('the first invocation starts the code, the next ones use it again', async () => {
  let starts = 0;
  const { lambda, settle, meters } = lambdaBench(() => {
    starts += 1;
    let invocations = 0;
    return async () => {
      invocations += 1;
      return { invocations };
    };
  });

  const first = await settle(lambda.invoke('worker', {}));
  const second = await settle(lambda.invoke('worker', {}));

  expect(first).toEqual({ kind: 'succeeded', payload: { invocations: 1 } });
  expect(second).toEqual({ kind: 'succeeded', payload: { invocations: 2 } });
  expect(starts).toBe(1);
  expect(meters.snapshot()).toMatchObject({ 'lambda.coldStarts': 1, 'lambda.requests': 2 });
});

test('an environment serves one invocation at a time, and ends when long idle', async () => {
  const { lambda, settle, meters, pass } = lambdaBench((environment) => async () => {
    await environment.sleep(100);
  });
  const both = () =>
    settle(Promise.all([lambda.invoke('worker', {}), lambda.invoke('worker', {})]));

  await both();
  await both();
  expect(meters.snapshot()).toMatchObject({ 'lambda.coldStarts': 2 });
  await pass(601_000);
  await both();
  expect(meters.snapshot()).toMatchObject({ 'lambda.coldStarts': 4 });
});

test('a handler that throws fails its invocation by the error’s name and message', async () => {
  const { lambda, settle, meters } = lambdaBench(() => async () => {
    throw new RangeError('seven is too much');
  });

  expect(await settle(lambda.invoke('worker', {}))).toEqual({
    kind: 'failed',
    errorType: 'RangeError',
    errorMessage: 'seven is too much',
  });
  expect(meters.snapshot()).toMatchObject({ 'lambda.errors': 1 });
});

test('a handler sees its variables, its limits, and how much time it has left', async () => {
  let seen: unknown;
  const code = (environment: { env: Readonly<Record<string, string>> }) => {
    return async (_event: unknown, context: LambdaContext) => {
      seen = {
        table: environment.env.TABLE,
        region: environment.env.AWS_REGION,
        memory: context.memoryLimitInMB,
        leftMs: context.getRemainingTimeInMillis(),
      };
    };
  };
  const properties = { Timeout: 10, MemorySize: 256, Environment: { Variables: { TABLE: 't' } } };
  const { lambda, settle } = lambdaBench(code, { properties });

  await settle(lambda.invoke('worker', {}));

  expect(seen).toEqual({ table: 't', region: 'us-east-1', memory: '256', leftMs: 9_998 });
});

test('an invocation that takes too long fails, and nothing more is heard of it', async () => {
  let hasWoken = false;
  let goOn = () => {};
  const { lambda, settle, pass, logs, metrics, meters } = lambdaBench(
    (environment) => async () => {
      goOn = () => {
        environment.log({ level: 'info', message: 'too late' });
        environment.count('Done', 1);
      };
      environment.log({ level: 'info', message: 'begun' });
      environment.count('Begun', 1);
      await environment.sleep(1_000);
      void environment.sleep(4_000).then(() => {
        hasWoken = true;
      });
      await environment.sleep(10_000);
    },
    { properties: { Timeout: 2, MemorySize: 512 } },
  );

  const outcome = await settle(lambda.invoke('worker', {}));
  await pass(60_000);
  goOn();

  expect(outcome).toMatchObject({
    kind: 'failed',
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/Task timed out after 2 seconds/),
  });
  expect(logs.map(({ message }) => message)).toEqual(['begun']);
  expect(metrics.snapshot()).toEqual({ Begun: 1 });
  expect(hasWoken).toBe(false);
  // 2 s at half a GB, and the init phase of 180 to 330 ms.
  expect(meters.snapshot()['lambda.gbSeconds']).toBeGreaterThan(1.09);
  expect(meters.snapshot()['lambda.gbSeconds']).toBeLessThan(1.165);
});

test('billed is the time of the invocation, rounded up to whole ms, times the memory', async () => {
  const { lambda, settle, meters } = lambdaBench((environment) => () => environment.sleep(97.5), {
    properties: { MemorySize: 1024 },
  });
  await settle(lambda.invoke('worker', {}));
  const coldMs = meters.snapshot()['lambda.billedMs'] ?? 0;
  await settle(lambda.invoke('worker', {}));
  const totals = meters.snapshot();

  expect(totals['lambda.billedMs']).toBe(coldMs + 100);
  expect(totals['lambda.gbSeconds']).toBeCloseTo((coldMs + 100) / 1000);
});

test('reserved concurrency is a limit, and what is beyond it is throttled', async () => {
  const { lambda, settle, meters } = lambdaBench((environment) => () => environment.sleep(1_000), {
    properties: { ReservedConcurrentExecutions: 2 },
  });
  const all = await settle(Promise.all([1, 2, 3].map(() => lambda.invoke('worker', {}))));

  expect(all.map(({ kind }) => kind)).toEqual(['succeeded', 'succeeded', 'throttled']);
  expect(meters.snapshot()).toMatchObject({ 'lambda.throttles': 1, 'lambda.requests': 2 });
});

test('the functions of an account share a thousand invocations at a time', async () => {
  const code: LambdaCode = (environment) => () => environment.sleep(1_000);
  const { lambda, settle } = lambdaBench(code);
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:other';
  const other = { name: 'other', arn, code, properties: {}, region: 'us-east-1' };
  lambda.createFunction(readFunction(other));

  const invocations = Array.from({ length: 502 }, () => ['worker', 'other']).flat();
  const all = await settle(Promise.all(invocations.map((name) => lambda.invoke(name, {}))));

  expect(all.filter(({ kind }) => kind === 'throttled')).toHaveLength(4);
});

test('a crash ends the invocation; its call was either carried out or never sent', async () => {
  const outcomes = new Set<string>();
  for (let seed = 1; seed <= 12; seed += 1) {
    const { lambda, settle, queue } = lambdaBench(
      (environment) => async () => {
        await sqsClientIn(environment).send(
          new SendMessageCommand({
            QueueUrl: 'http://local-cloud.invalid/000000000000/work',
            MessageBody: 'once',
          }),
        );
        throw new Error('expected to be dead by now');
      },
      { faults: { crash: 1 }, seed },
    );
    const work = queue('work');
    const outcome = await settle(lambda.invoke('worker', {}));
    expect(outcome).toMatchObject({ kind: 'failed', errorType: 'Runtime.ExitError' });
    outcomes.add(work.bodies().join());
  }
  expect([...outcomes].sort()).toEqual(['', 'once']);
});

/** The SQS client of a function's environment. */
function sqsClientIn({ requestHandler }: LambdaEnvironment): SQSClient {
  return new SQSClient(localClientConfig(requestHandler));
}

describe('the bill', () => {
  const sleeping: LambdaCode = (environment) => async () => {
    await environment.sleep(100);
    environment.count('Done', 1);
    environment.count('Done', 25);
  };

  test('goes by what the function runs on, and shows its start and whose time it was', async () => {
    for (const [architectures, meter] of [
      [['arm64'], 'lambda.armGbSeconds'],
      [['x86_64'], 'lambda.x86GbSeconds'],
      [undefined, 'lambda.x86GbSeconds'],
    ] as const) {
      const properties = {
        MemorySize: 512,
        ...(architectures && { Architectures: architectures }),
      };
      const { lambda, settle, meters } = lambdaBench(sleeping, { properties });
      await settle(lambda.invoke('worker', {}));
      const coldMs = meters.snapshot()['lambda.initMs'] ?? 0;
      expect(coldMs).toBeGreaterThanOrEqual(180);
      await settle(lambda.invoke('worker', {}));
      const totals = meters.snapshot();
      expect(totals['lambda.initMs']).toBe(coldMs);
      // Each of both computes for two ms beside its hundred.
      expect(totals['lambda.billedMs.worker']).toBe(coldMs + 2 * 102);
      expect(totals[meter]).toBeCloseTo((0.5 * (coldMs + 204)) / 1000, 9);
      expect(totals[meter]).toBe(totals['lambda.gbSeconds']);
    }
  });

  test('an invocation says at its end what it counted, unless its environment died', async () => {
    const { lambda, settle, ended } = lambdaBench(sleeping);
    await settle(lambda.invoke('worker', {}));
    const [first] = ended;
    expect([...(first?.counted ?? [])]).toEqual([['Done', { calls: 2, valueChars: 3, sum: 26 }]]);
    expect(first).toMatchObject({ functionName: 'worker', durationMs: 102, isSampled: false });
    expect(first?.billedMs).toBe(102 + (first?.initMs ?? 0));

    const dying = lambdaBench(sleeping, { crashAt: ({ operation }) => operation === 'return' });
    await dying.settle(dying.lambda.invoke('worker', {}));
    expect(dying.ended).toMatchObject([{ counted: undefined }]);
  });

  test('a traced function begins traces of its own, and joins those of its callers', async () => {
    const properties = { TracingConfig: { Mode: 'Active' } };
    const { lambda, settle, ended, pass } = lambdaBench(sleeping, { properties });
    const both = [lambda.invoke('worker', {}), lambda.invoke('worker', {}, [], true)];
    await settle(Promise.all(both));
    await settle(lambda.invoke('worker', {}));
    await pass(1_000);
    await settle(lambda.invoke('worker', {}));
    expect(ended.map(({ isSampled }) => isSampled)).toEqual([true, true, false, true]);
  });
});
