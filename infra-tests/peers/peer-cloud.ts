// The services of the local cloud for a peer's suite, which makes its own tables and expects each
// answer within real seconds: virtual time never falls behind the wall clock, and runs ahead of it
// while a call waits.

import { VirtualClock } from '#local-cloud/clock.ts';
import { DynamoDb } from '#local-cloud/dynamodb/dynamo-db.ts';
import { FAULTS_NONE, FaultInjector } from '#local-cloud/faults.ts';
import { Gateway } from '#local-cloud/gateway/gateway.ts';
import type { ClientHandler, SdkResponse } from '#local-cloud/gateway/sdk-transport.ts';
import { MeterBook } from '#local-cloud/meters.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { type JsonObject, ServiceError } from '#local-cloud/service.ts';
import { Sqs } from '#local-cloud/sqs/sqs.ts';

/** A request as it came over HTTP. */
export type PeerRequest = { readonly headers: Record<string, string>; readonly body: string };

/** Peers expect the account that most emulators have. */
export const PEER_ACCOUNT = '123456789012';
const REGION = 'us-east-1';

/** Queues and tables, without faults, from the moment of its making. */
export class PeerCloud {
  readonly #clock: VirtualClock;
  readonly #gateway: Gateway;
  readonly #handler: ClientHandler;
  readonly #startedAtMs = performance.now();
  readonly #startMs: number;
  readonly #tables = new Set<string>();
  #dynamoDb: DynamoDb;
  #last: Promise<unknown> = Promise.resolve();
  /** What was asked for that the local cloud does not have. */
  readonly unsupported: string[] = [];

  constructor(startMs: number) {
    this.#startMs = startMs;
    this.#clock = new VirtualClock(startMs);
    const random = seededRandom(1);
    const meters = new MeterBook();
    const clock = this.#clock;
    const faults = new FaultInjector({ plan: FAULTS_NONE, random: random.fork('faults'), meters });
    this.#gateway = new Gateway({
      clock,
      random: random.fork('latency'),
      faults,
      onUnsupported: (error) => this.unsupported.push(error.message),
    });
    const options = { clock, meters, faults, random: random.fork('sqs') };
    this.#gateway.add(new Sqs({ ...options, accountId: PEER_ACCOUNT, region: REGION }));
    this.#dynamoDb = this.#freshDynamoDb();
    this.#handler = this.#gateway.clientHandler({ label: 'peer', isSubjectToFaults: false });
  }

  /** Answers one request; requests are answered one after the other. */
  answer(request: PeerRequest): Promise<SdkResponse> {
    const next = this.#last.then(() => this.#answerNow(request));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #answerNow({ headers, body }: PeerRequest): Promise<SdkResponse> {
    const wallMs = this.#startMs + performance.now() - this.#startedAtMs;
    if (wallMs > this.#clock.nowMs()) await this.#clock.run({ untilMs: wallMs });
    const [, operation = ''] = (headers['x-amz-target'] ?? '').split('.');
    if (operation === 'CreateTable' || operation === 'DeleteTable')
      return this.#changeTables(operation, JSON.parse(body) as JsonObject);
    let isSettled = false;
    const asked = this.#handler.handle({ hostname: '127.0.0.1', headers, body });
    const note = (): void => {
      isSettled = true;
    };
    asked.then(note, note);
    await this.#clock.run({ untilMs: Number.POSITIVE_INFINITY, stop: () => isSettled });
    return (await asked).response;
  }

  /** The local cloud's tables come from a template; a suite's come and go by calls. */
  #changeTables(operation: 'CreateTable' | 'DeleteTable', input: JsonObject): SdkResponse {
    const { TableName, ...properties } = input;
    const name = String(TableName);
    try {
      if (operation === 'CreateTable') {
        this.#dynamoDb.createTable(onDemand(properties), name);
        this.#tables.add(name);
      }
      const { Table } = this.#dynamoDb.call('DescribeTable', { TableName: name });
      if (operation === 'DeleteTable') this.#forget(name);
      return respond(200, { TableDescription: Table });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { code, message, status } = error;
      if (code === 'LocalCloudUnsupported') this.unsupported.push(message);
      return respond(status, { __type: code, message });
    }
  }

  /** Only all tables together can be forgotten; a suite's tests have one, nearly always. */
  #forget(name: string): void {
    this.#tables.delete(name);
    if (this.#tables.size === 0) this.#dynamoDb = this.#freshDynamoDb();
  }

  #freshDynamoDb(): DynamoDb {
    const dynamoDb = new DynamoDb({
      clock: this.#clock,
      meters: new MeterBook(),
      random: seededRandom(2),
    });
    this.#gateway.add(dynamoDb);
    return dynamoDb;
  }
}

/** A table here is always on demand; a suite's throughput is left out, of its indexes, too. */
function onDemand(properties: JsonObject): JsonObject {
  const withoutThroughput = ({ ProvisionedThroughput: _, ...rest }: JsonObject): JsonObject => rest;
  const { GlobalSecondaryIndexes: indexes } = properties;
  return {
    ...withoutThroughput(properties),
    ...(Array.isArray(indexes) && {
      GlobalSecondaryIndexes: (indexes as JsonObject[]).map(withoutThroughput),
    }),
    BillingMode: 'PAY_PER_REQUEST',
  };
}

function respond(statusCode: number, body: JsonObject): SdkResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return { statusCode, headers, body: Buffer.from(JSON.stringify(body)) };
}
