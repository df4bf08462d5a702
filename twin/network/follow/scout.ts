// Finds nodes that are worth following, while a network runs.
import type { LoginAnswer, LoginOutcome } from '#domain/login/plan-answer.ts';
import type { Change } from '#domain/membership/plan-change.ts';
import { nameOf, type Registration } from '../cell.ts';
import type { Network } from '../network-state.ts';
import type { NetworkObserver } from '../observer.ts';
import { messageKind, operatorNode } from '../queues/message-pool.ts';

/** What a reader may ask to follow without knowing a name. */
export const picks = ['first-restart', 'longest-wait', 'lost-supernode'] as const;

/**
 * - `first-restart`: the node that a wave restarts first
 * - `longest-wait`: the node that waits longest from its first request to its place
 * - `lost-supernode`: the supernode whose clients are the first to lose it
 */
export type Pick = (typeof picks)[number];

/** A node that was found, and by what it is compared with those of other shards. */
export interface Found {
  readonly nodeId: string;
  /** The largest of all shards is meant: how long it waited, or minus the moment. */
  readonly rank: number;
}

/** Looks for one node. */
export class Scout implements NetworkObserver {
  readonly #network: Network;
  readonly #pick: Pick;
  /** Since when each node waits that does, by its number. */
  readonly #waitsSinceMs = new Map<number, number>();
  #node: number | null = null;
  #cell = 0;
  #rank = Number.NEGATIVE_INFINITY;

  constructor(network: Network, pick: Pick) {
    this.#network = network;
    this.#pick = pick;
  }

  /** Whether no later moment of the run can change what was found. */
  get isSure(): boolean {
    return this.#node !== null && this.#pick !== 'longest-wait';
  }

  /** @returns null where no such node was there */
  found(): Found | null {
    const { nowMs } = this.#network;
    if (this.#pick === 'longest-wait')
      for (const node of this.#waitsSinceMs.keys()) this.#noteEnd(node, nowMs);
    if (this.#node === null) return null;
    return { nodeId: nameOf(this.#network.cell(this.#cell), this.#node), rank: this.#rank };
  }

  sent(message: number, sentAtMs: number): void {
    const { messages, startMs } = this.#network;
    const kind = messages.kind(message);
    if (this.#pick === 'first-restart' && kind === messageKind.restarted)
      this.#note(messages.node(message), messages.cell(message), -messages.due(message) - startMs);
    if (this.#pick !== 'longest-wait' || kind !== messageKind.login) return;
    const node = messages.node(message);
    if (!this.#waitsSinceMs.has(node)) this.#waitsSinceMs.set(node, sentAtMs);
  }

  changed(message: number, { write }: Change<Registration>, nowMs: number): void {
    if (write.kind === 'move' && write.move.state === 'offline')
      this.#noteEnd(this.#network.messages.node(message), nowMs);
  }

  orphaned(_node: number, supernode: number): void {
    if (this.#pick !== 'lost-supernode' || supernode === operatorNode) return;
    this.#note(supernode, this.#cellOf(supernode), -this.#network.nowMs);
  }

  answered(message: number, outcome: LoginOutcome, _answer: LoginAnswer, nowMs: number): void {
    if (outcome.kind === 'placed') this.#noteEnd(this.#network.messages.node(message), nowMs);
  }

  promoted(node: number, _slots: number, _home: unknown, nowMs: number): void {
    this.#noteEnd(node, nowMs);
  }

  received(): void {}
  batchBegan(): void {}
  batchEnded(): void {}
  copyDropped(): void {}
  aggregated(): void {}
  retired(): void {}

  #noteEnd(node: number, nowMs: number): void {
    const sinceMs = this.#waitsSinceMs.get(node);
    if (sinceMs === undefined) return;
    this.#waitsSinceMs.delete(node);
    this.#note(node, this.#cellOf(node), nowMs - sinceMs);
  }

  #cellOf(node: number): number {
    return this.#network.cells.findLastIndex(({ base }) => base <= node);
  }

  #note(node: number, cell: number, rank: number): void {
    if (rank <= this.#rank || node === operatorNode) return;
    this.#node = node;
    this.#cell = cell;
    this.#rank = rank;
  }
}
