// The state of each message (delayed, visible, in flight or gone), and when that changes.

import type { FaultInjector } from '../faults.ts';
import type { MessageListener, MessageStep } from '../history-facts.ts';
import { type Clock, quiet } from '../service.ts';
import { TimeHeap } from '../time-heap.ts';
import { IN_FLIGHT_MAX, VISIBILITY_SECONDS_MAX } from './limits.ts';
import type { MessageContent } from './message.ts';
import { MessageLine } from './message-line.ts';
import type { QueueSettings } from './queue-settings.ts';

/** A message in a queue. Everybody may read it; only its queue changes it. */
export type Message = MessageContent & {
  /**
   * Unique within the queue. A duplicate has the messageId of its original, but a record of its
   * own.
   */
  readonly recordId: number;
  readonly messageId: string;
  readonly sentAtMs: number;
  firstReceivedAtMs: number | undefined;
  receivedAtMs: number | undefined;
  receiveCount: number;
  /** The queue that moved it here, if it is dead-lettered. */
  readonly deadLetterSourceArn?: string;
  /** The system attribute `AWSTraceHeader`. Copies and dead-lettered messages keep it. */
  readonly traceHeader?: string | undefined;
  state: 'delayed' | 'visible' | 'inFlight' | 'gone';
  /** The sequence of the valid wake-up. All earlier ones are stale. */
  wakeSequence: number;
};

/** A message as one receive handed it out. */
export type Delivery = { message: Message; receiptHandle: string; receiveCount: number };

/** How many messages are in each state. */
export type QueueCounts = { visible: number; delayed: number; inFlight: number };

type Arrival = Omit<Message, 'recordId' | 'state' | 'wakeSequence'>;

type WakeUp = { timeMs: number; sequence: number; message: Message };

type SendOptions = { messageId: string; delayMs: number; traceHeader?: string | undefined };

/** What a queue needs. */
export type QueueOptions = {
  name: string;
  arn: string;
  url: string;
  settings: QueueSettings;
  clock: Clock;
  faults: FaultInjector;
  /**
   * Takes a message that was received too often. Answers false if its dead-letter queue does not
   * exist.
   */
  redrive: (message: Message, deadLetterArn: string) => boolean;
  /** Called for each message that its retention period removed. */
  onExpired: () => void;
  /** Called with the number of messages in flight whenever it grows. */
  onInFlight?: ((count: number) => void) | undefined;
  onMessage?: MessageListener | undefined;
};

/** The longest time until a `duplicate` fault's second delivery; a guess. */
const DUPLICATE_MS_MAX = 10_000;

const NEVER_RECEIVED = {
  firstReceivedAtMs: undefined,
  receivedAtMs: undefined,
  receiveCount: 0,
} as const;

/** The outcome of a change of visibility. */
export type HideOutcome = 'changed' | 'gone' | 'hidden-too-long' | 'invalid-handle';

/** One standard queue. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly settings: QueueSettings;
  readonly #options: QueueOptions;
  readonly #line = new MessageLine<Message>();
  readonly #wakeUps = new TimeHeap<WakeUp>();
  readonly #messages = new Map<number, Message>();
  readonly #listeners: (() => void)[] = [];
  readonly #counts: QueueCounts = { visible: 0, delayed: 0, inFlight: 0 };
  #serial = 0;
  #wakeSequence = 0;
  #armedMs = Number.POSITIVE_INFINITY;

  constructor(options: QueueOptions) {
    this.name = options.name;
    this.arn = options.arn;
    this.url = options.url;
    this.settings = options.settings;
    this.#options = options;
  }

  /**
   * Calls `listener` whenever a message has become visible. The listener must not receive at once.
   */
  onVisible(listener: () => void): void {
    this.#listeners.push(listener);
  }

  counts(): Readonly<QueueCounts> {
    return this.#counts;
  }

  /** The bodies of all messages, in whatever state. */
  bodies(): string[] {
    return [...this.#messages.values()].map(({ body }) => body);
  }

  /** Adds a message that becomes visible after `delayMs`. */
  send(content: MessageContent, { messageId, delayMs, traceHeader }: SendOptions) {
    const sentAtMs = this.#options.clock.nowMs();
    const fresh = { sentAtMs, ...NEVER_RECEIVED };
    const message = this.#admit({ ...content, messageId, traceHeader, ...fresh }, delayMs);
    this.#report('sent', message);
  }

  /**
   * Adds a dead-lettered message of another queue. It keeps its id and age, and is visible at once.
   */
  adopt(message: Message, deadLetterSourceArn: string): void {
    this.#admit({ ...message, ...NEVER_RECEIVED, deadLetterSourceArn }, 0);
  }

  /** Takes up to `limit` visible messages and hides them for `visibilityMs`. */
  receive({ limit, visibilityMs }: { limit: number; visibilityMs: number }): Delivery[] {
    const deliveries: Delivery[] = [];
    while (deliveries.length < limit && this.#counts.inFlight < IN_FLIGHT_MAX) {
      const message = this.#takeVisible();
      if (message === undefined) break;
      if (!this.#isExpired(message) && !this.#isRedriven(message)) {
        deliveries.push(this.#deliver(message, visibilityMs));
      }
    }
    return deliveries;
  }

  /**
   * Removes the message of a receipt handle, however often it was received since. AWS was seen to
   * do so (getmoto/moto#4655), although its documentation promises it only for the latest handle.
   * @returns false if the text is no handle of this queue
   */
  delete(receiptHandle: string): boolean {
    const receipt = this.#parseHandle(receiptHandle);
    if (receipt === undefined) return false;
    const message = this.#messages.get(receipt.recordId);
    if (message !== undefined) {
      this.#remove(message);
      this.#report('deleted', message);
    }
    return true;
  }

  /**
   * Hides the message for `visibilityMs` from now; 0 makes it visible at once. Any handle of the
   * message is valid. A message that is visible again is hidden once more.
   */
  changeVisibility(receiptHandle: string, visibilityMs: number): HideOutcome {
    const receipt = this.#parseHandle(receiptHandle);
    if (receipt === undefined) return 'invalid-handle';
    const message = this.#messages.get(receipt.recordId);
    if (message === undefined) return 'gone';
    const hiddenMs = this.#options.clock.nowMs() - (message.receivedAtMs ?? 0);
    const wholeSeconds = Math.floor(hiddenMs / 1000) + visibilityMs / 1000;
    if (visibilityMs > 0 && wholeSeconds > VISIBILITY_SECONDS_MAX) return 'hidden-too-long';
    const isThere = message.state === 'visible' && visibilityMs === 0;
    if (!isThere) this.#move(message, 'inFlight', visibilityMs);
    return 'changed';
  }

  /** Removes every message. */
  purge(): void {
    for (const message of [...this.#messages.values()]) {
      this.#remove(message);
      this.#report('deleted', message);
    }
  }

  #admit(arrival: Arrival, delayMs: number): Message {
    this.#serial += 1;
    const message: Message = { ...arrival, recordId: this.#serial, state: 'gone', wakeSequence: 0 };
    this.#messages.set(message.recordId, message);
    this.#move(message, 'delayed', delayMs);
    return message;
  }

  #report(kind: MessageStep, { messageId, body, receiveCount }: Message): void {
    const { clock, onMessage } = this.#options;
    if (onMessage === undefined) return;
    const queueName = this.name;
    onMessage({ atMs: clock.nowMs(), kind, queueName, messageId, body, receiveCount });
  }

  #takeVisible(): Message | undefined {
    while (this.#counts.visible > 0) {
      const isReordered = this.#line.length > 1 && this.#options.faults.strikes('reorder');
      const uniform = isReordered ? this.#options.faults.particular('reorder') : 0;
      const message = this.#line.take(Math.floor(uniform * this.#line.length));
      // Skips messages that were deleted, or were received from another place in the line.
      if (message?.state === 'visible') return message;
    }
    return undefined;
  }

  #isExpired(message: Message): boolean {
    const ageMs = this.#options.clock.nowMs() - message.sentAtMs;
    if (ageMs < this.settings.retentionMs) return false;
    this.#remove(message);
    this.#options.onExpired();
    this.#report('expired', message);
    return true;
  }

  #isRedriven(message: Message): boolean {
    const { redrive } = this.settings;
    if (redrive === undefined || message.receiveCount < redrive.receiveCountMax) return false;
    if (!this.#options.redrive(message, redrive.deadLetterArn)) return false;
    this.#remove(message);
    this.#report('dead', message);
    return true;
  }

  #deliver(message: Message, visibilityMs: number): Delivery {
    const { clock, faults } = this.#options;
    message.receiveCount += 1;
    message.receivedAtMs = clock.nowMs();
    message.firstReceivedAtMs ??= message.receivedAtMs;
    this.#move(message, 'inFlight', visibilityMs);
    this.#report('received', message);
    if (faults.strikes('duplicate')) {
      this.#admit(message, Math.ceil(faults.particular('duplicate') * DUPLICATE_MS_MAX));
    }
    const { recordId, receiveCount } = message;
    const receiptHandle = `${this.name}#${recordId}#${receiveCount}`;
    return { message, receiptHandle, receiveCount };
  }

  #parseHandle(handle: string): { recordId: number; receiveCount: number } | undefined {
    const [name, record, count, ...rest] = handle.split('#');
    const recordId = Number(record);
    const receiveCount = Number(count);
    if (name !== this.name || rest.length > 0) return undefined;
    const isGivenOut = receiveCount >= 1 && recordId >= 1 && recordId <= this.#serial;
    if (!(isGivenOut && Number.isInteger(recordId) && Number.isInteger(receiveCount)))
      return undefined;
    return { recordId, receiveCount };
  }

  #remove(message: Message): void {
    this.#leave(message);
    message.state = 'gone';
    this.#messages.delete(message.recordId);
  }

  /** Moves a message into its next state. After `durationMs` it becomes visible. */
  #move(message: Message, state: 'delayed' | 'inFlight', durationMs: number): void {
    this.#leave(message);
    if (durationMs <= 0) {
      this.#show(message);
      return;
    }
    message.state = state;
    this.#counts[state] += 1;
    if (state === 'inFlight') this.#options.onInFlight?.(this.#counts.inFlight);
    this.#wakeSequence += 1;
    message.wakeSequence = this.#wakeSequence;
    const timeMs = this.#options.clock.nowMs() + durationMs;
    this.#wakeUps.push({ timeMs, sequence: this.#wakeSequence, message });
    this.#arm(timeMs);
  }

  #leave(message: Message): void {
    if (message.state !== 'gone') this.#counts[message.state] -= 1;
    message.wakeSequence = 0;
  }

  #show(message: Message): void {
    message.state = 'visible';
    this.#counts.visible += 1;
    this.#line.push(message);
    for (const listener of this.#listeners) listener();
  }

  #arm(timeMs: number): void {
    if (timeMs >= this.#armedMs) return;
    this.#armedMs = timeMs;
    this.#options.clock.at(timeMs, () => {
      // A later schedule for an earlier time leaves this action behind. It then has nothing to do.
      if (this.#armedMs === timeMs) this.#wakeDue();
      return quiet;
    });
  }

  #wakeDue(): void {
    const nowMs = this.#options.clock.nowMs();
    this.#armedMs = Number.POSITIVE_INFINITY;
    for (;;) {
      const next = this.#wakeUps.peek();
      if (next === undefined) return;
      const isStale = next.message.wakeSequence !== next.sequence;
      if (!isStale && next.timeMs > nowMs) {
        this.#arm(next.timeMs);
        return;
      }
      this.#wakeUps.pop();
      if (!isStale) {
        this.#leave(next.message);
        this.#show(next.message);
      }
    }
  }
}
