// The local cloud as the suite sees it: a cloud for each case, and time that passes when asked.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { localClientConfig } from '#testing/local-cloud/sqs-bench.ts';
import type { ContractBench, ContractResources } from '../contract-case.ts';
import { contractCloud, contractNames, refusalOf } from './contract-cloud.ts';
import type { ContractEngine } from './contract-engine.ts';

/** The local cloud, without faults. It has to keep the whole contract. */
export const localCloudEngine: ContractEngine = {
  name: 'local-cloud',
  services: ['sqs', 'dynamodb', 'states', 'mapping'],
  casesAtOnce: 1,
  start: async () => ({
    version: 'this commit',
    withBench: async (resources, use) => useCloud(startCloud(resources), use),
    stop: async () => {},
  }),
};

/** A cloud with a case's resources. @throws {ResourcesRefusedError} */
export function startCloud(resources: ContractResources): LocalCloud {
  try {
    return startLocalCloud(contractCloud(resources));
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Lends a bench to `use`, and lets time pass as it asks. */
export async function useCloud<Result>(
  cloud: LocalCloud,
  use: (bench: ContractBench) => Promise<Result>,
): Promise<Result> {
  const time = new AskedTime(cloud);
  const config = localClientConfig(cloud.clientHandler());
  return time.passUntilSettled(
    use({
      sqs: new SQSClient(config),
      dynamodb: new DynamoDBClient(config),
      sfn: new SFNClient(config),
      ...contractNames(cloud.outputs),
      wait: (durationMs) => time.wait(durationMs),
      nowMs: () => cloud.nowMs(),
    }),
  );
}

/** Virtual time that passes while calls are under way, and as far as somebody waits. */
class AskedTime {
  readonly #cloud: LocalCloud;
  readonly #waits: { readonly untilMs: number; readonly proceed: () => void }[] = [];
  #onWait = (): void => {};

  constructor(cloud: LocalCloud) {
    this.#cloud = cloud;
  }

  wait(durationMs: number): Promise<void> {
    const untilMs = this.#cloud.nowMs() + durationMs;
    return new Promise((proceed) => {
      this.#waits.push({ untilMs, proceed });
      this.#onWait();
    });
  }

  async passUntilSettled<Result>(result: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const note = (): void => {
      isSettled = true;
    };
    const settled = result.then(note, note);
    while (!isSettled) {
      await this.#cloud.settle(Promise.race([settled, this.#nextWait()]));
      await this.#passOneWait();
    }
    return result;
  }

  #nextWait(): Promise<void> {
    if (this.#waits.length > 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onWait = resolve;
    });
  }

  async #passOneWait(): Promise<void> {
    this.#waits.sort((one, other) => one.untilMs - other.untilMs);
    const first = this.#waits.shift();
    if (first === undefined) return;
    await this.#cloud.runUntil({ untilMs: first.untilMs });
    first.proceed();
    // What the wait held up goes on before anybody looks whether there is another one.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
