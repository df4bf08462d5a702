// Every message that is anywhere in the twin's queues: eight whole numbers each, side by side.

/** Whole numbers in one message. */
const stride = 8;

/** Where in a message what stands. */
const field = { kind: 0, cell: 1, node: 2, epoch: 3, due: 4, extra: 5, attempt: 6, nonce: 7 };

/** What a message is: the events of domain/events.ts, and one of the twin's own. */
export const messageKind = {
  login: 0,
  joined: 1,
  left: 2,
  restarted: 3,
  lost: 4,
  renewed: 5,
  healStep: 6,
  /** No message: a moment at which an aggregated client asks; see aggregated-clients.ts. */
  aggregatedAsk: 7,
} as const;

/** An operator-run supernode is no node; its messages name this in place of one. */
export const operatorNode = -1;

/** In place of a moment that is not known. */
export const noTime = -1;

/** In place of a message's number. */
const none = -1;

/** The messages, by number. A number is used again once its message was dropped. */
export class MessagePool {
  #words: Int32Array;
  /** The message that was dropped last; its first word names the one dropped before it. */
  #dropped = none;
  #droppedCount = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#words = new Int32Array(capacity * stride);
  }

  /** Messages that are somewhere. */
  get size(): number {
    return this.#count - this.#droppedCount;
  }

  add(kind: number, cell: number, node: number, epoch: number, due: number): number {
    const id = this.#dropped === none ? this.#fresh() : this.#reused();
    const at = id * stride;
    const words = this.#words;
    words[at] = kind;
    words[at + 1] = cell;
    words[at + 2] = node;
    words[at + 3] = epoch;
    words[at + 4] = due;
    words[at + 5] = noTime;
    words[at + 6] = 1;
    words[at + 7] = 0;
    return id;
  }

  drop(id: number): void {
    this.#words[id * stride] = this.#dropped;
    this.#dropped = id;
    this.#droppedCount += 1;
  }

  kind(id: number): number {
    return this.#get(id, field.kind);
  }

  cell(id: number): number {
    return this.#get(id, field.cell);
  }

  node(id: number): number {
    return this.#get(id, field.node);
  }

  epoch(id: number): number {
    return this.#get(id, field.epoch);
  }

  due(id: number): number {
    return this.#get(id, field.due);
  }

  setDue(id: number, due: number): void {
    this.#set(id, field.due, due);
  }

  extra(id: number): number {
    return this.#get(id, field.extra);
  }

  setExtra(id: number, extra: number): void {
    this.#set(id, field.extra, extra);
  }

  attempt(id: number): number {
    return this.#get(id, field.attempt);
  }

  setAttempt(id: number, attempt: number): void {
    this.#set(id, field.attempt, attempt);
  }

  nonce(id: number): number {
    return this.#get(id, field.nonce);
  }

  setNonce(id: number, nonce: number): void {
    this.#set(id, field.nonce, nonce);
  }

  #get(id: number, which: number): number {
    return this.#words[id * stride + which]!;
  }

  #set(id: number, which: number, value: number): void {
    this.#words[id * stride + which] = value;
  }

  #reused(): number {
    const id = this.#dropped;
    this.#dropped = this.#words[id * stride]!;
    this.#droppedCount -= 1;
    return id;
  }

  #fresh(): number {
    if ((this.#count + 1) * stride > this.#words.length) {
      const grown = new Int32Array(this.#words.length * 2);
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#count += 1;
    return this.#count - 1;
  }
}
