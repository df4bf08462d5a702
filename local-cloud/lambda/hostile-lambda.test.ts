import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { lambdaBench } from '#testing/local-cloud/lambda-bench.ts';
import { localClientConfig } from '#testing/local-cloud/sqs-bench.ts';
import type { CrashPlace } from './execution-environment.ts';
import type { LambdaCode, LambdaEnvironment } from './lambda-code.ts';

const QueueUrl = 'http://local-cloud.invalid/000000000000/out';

function sqsClientIn({ requestHandler }: LambdaEnvironment): SQSClient {
  return new SQSClient(localClientConfig(requestHandler));
}

/** Code that sends three messages, one after the other. */
const threeCalls: LambdaCode = (environment) => {
  const client = sqsClientIn(environment);
  return async () => {
    for (const MessageBody of ['a', 'b', 'c']) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }
  };
};

/** Invokes the three calls once, and returns what was sent by the end. */
async function invokeOnce(options: Parameters<typeof lambdaBench>[1]) {
  const bench = lambdaBench(threeCalls, options);
  const out = bench.queue('out');
  const startMs = bench.clock.nowMs();
  const outcome = await bench.settle(bench.lambda.invoke('worker', {}));
  const elapsedMs = bench.clock.nowMs() - startMs;
  await bench.pass(5_000);
  return { outcome, elapsedMs, sent: out.bodies().join(''), meters: bench.meters.snapshot() };
}

const dead = { kind: 'failed', errorType: 'Runtime.ExitError' };

test('a crash strikes before the first call, between any two, and after the last', async () => {
  const places = new Map<string, number>();
  for (let seed = 1; seed <= 120; seed += 1) {
    const { outcome, sent } = await invokeOnce({ faults: { crash: 0.2 }, seed });
    if (outcome.kind === 'succeeded') continue;
    expect(outcome).toMatchObject(dead);
    places.set(sent, (places.get(sent) ?? 0) + 1);
  }
  expect([...places.keys()].sort()).toEqual(['', 'a', 'ab', 'abc']);
});

test('a test can name the place of the crash: each call, or the return', async () => {
  const seen: string[] = [];
  for (let wanted = 0; wanted <= 4; wanted += 1) {
    const places: CrashPlace[] = [];
    const crashAt = (place: CrashPlace) => {
      places.push(place);
      return place.index === wanted;
    };
    const { outcome, sent } = await invokeOnce({ crashAt });
    const last = places.at(-1);
    seen.push(`${last?.functionName} ${last?.index} ${last?.operation} '${sent}'`);
    if (wanted <= 3) expect(outcome).toMatchObject(dead);
    else expect(outcome).toMatchObject({ kind: 'succeeded' });
  }
  expect(seen).toEqual([
    "worker 0 SendMessage ''",
    "worker 1 SendMessage 'a'",
    "worker 2 SendMessage 'ab'",
    "worker 3 return 'abc'",
    "worker 3 return 'abc'",
  ]);
});

test('an invocation that hangs runs into its time-out, its call carried out or not', async () => {
  const outcomes = new Set<string>();
  for (let seed = 1; seed <= 12; seed += 1) {
    const run = await invokeOnce({ faults: { timeout: 1 }, properties: { Timeout: 7 }, seed });
    expect(run.outcome).toMatchObject({ kind: 'failed', errorType: 'Sandbox.Timedout' });
    expect(run.elapsedMs).toBeGreaterThanOrEqual(7_000);
    expect(run.meters['faults.timeout']).toBe(1);
    outcomes.add(run.sent);
  }
  expect([...outcomes].sort()).toEqual(['', 'a']);
});

test('a deploy retires what is idle at once, and what works after its invocation', async () => {
  const answered: string[] = [];
  const version = (name: string): LambdaCode => {
    let serial = 0;
    return (environment) => {
      serial += 1;
      const me = `${name}${serial}`;
      return async () => {
        await environment.sleep(1_000);
        answered.push(me);
      };
    };
  };
  const { lambda, settle, pass } = lambdaBench(version('old'));
  const twice = () =>
    settle(Promise.all([lambda.invoke('worker', {}), lambda.invoke('worker', {})]));
  await twice();
  const atWork = lambda.invoke('worker', {});
  await pass(500);
  lambda.redeploy(() => version('new'));
  await settle(atWork);
  await twice();
  expect(answered.slice(0, 3)).toEqual(['old1', 'old2', expect.stringMatching(/^old/)]);
  expect(answered.slice(3)).toEqual(['new1', 'new2']);
});

test('the fault of that name retires environments between invocations', async () => {
  const { lambda, settle, meters } = lambdaBench(() => async () => {}, {
    faults: { redeploy: 1 },
  });
  for (const _each of [1, 2, 3]) await settle(lambda.invoke('worker', {}));
  expect(meters.snapshot()).toMatchObject({ 'faults.redeploy': 3, 'lambda.coldStarts': 3 });
});

test('a skewed clock is off by up to two seconds, by the same all life long', async () => {
  const skewsMs: number[] = [];
  for (let seed = 1; seed <= 40; seed += 1) {
    const seenMs: number[] = [];
    const code: LambdaCode = (environment) => async () => {
      seenMs.push(environment.nowMs() - bench.clock.nowMs());
    };
    const bench = lambdaBench(code, { faults: { clockSkew: 1 }, seed });
    await bench.settle(bench.lambda.invoke('worker', {}));
    await bench.pass(1_000);
    await bench.settle(bench.lambda.invoke('worker', {}));
    expect(seenMs[1]).toBe(seenMs[0]);
    skewsMs.push(seenMs[0] ?? Number.NaN);
  }
  expect(Math.min(...skewsMs)).toBeGreaterThanOrEqual(-2_000);
  expect(Math.min(...skewsMs)).toBeLessThan(-1_000);
  expect(Math.max(...skewsMs)).toBeLessThanOrEqual(2_000);
  expect(Math.max(...skewsMs)).toBeGreaterThan(1_000);
});

test('a batch whose delete is lost comes again as a whole', async () => {
  const seen: string[] = [];
  const code: LambdaCode = () => async (event) => {
    for (const { body } of (event as SQSEvent).Records) seen.push(body);
    return { batchItemFailures: [] };
  };
  const { map, pass, meters } = lambdaBench(code, { faults: { lostDelete: 1 } });
  const { put } = map({ VisibilityTimeout: 60 });
  for (const body of ['a', 'b']) put(body);
  await pass(70_000);
  expect(seen).toEqual(['a', 'b', 'a', 'b']);
  expect(meters.snapshot()).toMatchObject({ 'faults.lostDelete': 2, 'sqs.DeleteMessageBatch': 2 });
});
