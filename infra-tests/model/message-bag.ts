// The messages of a model run: those that are still to be handled, and those that were.
import type { ControlEvent } from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';

/** A message as a queue hands it out, again and again under one id until it is done. */
export interface Message {
  readonly messageId: string;
  readonly queue: QueueName;
  readonly event: ControlEvent;
}

export class MessageBag {
  readonly #waiting: Message[] = [];
  readonly #done: Message[] = [];
  #serial = 0;

  /** Those that nobody handled to the end yet. */
  get waiting(): readonly Message[] {
    return this.#waiting;
  }

  add(queue: QueueName, event: ControlEvent): Message {
    this.#serial += 1;
    const message = { messageId: `m${this.#serial}`, queue, event };
    this.#waiting.push(message);
    return message;
  }

  finish(message: Message): void {
    const at = this.#waiting.indexOf(message);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    this.#done.push(message);
  }

  /** One that is due, or else the one that is due next. */
  pick(which: number, nowMs: number): Message | undefined {
    const due = this.#waiting.filter(({ event }) => event.dueAtMs <= nowMs);
    if (due.length > 0) return due[which % due.length];
    return [...this.#waiting].sort((a, b) => a.event.dueAtMs - b.event.dueAtMs)[0];
  }

  /** Another one that is due, of the same queue if it shall share a batch. */
  pickOther(which: number, than: Message, nowMs: number, queue?: QueueName): Message | undefined {
    const others = this.#waiting.filter(
      (one) =>
        one !== than && one.event.dueAtMs <= nowMs && (queue === undefined || one.queue === queue),
    );
    return others[which % others.length];
  }

  /** A copy of one that was done already: like any other, it comes until it is done. */
  reopen(which: number): Message | undefined {
    const message = this.#done[which % this.#done.length];
    if (message !== undefined) this.#waiting.push(message);
    return message;
  }
}
