// For tests: a queue service behind a gateway, and the settings of SDK clients before it.

import { VirtualClock } from '#local-cloud/clock.ts';
import { FAULTS_NONE, FaultInjector, type FaultPlan } from '#local-cloud/faults.ts';
import { LOCAL_CLOUD_HOST } from '#local-cloud/gateway/endpoint-guard.ts';
import { type CallRecord, Gateway } from '#local-cloud/gateway/gateway.ts';
import type { ClientHandler } from '#local-cloud/gateway/sdk-transport.ts';
import type { MessageListener } from '#local-cloud/history-facts.ts';
import { MeterBook } from '#local-cloud/meters.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import { Sqs } from '#local-cloud/sqs/sqs.ts';

const ACCOUNT_ID = '000000000000';

/** Settings of an SDK client that reaches the local cloud through `requestHandler`. */
export function localClientConfig(requestHandler: ClientHandler) {
  return {
    region: 'us-east-1',
    endpoint: `http://${LOCAL_CLOUD_HOST}`,
    requestHandler,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    signer: { sign: async <Request>(request: Request) => request },
    maxAttempts: 1,
  };
}

/** A service with no queues yet; `faults` strike the client's calls, too. */
export function sqsBench({ faults: rates = {}, seed = 1, onMessage }: BenchOptions = {}) {
  const clock = new VirtualClock(1_000_000);
  const meters = new MeterBook();
  const random = seededRandom(seed);
  const plan = { ...FAULTS_NONE, ...rates };
  const faults = new FaultInjector({ plan, random: random.fork('faults'), meters });
  const sqs = new Sqs({
    clock,
    meters,
    random: random.fork('sqs'),
    faults,
    accountId: ACCOUNT_ID,
    region: 'us-east-1',
    onMessage,
  });
  const calls: CallRecord[] = [];
  const gateway = new Gateway({
    clock,
    random: random.fork('latency'),
    faults,
    onCall: (call) => calls.push(call),
  });
  gateway.add(sqs);
  const requestHandler = gateway.clientHandler({ label: 'test', isSubjectToFaults: true });
  return {
    clock,
    meters,
    faults,
    random,
    sqs,
    gateway,
    /** For a client of any service, in `localClientConfig`. */
    requestHandler,
    calls,
    queue(name: string, properties: JsonObject = {}) {
      const arn = `arn:aws:sqs:us-east-1:${ACCOUNT_ID}:${name}`;
      const url = `http://${LOCAL_CLOUD_HOST}/${ACCOUNT_ID}/${name}`;
      return sqs.queues.create({ name, arn, url, properties });
    },
    /** Lets time pass until the promise is settled. */
    async settle<Result>(promise: Promise<Result>): Promise<Result> {
      let isSettled = false;
      const note = () => {
        isSettled = true;
      };
      promise.then(note, note);
      await clock.run({ untilMs: Number.POSITIVE_INFINITY, stop: () => isSettled });
      if (!isSettled) throw new Error('expected virtual time to settle the promise');
      return promise;
    },
    /** Lets `durationMs` of virtual time pass. */
    pass: (durationMs: number) => clock.run({ untilMs: clock.nowMs() + durationMs }),
  };
}

type BenchOptions = {
  faults?: Partial<FaultPlan>;
  seed?: number;
  onMessage?: MessageListener;
};
