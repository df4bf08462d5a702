// Clients that cannot be placed for now. Until a slot is free their attempts change nothing but
// counts, so these are worked out; executed is only an attempt that may succeed. In a flood that is
// one of thousands. Whether the arithmetic is right is checked against a run that executes all.
import type { Random } from '#domain/chance.ts';
import { countedMessage } from '#domain/counted.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import { duplicateCheckEvery } from '#domain/limits.ts';
import { attemptMetric, endLogin, retryMetrics } from '#domain/login/plan-answer.ts';
import { longestBackoffFrom, type RetryReason } from '#domain/login/retry-login.ts';
import { servedCount, windowIndexAt } from '#domain/login/serve-in-line.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeFlag, nodeStride } from '../node-table.ts';
import { messageKind, noTime } from '../queues/message-pool.ts';
import { pollersStart } from '../queues/poller-fleet.ts';
import { billAttempts } from './aggregated-bill.ts';
import { type Aggregation, type FailedRequest, noAggregation } from './aggregated-clients.ts';
import { windowAt } from './asked-windows.ts';
import { countAll } from './count-all.ts';
import { hasFreeSlot, type LastRoomy } from './free-slot.ts';
import {
  type AskingCrowd,
  fullBatchesFromAsksPerMs,
  gatherAsks,
  gatheredWaitMs,
} from './gathered-asks.ts';
import { mayStandByNow } from './login-record.ts';
import { RequestList } from './request-list.ts';

/** The aggregated requests of one cell. */
interface Lot extends LastRoomy {
  /** Void ones among them. */
  readonly requests: RequestList;
  voidCount: number;
  settledAtMs: number;
  /**
   * Whether a moment to ask is arranged, and from when on: each ask since then is executed, so none
   * is worked out.
   */
  isArmed: boolean;
  armedFromMs: number;
  /** Requests that still belong to the batch in which a client was placed last. */
  groupLeft: number;
  /** The window that it is in, and how many attempts of it may still be read to be turned away. */
  windowIndex: number;
  unknowingLeft: number;
  /** Which share of its requests can be turned away unread. */
  awayShare: number;
}

/** Attempts of a client that are executed in any case: most clients need no more. */
const executedAttemptsMin = 7;

/** What is counted of an aggregated attempt, by its outcome. */
const { metrics: superseded } = endLogin({ kind: 'superseded' });
const [noCapacityMetric] = retryMetrics['no-capacity'];
const [busyMetric] = retryMetrics['service-busy'];

/** So many requests of a cell at least show how many were given an admission time. */
const requestsAsked = 128;

/** In place of the number of an aggregated request. */
const noRequest = -1;

/** From a request's answer to its next visibility, beside its pause: sending, polling, handling. */
const handlingMs = 90;

/** Works attempts out. */
export class AggregatedRetries implements Aggregation {
  aggregatedCount = 0;
  readonly #network: () => Network;
  readonly #random: Random;
  readonly #lots: Lot[];
  /** 0: not asked for yet. */
  #steadyFromAttempt = 0;
  #aggregatedCount = 0;
  /** What `#periodMs` answered last, and for how many clients. */
  #period = Number.NaN;
  #periodOfCount = -1;
  #unbilledCount = 0;
  /** Those of them whose window was known to be used up, and those that were not read for. */
  #usedUpCount = 0;
  #unreadCount = 0;
  /**
   * Requests that were executed and aggregated since the last bill, and the batches they came in.
   */
  #executedCount = 0;
  #batchCount = 0;
  #batchAtMs = Number.NEGATIVE_INFINITY;
  /** How many requests of a cell a batch had, as of the last bill. */
  #groupSize = 1;

  constructor(network: () => Network, random: Random, cellCount: number, startMs: number) {
    this.#network = network;
    this.#random = random;
    this.#lots = Array.from({ length: cellCount }, () => ({
      requests: new RequestList(),
      voidCount: 0,
      settledAtMs: startMs,
      isArmed: false,
      armedFromMs: startMs,
      groupLeft: 0,
      windowIndex: Number.NaN,
      unknowingLeft: 0,
      awayShare: 0,
      roomy: null,
    }));
  }

  takes(cell: Cell, { message, node }: FailedRequest, reason: RetryReason, nowMs: number): boolean {
    const network = this.#network();
    const { settings, decisions, messages, nodes, startMs } = network;
    const { policy } = settings;
    // It is no client any more, and waits for no slot.
    if (reason.kind === 'changed') return false;
    if (reason.kind === 'deferred' || decisions.retryLogin !== builtInDecisions.retryLogin)
      return false;
    const isSteady = policy.noBackpressure || messages.attempt(message) >= this.#steadyFrom();
    if (!isSteady || mayStandByNow(network, node)) return false;
    const word = node * nodeStride;
    // A second request of a client is a copy, which only being executed can find out.
    if ((nodes[word + nodeField.flags]! & nodeFlag.aggregated) !== 0) return false;
    this.settle(cell, nowMs);
    nodes[word + nodeField.flags] = nodes[word + nodeField.flags]! | nodeFlag.aggregated;
    nodes[word + nodeField.aggregatedRequest] = message;
    messages.setDue(message, Math.floor(nowMs - startMs));
    const lot = this.#lotOf(cell);
    lot.requests.push(message, node);
    if (network.wire !== null) network.wire.countedFrom(cell, node);
    this.#aggregatedCount += 1;
    this.#arm(cell, nowMs);
    return true;
  }

  tookFromBatch(): void {
    const { nowMs } = this.#network();
    this.#executedCount += 1;
    if (this.#batchAtMs !== nowMs) this.#batchCount += 1;
    this.#batchAtMs = nowMs;
  }

  get gathering() {
    if (this.#aggregatedCount === 0) return noAggregation.gathering;
    const waitMs = gatheredWaitMs(this.#crowd(), this.#network().queues.login);
    return { messageCount: Math.round(this.#crowd().asksPerMs * waitMs), waitMs };
  }

  get fillsBatches(): boolean {
    const { login } = this.#network().queues;
    return this.#aggregatedCount / this.#pauseMs() >= fullBatchesFromAsksPerMs(login);
  }

  billsWithOthers(cell: Cell): void {
    this.#unbilledCount += 1;
    this.#lotOf(cell).groupLeft -= 1;
  }

  opensGroup(cell: Cell): boolean {
    const lot = this.#lotOf(cell);
    if (lot.groupLeft > 0) return false;
    lot.groupLeft = this.#groupSize;
    return true;
  }

  forget(cell: Cell, node: number): void {
    const lot = this.#lotOf(cell);
    lot.voidCount += 1;
    this.#aggregatedCount -= 1;
    const network = this.#network();
    const { counts, nodes } = network;
    if (network.wire !== null) network.wire.countedUpTo(cell, node);
    nodes[node * nodeStride + nodeField.aggregatedRequest] = noRequest;
    // Its request, still under way, is answered once more.
    counts[attemptMetric] += 1;
    countAll(network, superseded);
    counts[countedMessage.done] += 1;
    this.#unbilledCount += 1;
    if (lot.voidCount > 64 && lot.voidCount * 2 > lot.requests.length) this.#clear(lot);
  }

  slotsCame(cell: Cell, nowMs: number): void {
    this.#arm(cell, nowMs);
  }

  settle(cell: Cell, nowMs: number): void {
    const lot = this.#lotOf(cell);
    if (nowMs <= lot.settledAtMs) return;
    const waiting = lot.requests.length - lot.voidCount;
    const untilMs = lot.isArmed ? Math.min(nowMs, lot.armedFromMs) : nowMs;
    if (waiting > 0 && untilMs > lot.settledAtMs) this.#workOut(cell, lot, waiting, untilMs);
    lot.settledAtMs = nowMs;
  }

  ask(cell: Cell, nowMs: number): number | undefined {
    const lot = this.#lotOf(cell);
    this.settle(cell, nowMs);
    lot.isArmed = false;
    if (!hasFreeSlot(lot, cell, nowMs)) return undefined;
    const request = this.#draw(lot);
    if (request === undefined) return undefined;
    const { messages, nodes, startMs, wire } = this.#network();
    const node = messages.node(request);
    if (wire !== null) wire.countedUpTo(cell, node);
    const word = node * nodeStride;
    nodes[word + nodeField.flags] = nodes[word + nodeField.flags]! & ~nodeFlag.aggregated;
    const asksMissed = Math.round((nowMs - startMs - messages.due(request)) / this.#periodMs());
    messages.setAttempt(request, messages.attempt(request) + Math.max(1, asksMissed));
    messages.setDue(request, Math.floor(nowMs - startMs));
    this.#aggregatedCount -= 1;
    this.#arm(cell, nowMs);
    return request;
  }

  bill(nowMs: number): void {
    const network = this.#network();
    for (const cell of network.cells) this.settle(cell, nowMs);
    const count = this.#unbilledCount;
    if (count < 1) return;
    this.#groupSize = billAttempts(network, nowMs, {
      count,
      usedUpCount: this.#usedUpCount,
      unreadCount: this.#unreadCount,
      executedCount: this.#executedCount,
      executedBatchCount: this.#batchCount,
      batchSizeMax: network.queues.login.batchSize,
      gathered: gatherAsks(this.#crowd(), network.queues.login),
      waiting: this.#lots.map(({ requests, voidCount }) => requests.length - voidCount),
    });
    this.#unbilledCount = 0;
    this.#usedUpCount = 0;
    this.#unreadCount = 0;
    this.#executedCount = 0;
    this.#batchCount = 0;
  }

  /** The attempt from which on the pauses of a client with backpressure no longer grow. */
  #steadyFrom(): number {
    if (this.#steadyFromAttempt === 0) {
      const { timings } = this.#network().settings;
      this.#steadyFromAttempt = Math.max(executedAttemptsMin, longestBackoffFrom(timings));
    }
    return this.#steadyFromAttempt;
  }

  #lotOf({ index }: Cell): Lot {
    return this.#lots[index] as Lot;
  }

  /** How long it takes from one attempt of a client to its next: worked out once a crowd. */
  #periodMs(): number {
    if (this.#periodOfCount !== this.#aggregatedCount) {
      const waitMs = gatheredWaitMs(this.#crowd(), this.#network().queues.login);
      this.#periodOfCount = this.#aggregatedCount;
      this.#period = this.#pauseMs() + handlingMs + waitMs;
    }
    return this.#period;
  }

  #pauseMs(): number {
    const { policy, timings } = this.#network().settings;
    // A delay is sent in whole seconds, rounded up.
    return policy.noBackpressure ? timings.retryMs : timings.backoffMsMax / 2 + 500;
  }

  #crowd(): AskingCrowd {
    const { settings } = this.#network();
    const asksPerMs = this.#aggregatedCount / this.#pauseMs();
    return { asksPerMs, isSynchronized: settings.policy.noBackpressure };
  }

  #workOut(cell: Cell, lot: Lot, waiting: number, nowMs: number): void {
    const { settings, counts, wire } = this.#network();
    const { timings } = settings;
    const { rateLimitWindowMs, loginsPerRateLimitWindow } = timings;
    const perMs = waiting / this.#periodMs();
    for (let fromMs = lot.settledAtMs; fromMs < nowMs; ) {
      const index = windowIndexAt(timings, fromMs);
      const untilMs = Math.min(nowMs, (index + 1) * rateLimitWindowMs);
      const count = perMs * (untilMs - fromMs);
      const window = windowAt(cell, index);
      const served = servedCount(loginsPerRateLimitWindow, window.count, count);
      if (window.count === 0) cell.windowsMade += 1;
      window.count += count;
      counts[attemptMetric] += count;
      counts[countedMessage.done] += count;
      counts[noCapacityMetric] += served;
      counts[busyMetric] += count - served;
      this.aggregatedCount += count;
      if (wire !== null) wire.workedOut(cell, count, waiting);
      this.#unbilledCount += count;
      this.#noteBusy(lot, index, count - served);
      fromMs = untilMs;
    }
  }

  /**
   * Notes how many of a window's busy attempts are turned away unread. Each environment reads once
   * to see that the window is used up.
   */
  #noteBusy(lot: Lot, windowIndex: number, busyCount: number): void {
    const { decisions } = this.#network();
    if (decisions.admitLogin !== builtInDecisions.admitLogin) return;
    if (lot.windowIndex !== windowIndex) {
      lot.windowIndex = windowIndex;
      lot.unknowingLeft = this.#environmentCount() * this.#groupSize;
      lot.awayShare = this.#awayShare(lot);
    }
    const unknowing = Math.min(lot.unknowingLeft, busyCount);
    lot.unknowingLeft -= unknowing;
    const count = busyCount - unknowing;
    this.#usedUpCount += count;
    this.#unreadCount += count * lot.awayShare * (1 - 1 / duplicateCheckEvery);
  }

  /** Bursts keep all pollers' environments at work; with jitter one after the other is. */
  #environmentCount(): number {
    return this.#network().settings.policy.noBackpressure ? pollersStart : 1;
  }

  /**
   * With backpressure only who was given an admission time is turned away unread; some are asked.
   */
  #awayShare({ requests }: Lot): number {
    const { settings, messages } = this.#network();
    if (settings.policy.noBackpressure) return 1;
    const step = Math.max(1, Math.floor(requests.length / requestsAsked));
    let [count, asked] = [0, 0];
    for (let at = 0; at < requests.length; at += step) {
      asked += 1;
      if (messages.extra(requests.requestAt(at)) !== noTime) count += 1;
    }
    return asked === 0 ? 0 : count / asked;
  }

  /** Arranges the next moment at which an attempt may succeed. */
  #arm(cell: Cell, nowMs: number): void {
    const lot = this.#lotOf(cell);
    const waiting = lot.requests.length - lot.voidCount;
    if (lot.isArmed || waiting <= 0 || !hasFreeSlot(lot, cell, nowMs)) return;
    const network = this.#network();
    const { timings } = network.settings;
    const { rateLimitWindowMs, loginsPerRateLimitWindow } = timings;
    this.settle(cell, nowMs);
    const index = windowIndexAt(timings, nowMs);
    const isUsedUp = windowAt(cell, index).count >= loginsPerRateLimitWindow;
    const fromMs = isUsedUp ? (index + 1) * rateLimitWindowMs : nowMs;
    const gapMs = Math.min(1, -Math.log(1 - this.#random()) / waiting) * this.#periodMs();
    lot.isArmed = true;
    lot.armedFromMs = fromMs;
    const { messages, startMs } = network;
    const dueAt = Math.ceil(fromMs + gapMs - startMs);
    network.wake(messages.add(messageKind.aggregatedAsk, cell.index, 0, 0, dueAt), dueAt);
  }

  /** Takes any of those who wait; void requests that it meets are dropped. */
  #draw(lot: Lot): number | undefined {
    const { requests } = lot;
    while (requests.length > 0) {
      const at = Math.floor(this.#random() * requests.length);
      const request = requests.requestAt(at);
      const node = requests.nodeAt(at);
      requests.removeAt(at);
      if (!this.#isVoid(request, node)) return request;
      lot.voidCount -= 1;
      this.#drop(request);
    }
    return undefined;
  }

  #clear(lot: Lot): void {
    lot.requests.keep((request, node) => {
      const isVoid = this.#isVoid(request, node);
      if (isVoid) this.#drop(request);
      return !isVoid;
    });
    lot.voidCount = 0;
  }

  #isVoid(request: number, node: number): boolean {
    const { nodes } = this.#network();
    const word = node * nodeStride;
    const isAggregated = (nodes[word + nodeField.flags]! & nodeFlag.aggregated) !== 0;
    return !isAggregated || nodes[word + nodeField.aggregatedRequest] !== request;
  }

  #drop(request: number): void {
    const network = this.#network();
    network.loginsUnderWay -= 1;
    network.messages.drop(request);
  }
}
