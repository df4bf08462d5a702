// The queues of a cloud, and the cost of their calls.

import type { FaultInjector } from '../faults.ts';
import type { MessageListener } from '../history-facts.ts';
import { identifiersFrom } from '../identifiers.ts';
import type { Peaks } from '../peaks.ts';
import {
  type CallContext,
  type Clock,
  type JsonObject,
  type Meters,
  type Random,
  ServiceError,
} from '../service.ts';
import { invalidValue } from './error-names.ts';
import { REQUEST_CHUNK_BYTES, SETTLING_MS } from './limits.ts';
import { textParameter } from './parameters.ts';
import { type Delivery, Queue } from './queue.ts';
import { policyText, type Redrive, readQueueSettings } from './queue-settings.ts';

/** What SQS needs. */
export type SqsOptions = {
  clock: Clock;
  meters: Meters;
  peaks?: Peaks | undefined;
  random: Random;
  faults: FaultInjector;
  accountId: string;
  region: string;
  /** The origin of the queues' addresses; the cloud's own name by default. */
  endpoint?: string | undefined;
  onMessage?: MessageListener | undefined;
};

/** A queue as the template names it. */
export type QueueDefinition = { name: string; arn: string; url: string; properties: JsonObject };

/** One operation: reads its input, changes queues, answers or throws a ServiceError. */
export type SqsOperation = (
  directory: QueueDirectory,
  input: JsonObject,
  context?: CallContext,
) => JsonObject;

/** All queues of the cloud, by address, and the meters of their calls. */
export class QueueDirectory {
  readonly options: SqsOptions;
  /** An id for the next message. */
  readonly nextMessageId: () => string;
  readonly #queuesByUrl = new Map<string, Queue>();
  /** When a queue of that name was deleted, and when one was purged. */
  readonly #deletedAtMs = new Map<string, number>();
  readonly #purgedAtMs = new Map<string, number>();

  constructor(options: SqsOptions) {
    this.options = options;
    this.nextMessageId = identifiersFrom(options.random);
  }

  /**
   * Creates a queue from CloudFormation's properties of AWS::SQS::Queue.
   * @throws {UnsupportedError} a property that is not served, such as FifoQueue
   */
  create({ name, arn, url, properties }: QueueDefinition): Queue {
    const { clock, faults, meters, onMessage, peaks } = this.options;
    const queue = new Queue({
      name,
      arn,
      url,
      settings: readQueueSettings(properties),
      clock,
      faults,
      redrive: (message, deadLetterArn) => {
        const deadLetters = this.byArn(deadLetterArn);
        if (deadLetters === undefined) return false;
        meters.add('sqs.redriven', 1);
        deadLetters.adopt(message, arn);
        return true;
      },
      onExpired: () => meters.add('sqs.expired', 1),
      onInFlight: (count) => peaks?.note('sqs.inFlight', count),
      onMessage,
    });
    this.#queuesByUrl.set(url, queue);
    return queue;
  }

  /**
   * Refuses redrive policies of the given queues, or of all queues, if their dead-letter queue does
   * not exist.
   * @throws {ServiceError} InvalidParameterValue
   */
  refuseLostDeadLetters(queues: readonly Queue[] = this.all()): void {
    for (const { settings } of queues) this.refuseLostDeadLetterQueue(settings.redrive);
  }

  /** @throws {ServiceError} InvalidParameterValue: there is no such dead-letter queue */
  refuseLostDeadLetterQueue(redrive: Redrive | undefined): void {
    if (redrive === undefined || this.byArn(redrive.deadLetterArn) !== undefined) return;
    throw invalidValue(policyText(redrive), 'RedrivePolicy', 'Dead letter target does not exist.');
  }

  remove(queue: Queue): void {
    queue.purge();
    this.#queuesByUrl.delete(queue.url);
    this.#deletedAtMs.set(queue.name, this.options.clock.nowMs());
  }

  /**
   * Refuses the name of a queue that was deleted within the last minute.
   * @throws {ServiceError} QueueDeletedRecently
   */
  refuseRecentName(name: string): void {
    if (!this.#isRecent(this.#deletedAtMs.get(name))) return;
    const text =
      'You must wait 60 seconds after deleting a queue before you can create another with the ' +
      'same name.';
    throw new ServiceError('QueueDeletedRecently', text);
  }

  /** Empties the queue, at most once a minute. @throws {ServiceError} PurgeQueueInProgress */
  purge(queue: Queue): void {
    if (this.#isRecent(this.#purgedAtMs.get(queue.url))) {
      const text = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
      throw new ServiceError('PurgeQueueInProgress', text, { status: 403 });
    }
    queue.purge();
    this.#purgedAtMs.set(queue.url, this.options.clock.nowMs());
  }

  #isRecent(atMs: number | undefined): boolean {
    return atMs !== undefined && this.options.clock.nowMs() < atMs + SETTLING_MS;
  }

  all(): Queue[] {
    return [...this.#queuesByUrl.values()];
  }

  byArn(arn: string): Queue | undefined {
    return this.all().find((queue) => queue.arn === arn);
  }

  /** A client outside may write the host as it likes: the account and the name decide. */
  byUrl(url: string): Queue | undefined {
    const found = this.#queuesByUrl.get(url);
    if (found !== undefined || this.options.endpoint === undefined) return found;
    const path = /^https?:\/\/[^/]+(\/.*)$/.exec(url)?.[1];
    return path === undefined
      ? undefined
      : this.#queuesByUrl.get(`${this.options.endpoint}${path}`);
  }

  /** The queue that the call names. @throws {ServiceError} QueueDoesNotExist, MissingParameter */
  of(input: JsonObject): Queue {
    const queue = this.byUrl(textParameter(input, 'QueueUrl'));
    if (queue !== undefined) return queue;
    throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  /** Counts a call: each started 64 KiB of payload is one billed request. */
  bill(operation: string, payloadBytes: number): void {
    this.#billRequests(Math.max(1, Math.ceil(payloadBytes / REQUEST_CHUNK_BYTES)));
    this.options.meters.add(`sqs.${operation}`, 1);
  }

  /** Counts one receive of up to ten messages; an empty one is billed, too. */
  billReceive(deliveries: readonly Delivery[]): void {
    const bytes = deliveries.reduce((sum, { message }) => sum + message.bytes, 0);
    this.bill('ReceiveMessage', bytes);
    if (deliveries.length === 0) this.options.meters.add('sqs.emptyReceives', 1);
  }

  /** Counts receives that found nothing. */
  billEmptyReceives(count: number): void {
    this.#billRequests(count);
    this.options.meters.add('sqs.ReceiveMessage', count);
    this.options.meters.add('sqs.emptyReceives', count);
  }

  /** Every queue here is a standard one: FIFO queues, and fair ones, are refused. */
  #billRequests(count: number): void {
    this.options.meters.add('sqs.requests', count);
    this.options.meters.add('sqs.standardRequests', count);
  }
}
