// The real handlers over the real adapters, the local table and the local queues, one step at a
// time: a test delivers messages by hand, sees what changed and what was sent, and may interfere.
import { resolve } from 'node:path';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { saveCell, saveRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { LogEntry, Runtime } from '#adapters/runtime.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import type { ControlEvent } from '#domain/events.ts';
import { checkNetwork, type NetworkCheck } from '#domain/invariants/check-network.ts';
import { type QueueName, queueLimits } from '#domain/limits.ts';
import type { CellRecord, NodeRecord, SupernodeRecord } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { heal } from '#functions/heal.ts';
import { login } from '#functions/login.ts';
import { membership } from '#functions/membership.ts';
import { VirtualClock } from '#local-cloud/clock.ts';
import { DynamoDb } from '#local-cloud/dynamodb/dynamo-db.ts';
import { FAULTS_NONE, FaultInjector } from '#local-cloud/faults.ts';
import {
  actionOf,
  errorResponse,
  inputOf,
  successResponse,
} from '#local-cloud/gateway/sdk-transport.ts';
import { MeterBook } from '#local-cloud/meters.ts';
import { SecretsManager } from '#local-cloud/secrets/secret-store.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { type JsonObject, type Service, ServiceError } from '#local-cloud/service.ts';
import { queueUrl } from '#local-cloud/sqs/queue-operations.ts';
import { Sqs } from '#local-cloud/sqs/sqs.ts';
import { inProcessConnection } from '#runner/local/in-process-connection.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { aCell, here, noonMs, someSettings } from '#testing/domain/builders.ts';
import { identityKey, turnKey } from './login/signed-login.ts';
import { type NetworkRecords, networkRecords } from './network-records.ts';

/** What happens just before a call is carried out; a returned error is the call's answer. */
export type Interference = (
  operation: string,
  input: JsonObject,
) => ServiceError | undefined | Promise<ServiceError | undefined>;

/** What a batch came to. */
export interface BatchOutcome {
  /** The positions of the messages that come again. */
  readonly failed: readonly number[];
}

/** A message as the queue handed it out: redelivered, it is the same message. */
export interface Received {
  readonly messageId: string;
  readonly body: string;
  /** Says the queue that it is done; unreported, the queue hands the message out again. */
  done(): void;
}

/** A message that says what it follows from. */
export interface Traced {
  readonly body: string;
  readonly traceparent: string;
}

/** After this long the queue hands out a message again that is not done. */
const visibilityMs = 120_000;

const accountId = '000000000000';
const tableName = 'network';

/** The secrets with the keys that proofs are made with, and what they hold. */
const secrets = { 'identity-key': identityKey, 'turn-key': turnKey };

/** The table as it would be deployed: its keys, its expiry, and what its index knows of an item. */
const tableProperties = propertiesOfTable(readStackTemplate(resolve('cli')));

const queueNames = ['membership', 'login', 'heal', 'quarantine'] as const;

/** A control plane with nobody in it; time stands at noon until a test moves it. */
export class ControlPlane {
  readonly clock = new VirtualClock(noonMs);
  readonly metrics = new MeterBook();
  readonly settings: RunSettings;
  readonly runtime: Runtime;
  /** What the functions logged. */
  readonly logs: LogEntry[] = [];
  /** Set by a test to see, change or refuse calls; unset, every call is carried out. */
  interfere: Interference | undefined;
  readonly #dynamoDb: DynamoDb;
  readonly #sqs: Sqs;
  readonly #secretsManager: SecretsManager;
  readonly #consumers: Readonly<
    Record<QueueName, (event: SQSEvent) => Promise<{ batchItemFailures: unknown[] }>>
  >;
  #messageSerial = 0;

  constructor(settings: RunSettings = someSettings()) {
    const { clock } = this;
    const random = seededRandom(settings.seed);
    const meters = new MeterBook();
    const faults = new FaultInjector({ plan: FAULTS_NONE, random, meters });
    this.settings = settings;
    this.#dynamoDb = new DynamoDb({ clock, meters, random });
    this.#dynamoDb.createTable(tableProperties, tableName);
    this.#sqs = new Sqs({ clock, meters, random, faults, accountId, region: 'us-east-1' });
    for (const name of queueNames) this.#sqs.call('CreateQueue', { QueueName: name });
    this.#secretsManager = new SecretsManager({ clock, meters, random });
    for (const [name, SecretString] of Object.entries(secrets))
      this.#secretsManager.createSecret({ name, arn: name, properties: { SecretString } });
    this.runtime = this.#makeRuntime();
    const { runtime } = this;
    this.#consumers = {
      membership: membership(runtime),
      login: login(runtime),
      heal: heal(runtime),
    };
  }

  /** Stores the run and one cell; what is not given is empty. */
  async seed(
    nodes: readonly NodeRecord[],
    supernodes: readonly SupernodeRecord[],
    cell: Partial<CellRecord> = {},
  ): Promise<void> {
    const table = openTable(this.runtime);
    const population = nodes.filter(({ state }) => state !== 'offline').length;
    await saveRun(table, this.settings);
    const seeded = { cell: aCell({ population, ...cell }), nodes, supernodes };
    await saveCell(table, here.runId, seeded);
  }

  /** Hands one batch to the consumer of a queue. A string is delivered as it is. */
  async deliver(
    queue: QueueName,
    ...messages: readonly (ControlEvent | Received | Traced | string)[]
  ): Promise<BatchOutcome> {
    const Records = messages.map((message) => this.#recordOf(message));
    const { batchItemFailures } = await this.#consumers[queue]({ Records });
    const failed = (batchItemFailures as { itemIdentifier: string }[]).map(({ itemIdentifier }) =>
      Records.findIndex(({ messageId }) => messageId === itemIdentifier),
    );
    return { failed: failed.sort((a, b) => a - b) };
  }

  /** The messages in a queue, whether due or not, removed from it. */
  takeSent(queue: QueueName): ControlEvent[] {
    return this.#takeBodies(queue).map((body) => JSON.parse(body));
  }

  takeQuarantined(): { queue: string; body: string; reason: string; bodyLength: number }[] {
    return this.#takeBodies('quarantine').map((body) => JSON.parse(body));
  }

  /** Takes messages that are due out of a queue, ten or as many as it is notified. */
  receive(queue: QueueName, limit = 10): Received[] {
    const from = this.#sqs.queues.byUrl(queueUrl(accountId, queue));
    const deliveries = from?.receive({ limit, visibilityMs }) ?? [];
    return deliveries.map(({ message: { messageId, body }, receiptHandle }) => {
      return { messageId, body, done: () => void from?.delete(receiptHandle) };
    });
  }

  /** Puts a message into a queue, to be handed out in so many seconds. */
  put(queue: QueueName, event: ControlEvent, DelaySeconds: number): void {
    const MessageBody = JSON.stringify(event);
    const QueueUrl = queueUrl(accountId, queue);
    this.#sqs.call('SendMessage', { QueueUrl, MessageBody, DelaySeconds });
  }

  /** Gives a key of proofs a new version, as whoever rotates it does. */
  rotateKey(key: string, secret: keyof typeof secrets = 'identity-key'): void {
    const input = { SecretId: secret, SecretString: key };
    this.#secretsManager.call('PutSecretValue', input);
  }

  /** Lets time pass. */
  async wait(durationMs: number): Promise<void> {
    await this.clock.run({ untilMs: this.clock.nowMs() + durationMs });
  }

  /** Delivers the log-ins that were sent, each when it is due: a later one would be abandoned. */
  async logInWhenDue(): Promise<void> {
    const logins = this.takeSent('login').sort((a, b) => a.dueAtMs - b.dueAtMs);
    for (const login of logins) {
      await this.wait(Math.max(login.dueAtMs - this.clock.nowMs(), 0));
      await this.deliver('login', login);
    }
  }

  /** The run's records as they stand. */
  records(): NetworkRecords {
    return networkRecords(this.#dynamoDb.scan(tableName));
  }

  /** The record of one node. @throws Error when there is none */
  node(nodeId: string): NodeRecord {
    return found(this.records().nodes, nodeId);
  }

  /** The record of one registration. @throws Error when there is none */
  supernode(nodeId: string): SupernodeRecord {
    return found(this.records().supernodes, nodeId);
  }

  check(): NetworkCheck {
    return checkNetwork(this.records(), this.clock.nowMs());
  }

  /** How often something was counted so far. */
  counted(metric: string): number {
    return this.metrics.snapshot()[metric] ?? 0;
  }

  #makeRuntime(): Runtime {
    const services: readonly Service[] = [this.#dynamoDb, this.#sqs, this.#secretsManager];
    const urls = queueNames.map((name) => [
      `${name.toUpperCase()}_QUEUE_URL`,
      queueUrl(accountId, name),
    ]);
    return {
      env: {
        TABLE_NAME: tableName,
        IDENTITY_SECRET_ARN: 'identity-key',
        TURN_SECRET_ARN: 'turn-key',
        TRACING: 'context',
        MEMBERSHIP_VISIBILITY_SECONDS: String(queueLimits.membership.visibilitySeconds),
        ...Object.fromEntries(urls),
      },
      nowMs: () => this.clock.nowMs(),
      // Pauses between tries are skipped: nothing here depends on how long they are.
      sleep: async () => {},
      random: seededRandom(this.settings.seed).fork('handlers'),
      decisions: builtInDecisions,
      connection: inProcessConnection({
        metadata: { handlerProtocol: 'h1' },
        handle: async (request) => {
          const { target, operation } = actionOf(request);
          const input = inputOf(request);
          const refusal = await this.interfere?.(operation, input);
          const service = services.find((one) => one.target === target);
          return { response: answer(service, operation, input, refusal) };
        },
        destroy: () => {},
        updateHttpClientConfig: () => {},
        httpHandlerConfigs: () => ({}),
      }),
      log: (entry) => void this.logs.push(entry),
      count: (metric, value) => this.metrics.add(metric, value),
    };
  }

  #recordOf(message: ControlEvent | Received | Traced | string): SQSRecord {
    if (typeof message === 'object' && 'done' in message) {
      const { messageId, body } = message;
      return { messageId, body } as SQSRecord;
    }
    this.#messageSerial += 1;
    const messageId = `m${this.#messageSerial}`;
    if (typeof message === 'object' && 'traceparent' in message) {
      const traceparent = { dataType: 'String', stringValue: message.traceparent };
      return { messageId, body: message.body, messageAttributes: { traceparent } } as never;
    }
    const body = typeof message === 'string' ? message : JSON.stringify(message);
    return { messageId, body } as SQSRecord;
  }

  #takeBodies(name: (typeof queueNames)[number]): string[] {
    const queue = this.#sqs.queues.byUrl(queueUrl(accountId, name));
    const bodies = queue?.bodies() ?? [];
    queue?.purge();
    return bodies;
  }
}

/** A control plane with a run of one cell in it. */
export async function aControlPlane(
  nodes: readonly NodeRecord[],
  supernodes: readonly SupernodeRecord[],
  { cell, settings }: { cell?: Partial<CellRecord>; settings?: RunSettings } = {},
): Promise<ControlPlane> {
  const plane = new ControlPlane(settings);
  await plane.seed(nodes, supernodes, cell);
  return plane;
}

/** Refuses the next calls of an operation as AWS does when it is asked too fast. */
export function throttle(operation: string, times: number): Interference {
  let left = times;
  return (asked) => {
    if (asked !== operation || left === 0) return undefined;
    left -= 1;
    return new ServiceError('ThrottlingException', 'Rate exceeded');
  };
}

/** Does something once, just before the next call of an operation. */
export function justBefore(operation: string, act: () => Promise<unknown>): Interference {
  let isDone = false;
  return async (asked) => {
    if (asked !== operation || isDone) return undefined;
    isDone = true;
    await act();
    return undefined;
  };
}

function answer(
  service: Service | undefined,
  operation: string,
  input: JsonObject,
  refusal: ServiceError | undefined,
) {
  if (refusal !== undefined) return errorResponse(refusal);
  try {
    if (service === undefined) throw new ServiceError('UnknownService', operation);
    return successResponse(service.call(operation, input));
  } catch (error) {
    if (error instanceof ServiceError) return errorResponse(error);
    throw error;
  }
}

function found<Row extends { nodeId: string }>(records: readonly Row[], nodeId: string): Row {
  const record = records.find((one) => one.nodeId === nodeId);
  if (record === undefined) throw new Error(`expected a record of ${nodeId}`);
  return record;
}

function propertiesOfTable({ Resources }: Record<string, unknown>): JsonObject {
  const resources = Object.values(Resources as Record<string, JsonObject>);
  const table = resources.find(({ Type }) => Type === 'AWS::DynamoDB::Table');
  if (table === undefined) throw new Error('expected the template to have a table');
  return table.Properties as JsonObject;
}
