// Hands batches of broken and of valid messages to the real consumers, and accounts for each one.
import type { SQSRecord } from 'aws-lambda';
import { readTraceparent } from '#adapters/queues/trace-context.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { QueueName } from '#domain/limits.ts';
import { heal } from '#functions/heal.ts';
import { login } from '#functions/login.ts';
import { membership } from '#functions/membership.ts';
import { aControlPlane, type ControlPlane } from '#infra-tests/handlers/control-plane.ts';
import type { SeededRandom } from '#local-cloud/seeded-random.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import {
  aNode,
  aSupernode,
  aSupernodesNode,
  aWaitingNode,
  minuteMs,
} from '#testing/domain/builders.ts';
import { aBrokenBody } from './broken-bodies.ts';
import { type Fate, fatesOf } from './expected-fate.ts';
import { aValidMessage, below, oneOf } from './valid-messages.ts';
import { wellFormed } from './well-formed.ts';

const queues = ['membership', 'login', 'heal'] as const;

/** Calls that change the table. */
const writes = /^(PutItem|UpdateItem|DeleteItem|TransactWriteItems|BatchWriteItem)$/;

/** The longest body and reason that quarantine keeps whole, in characters. */
const bodyLengthMax = 150_000;
const reasonLengthMax = 500;

const validTrace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** What traces are made of, in good order and in none. */
const tracePieces = [
  '00',
  '-',
  '4bf92f3577b34da6a3ce929d0e0e4736',
  '00f067aa0ba902b7',
  '0'.repeat(32),
  'ff',
  '\0',
  '\ud800',
  '\n',
  'é',
] as const;

interface Aside {
  readonly messageId: string;
  readonly queue: string;
  readonly body: string;
  readonly bodyLength: number;
  readonly reason: string;
}

/** A small network of five, with room for all. */
export async function aFuzzedPlane(random: SeededRandom): Promise<FuzzedPlane> {
  const plane = await aControlPlane(
    [aSupernodesNode(), aNode(), ...['n2', 'n3', 'n4'].map((nodeId) => aWaitingNode({ nodeId }))],
    [aSupernode({ used: 1 }), aSupernode({ nodeId: 'op', operatorRun: true })],
  );
  return new FuzzedPlane(plane, random);
}

export class FuzzedPlane {
  readonly #plane: ControlPlane;
  readonly #random: SeededRandom;
  readonly #consumers: Readonly<Record<QueueName, ReturnType<typeof membership>>>;
  readonly #badTraces: string[] = [];
  #writeCount = 0;
  #serial = 0;

  constructor(plane: ControlPlane, random: SeededRandom) {
    this.#plane = plane;
    this.#random = random;
    const { runtime } = plane;
    this.#consumers = {
      membership: membership(runtime),
      login: login(runtime),
      heal: heal(runtime),
    };
    plane.interfere = (operation, input) => {
      if (writes.test(operation)) this.#writeCount += 1;
      if (operation === 'SendMessageBatch') this.#badTraces.push(...badTracesIn(input));
      return undefined;
    };
  }

  get runtime(): Runtime {
    return this.#plane.runtime;
  }

  /**
   * One batch of ten, some of them valid.
   * @returns what each message was, and what had to become of it
   * @throws Error naming a message that became something else
   */
  async batch(): Promise<readonly { what: string; fate: Fate }[]> {
    const random = this.#random;
    const queue = oneOf(random, queues);
    const nowMs = this.#plane.clock.nowMs();
    const validShare = oneOf(random, [0, 0.1, 0.5]);
    const drawn = Array.from({ length: 10 }, () =>
      random() < validShare
        ? { what: 'valid', body: JSON.stringify(aValidMessage(random, queue, nowMs)) }
        : aBrokenBody(random, queue, nowMs),
    );
    const fates = fatesOf(
      queue,
      drawn.map(({ body }) => body),
      nowMs,
    );
    await this.#handle(
      queue,
      drawn.map(({ body }) => this.#record(body)),
      fates,
    );
    if (random() < 0.1) await this.#plane.wait(below(random, 40 * minuteMs));
    return drawn.map(({ what }, at) => ({ what, fate: fates[at] ?? 'idle' }));
  }

  async #handle(
    queue: QueueName,
    records: readonly SQSRecord[],
    fates: readonly Fate[],
  ): Promise<void> {
    const writesBefore = this.#writeCount;
    const { batchItemFailures } = await this.#consumers[queue]({ Records: [...records] });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const asides = this.#plane.takeQuarantined() as unknown as Aside[];
    const findings = [
      ...records.flatMap((record, at) => accountFor(queue, record, fates[at], failed, asides)),
      ...(asides.length === new Set(asides.map(({ messageId }) => messageId)).size
        ? []
        : ['quarantined twice']),
      ...(fates.includes('at-work') || this.#writeCount === writesBefore
        ? []
        : ['wrote something']),
      ...queues.flatMap((one) => unprocessableFollowUps(one, this.#plane)),
      ...(fates.includes('at-work') ? this.#plane.check().violations : []),
      ...pollution(),
      ...this.#badTraces.splice(0),
    ];
    if (findings.length > 0) throw new Error(reported(queue, findings, records));
    const again = records.filter(
      ({ messageId }, at) => failed.has(messageId) && fates[at] !== 'newer',
    );
    for (const record of again) await this.#alone(queue, record);
  }

  /** What failed beside others has to succeed when it comes again, alone. */
  async #alone(queue: QueueName, record: SQSRecord): Promise<void> {
    const { batchItemFailures } = await this.#consumers[queue]({ Records: [record] });
    for (const one of queues) this.#plane.takeSent(one);
    if (batchItemFailures.length > 0) throw new Error(reported(queue, ['failed alone'], [record]));
  }

  /** A record as SQS makes it, or with attributes that nobody should look at. */
  #record(body: string): SQSRecord {
    this.#serial += 1;
    const odd = {
      attributes: { ApproximateReceiveCount: 'NaN', SentTimestamp: '__proto__' },
      messageAttributes: this.#oddAttributes(),
      md5OfBody: '',
      eventSource: 'aws:s3',
      eventSourceARN: '',
      awsRegion: '\ud800',
    };
    const record = { messageId: `m${this.#serial}`, receiptHandle: '', body };
    return (this.#random() < 0.1 ? { ...record, ...odd } : record) as unknown as SQSRecord;
  }

  /** Attributes that decide nothing, whatever they say. */
  #oddAttributes(): unknown {
    const random = this.#random;
    const text = Array.from({ length: below(random, 9) }, () => oneOf(random, tracePieces)).join(
      '',
    );
    const stringValue = oneOf(random, [text, undefined, null, 7, {}, validTrace]);
    return oneOf(random, [
      null,
      { __proto__: { traceparent: { dataType: 'String', stringValue } } },
      { traceparent: { dataType: 'String', stringValue } },
      { traceparent: null },
      { traceparent: 'x' },
    ]);
  }
}

/** Every message is either accepted, or comes again, or lies in quarantine with its reason. */
function accountFor(
  queue: QueueName,
  { messageId, body }: SQSRecord,
  fate: Fate | undefined,
  failed: ReadonlySet<string>,
  asides: readonly Aside[],
): string[] {
  const aside = asides.find((one) => one.messageId === messageId);
  const findings: string[] = [];
  const mayFail = fate === 'at-work' || fate === 'newer';
  if (failed.has(messageId) && !mayFail) findings.push(`${messageId}: failed, ${fate}`);
  if (!failed.has(messageId) && fate === 'newer') findings.push(`${messageId}: accepted, ${fate}`);
  if ((aside !== undefined) !== (fate === 'unprocessable'))
    findings.push(`${messageId}: ${aside ? `quarantined (${aside.reason})` : 'accepted'}, ${fate}`);
  if (aside === undefined) return findings;
  const { reason } = aside;
  const isWhole = aside.body === body.slice(0, bodyLengthMax) && aside.bodyLength === body.length;
  if (!isWhole || aside.queue !== queue) findings.push(`${messageId}: quarantined as another one`);
  if (reason.length > reasonLengthMax) findings.push(`${messageId}: a reason without an end`);
  // What no JSON is, has no field to be named.
  if (!/^([\w.]+: |expected (JSON|a run ))/.test(reason))
    findings.push(`${messageId}: no field in '${reason}'`);
  return findings;
}

/** What the consumers send has to pass the checks of messages. */
function unprocessableFollowUps(queue: QueueName, plane: ControlPlane): string[] {
  return plane
    .takeSent(queue)
    .map((event) => JSON.stringify(event))
    .filter((body) => wellFormed(queue, body) === undefined)
    .map((body) => `sent to ${queue}: ${body}`);
}

/** Traces that are sent have to be valid; only what is put aside may have none. */
function badTracesIn({ QueueUrl, Entries }: JsonObject): string[] {
  return (Entries as JsonObject[]).flatMap(({ MessageAttributes }) => {
    const { traceparent } = (MessageAttributes ?? {}) as Record<string, JsonObject>;
    const isAside = traceparent === undefined && String(QueueUrl).endsWith('quarantine');
    const isGood = isAside || readTraceparent(traceparent?.StringValue) !== undefined;
    return isGood ? [] : [`sent with the trace ${JSON.stringify(traceparent)}`];
  });
}

function pollution(): string[] {
  const odd: Record<string, unknown> = {};
  const found = [...Object.keys(Object.prototype), ...('isAdmin' in odd ? ['isAdmin'] : [])];
  return found.map((key) => `every object has ${key}`);
}

function reported(
  queue: QueueName,
  findings: readonly string[],
  records: readonly SQSRecord[],
): string {
  const bodies = records.map(({ messageId, body }) => `${messageId} ${body.slice(0, 400)}`);
  return [`${queue}: ${findings.join('; ')}`, ...bodies].join('\n');
}
