// Follows one node: each message that names it, and each heal step that changes it.
import type { QueueName } from '#domain/limits.ts';
import type { LoginAnswer, LoginOutcome } from '#domain/login/plan-answer.ts';
import { windowIndexAt } from '#domain/login/serve-in-line.ts';
import type { Change } from '#domain/membership/plan-change.ts';
import { type Cell, nameOf, type Registration } from '../cell.ts';
import type { Network } from '../network-state.ts';
import type { NetworkObserver } from '../observer.ts';
import { messageKind } from '../queues/message-pool.ts';
import { type Entry, entryOf, recordSeen } from './entry.ts';
import type { NodeFound } from './find-node.ts';
import type { Decision, FollowedNode, Sender } from './followed.ts';
import {
  changeWrites,
  decisionOf,
  type ItemKeys,
  loginDecision,
  loginWrites,
  promotionWrites,
} from './seen-decisions.ts';

/** What led to a log-in that is sent soon. */
type Cause = Pick<Entry, 'follows' | 'orphanOf'>;

const noCause: Cause = { follows: null, orphanOf: null };

/** So many messages are kept; a client that asks each minute for a week has fewer. */
const messagesMax = 20_000;

/** The observer of one node. */
export class Follower implements NetworkObserver {
  readonly #network: Network;
  readonly #cell: Cell;
  readonly #node: number;
  readonly #entries: Entry[] = [];
  /** Where the entry of a message stands, by the message's number; it may be decided already. */
  readonly #placeOf = new Map<number, number>();
  /** Requests whose next attempts are counted, not executed. */
  readonly #counted = new Set<number>();
  /** Heal steps of the cell that changed nothing of the node so far. */
  readonly #healSteps = new Map<number, Entry>();
  readonly #batchCounts: Record<QueueName, number> = { membership: 0, login: 0, heal: 0 };
  #batch: { queue: QueueName; messages: readonly number[]; seen: Entry['batch'] } | null = null;
  /** First log-ins of the node that the batch is about to send, in order. */
  #causes: Cause[] = [];
  /** The place of the node's message that the batch handled last; null: none. */
  #lastPlace: number | null = null;
  #leftOutCount = 0;
  /** Known once the node's cell is stored. */
  #before: FollowedNode['before'] | null = null;
  readonly #keys: ItemKeys;

  constructor(network: Network, { cell, node }: NodeFound) {
    this.#network = network;
    this.#cell = cell;
    this.#node = node;
    const name = nameOf(cell, node);
    this.#keys = { node: `NODE#${name}`, registration: `SUPERNODE#${name}` };
  }

  /** What was seen so far. */
  followed(): FollowedNode {
    const { name } = this.#cell;
    return {
      nodeId: nameOf(this.#cell, this.#node),
      cell: name,
      pk: `CELL#${this.#network.settings.runId}#${name}`,
      messages: this.#entries,
      leftOutCount: this.#leftOutCount,
      before: this.#before ?? recordSeen(this.#network, this.#node),
    };
  }

  sent(message: number, sentAtMs: number, visibleAtMs: number): void {
    if (this.#before === null && this.#network.messages.cell(message) === this.#cell.index)
      this.#before = recordSeen(this.#network, this.#node);
    if (this.#isHealStep(message)) {
      const step = entryOf(this.#network, this.#cell, message);
      this.#healSteps.set(message, { ...step, sentAtMs, visibleAtMs, sender: this.#sender(step) });
      return;
    }
    if (!this.#isOwn(message)) return;
    const before = this.#entryAt(message);
    this.#counted.delete(message);
    if (before !== undefined && before.decision === null)
      this.#decide(before, { kind: 'sent-on' }, sentAtMs);
    const entry = entryOf(this.#network, this.#cell, message);
    const sender = this.#sender(entry, sentAtMs);
    const cause = this.#causeOf(message, sender, before);
    this.#list(message, { ...entry, ...cause, sender, sentAtMs, visibleAtMs });
  }

  received(batch: readonly number[], from: number, nowMs: number): void {
    for (let at = from; at < batch.length; at += 1) {
      const entry = this.#awaited(batch[at]!);
      if (entry === undefined) continue;
      entry.receivedAtMs = nowMs;
      entry.receiveCount += 1;
    }
  }

  batchBegan(queue: QueueName, messages: readonly number[], startMs: number): void {
    this.#batchCounts[queue] += 1;
    const number = this.#batchCounts[queue];
    const seen = { number, size: messages.length, startMs, endMs: startMs };
    this.#batch = { queue, messages, seen };
    for (const message of messages) {
      const entry = this.#awaited(message);
      if (entry !== undefined) entry.batch = seen;
    }
  }

  batchEnded(endMs: number): void {
    const { messages = [], seen = null } = this.#batch ?? {};
    if (seen !== null) seen.endMs = endMs;
    for (const message of messages) {
      const entry = this.#entryAt(message);
      // Whatever a run that is over gets is dropped without a look.
      if (entry?.batch === seen && entry.decision === null)
        this.#decide(entry, { kind: 'run-over' }, endMs);
    }
    this.#batch = null;
    this.#causes = [];
    this.#lastPlace = null;
  }

  changed(message: number, change: Change<Registration>, nowMs: number): void {
    if (!this.#isOwn(message)) return;
    const entry = this.#awaited(message);
    if (entry === undefined) return;
    this.#lastPlace = this.#placeOf.get(message) ?? null;
    if (change.firstLogin !== 'none')
      this.#causes.push({ follows: this.#lastPlace, orphanOf: null });
    entry.writes = changeWrites(change, this.#keys);
    this.#decide(entry, decisionOf(change), nowMs);
  }

  orphaned(node: number, supernode: number): void {
    if (node === this.#node)
      this.#causes.push({ follows: null, orphanOf: nameOf(this.#cell, supernode) });
    if (supernode !== this.#node || this.#lastPlace === null) return;
    const entry = this.#entries[this.#lastPlace];
    if (entry === undefined) return;
    const { decision } = entry;
    if (decision?.kind === 'moved' || decision?.kind === 'lost')
      entry.decision = { ...decision, orphanCount: decision.orphanCount + 1 };
  }

  answered(message: number, outcome: LoginOutcome, answer: LoginAnswer, nowMs: number): void {
    if (!this.#isOwn(message)) return;
    const entry = this.#awaited(message);
    if (entry === undefined) return;
    const { home } = recordSeen(this.#network, this.#node);
    const window = windowIndexAt(this.#network.settings.timings, nowMs);
    entry.writes = loginWrites(outcome, answer, this.#keys, { home, window });
    this.#decide(entry, loginDecision(outcome, home), nowMs);
  }

  copyDropped(message: number): void {
    const entry = this.#isOwn(message) ? this.#entryAt(message) : undefined;
    if (entry !== undefined) entry.decision = { kind: 'copy-dropped' };
  }

  aggregated(message: number): void {
    if (this.#isOwn(message)) this.#counted.add(message);
  }

  promoted(node: number, slots: number, home: Registration | undefined, nowMs: number): void {
    if (node !== this.#node) return;
    const entry = this.#listHealStep();
    if (entry === undefined) return;
    this.#decide(entry, { kind: 'promoted', slots }, nowMs);
    entry.writes = promotionWrites(this.#keys, home);
  }

  retired(node: number, nowMs: number): void {
    if (node !== this.#node) return;
    const entry = this.#listHealStep();
    if (entry === undefined) return;
    this.#decide(entry, { kind: 'retired' }, nowMs);
    entry.writes = [{ sk: this.#keys.registration, what: 'registration-is-removed' }];
  }

  #isHealStep(message: number): boolean {
    const { messages } = this.#network;
    return (
      messages.kind(message) === messageKind.healStep && messages.cell(message) === this.#cell.index
    );
  }

  /** A heal step names no node, and has the number of the first one. */
  #isOwn(message: number): boolean {
    const { messages } = this.#network;
    return messages.node(message) === this.#node && messages.kind(message) !== messageKind.healStep;
  }

  #sender({ type }: Entry, sentAtMs = Number.POSITIVE_INFINITY): Sender {
    if (this.#batch !== null) return this.#batch.queue;
    // In a flood a log-in is answered without a batch of its own.
    if (type === 'LoginRequested') return 'login';
    if (sentAtMs <= this.#network.startMs) return 'seed';
    return type === 'LeaseRenewed' || type === 'HealStepDue' ? 'observe' : 'dispatch-cell';
  }

  #causeOf(message: number, sender: Sender, before: Entry | undefined): Cause {
    if (sender === 'heal') {
      this.#listHealStep();
      return { follows: this.#lastPlace, orphanOf: null };
    }
    if (before !== undefined && before.type === 'LoginRequested' && sender === 'login')
      return { follows: this.#placeOf.get(message) ?? null, orphanOf: null };
    if (sender !== 'membership') return noCause;
    const { messages } = this.#network;
    if (messages.kind(message) === messageKind.login) return this.#causes.shift() ?? noCause;
    return { follows: this.#lastPlace, orphanOf: null };
  }

  #list(message: number, entry: Entry): void {
    if (this.#entries.length >= messagesMax) {
      this.#leftOutCount += 1;
      this.#placeOf.delete(message);
      return;
    }
    this.#placeOf.set(message, this.#entries.length);
    this.#entries.push(entry);
  }

  /** Lists the heal step that is being taken, since it concerns the node. */
  #listHealStep(): Entry | undefined {
    const [message] = this.#batch?.messages ?? [];
    if (message === undefined) return undefined;
    const step = this.#healSteps.get(message);
    if (step !== undefined) {
      this.#healSteps.delete(message);
      step.batch = this.#batch?.seen ?? null;
      this.#list(message, step);
      this.#decide(step, { kind: 'found-silent' }, step.batch?.startMs ?? step.dueAtMs);
    }
    this.#lastPlace = this.#placeOf.get(message) ?? null;
    return this.#entryAt(message);
  }

  #entryAt(message: number): Entry | undefined {
    const place = this.#placeOf.get(message);
    return place === undefined ? undefined : this.#entries[place];
  }

  /**
   * The entry of a message that is to be handled. A request whose attempts were counted meanwhile
   * was not sent, and is listed as it comes.
   */
  #awaited(message: number): Entry | undefined {
    if (this.#isHealStep(message)) return this.#healSteps.get(message);
    // A number is used again for another message once its own was dropped.
    if (!this.#isOwn(message)) return undefined;
    const entry = this.#entryAt(message);
    if (entry === undefined || !this.#counted.delete(message)) return entry;
    const follows = this.#placeOf.get(message) ?? null;
    const next = entryOf(this.#network, this.#cell, message);
    const countedAttempts = Math.max(0, attemptIn(next) - attemptIn(entry) - 1);
    this.#list(message, { ...next, sender: 'login', follows, countedAttempts });
    return this.#entryAt(message);
  }

  #decide(entry: Entry, decision: Decision, nowMs: number): void {
    entry.decision = decision;
    entry.decidedAtMs = nowMs;
    entry.after = recordSeen(this.#network, this.#node);
  }
}

/** The number of a request's attempt is the last part of its id. */
function attemptIn({ id }: Entry): number {
  return Number(id.slice(id.lastIndexOf('/') + 1));
}
