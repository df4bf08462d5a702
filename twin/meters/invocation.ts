// Counts the bill and the time of one invocation of a function. Each method is a call that a
// handler makes, named after the adapter's function. It adds the call's units and moves the time
// on. The caller decides what the call changes. The object stands for an execution environment and
// is reused.
import { entryFrameBytes } from '#domain/function-lines.ts';
import {
  batchGetMax,
  keyKnownForMs,
  type QueueName,
  runKnownForMs,
  sendBatchMax,
} from '#domain/limits.ts';
import { isRunOver } from '#domain/run-over.ts';
import { isLogged, type LogLevel } from '#domain/stack/log-level.ts';
import type { FunctionName } from '#domain/stack-names.ts';
import type { RunVerdict } from '#domain/storm/run-verdict.ts';
import { endBytes, utf8Bytes } from './item-bytes.ts';
import {
  callMedianMs,
  coldStartMs,
  dispatchMs,
  handlerCpuMs,
  roundTripMs,
  wayThereMs,
  wholeTripMs,
} from './latency.ts';
import { failedEntry, type LoggedEvent } from './log-lines.ts';
import type { Meterage } from './meterage.ts';
import { actionsOf, type NodeChangeWork } from './node-change-work.ts';
import { pageBytes, readUnitsOf, transactionFactor, writeUnitsOf } from './unit-sizes.ts';
import { UsedUpWindows } from './used-up-windows.ts';

/** How deep forks may nest: the cells of a batch, and in a cell the groups or answers. */
const forksMax = 4;

/** An invocation, or an environment that waits for its next one. */
export class Invocation {
  /** The time at which the handler is now. */
  nowMs = 0;
  /** When the last call reached its service. Its reads and writes count as of this time. */
  effectMs = 0;
  /** When the invocation ended; infinite while that is not known. */
  endMs = Number.POSITIVE_INFINITY;
  readonly #name: FunctionName;
  readonly #shared: Meterage;
  /** How many invocations this one stands for. */
  readonly #times: number;
  #isWarm = false;
  #initMs = 0;
  #isSampled = false;
  #billedFromMs = 0;
  /** The number of messages in its batch; 0 for a task. */
  messageCount = 0;
  #cell = -1;
  #runReadAtMs = Number.NEGATIVE_INFINITY;
  /** When the run's row was last read. */
  #runSeenAtMs = Number.NEGATIVE_INFINITY;
  #keyAskedAtMs = Number.NEGATIVE_INFINITY;
  #keyReadyAtMs = Number.NEGATIVE_INFINITY;
  readonly usedUp = new UsedUpWindows();
  #depth = 0;
  readonly #forkedAtMs = new Float64Array(forksMax);
  readonly #latestMs = new Float64Array(forksMax);

  constructor(name: FunctionName, shared: Meterage, times = 1) {
    this.#name = name;
    this.#shared = shared;
    this.#times = times;
  }

  /** Makes it a warm environment that knows the run and the key. */
  warmUp(nowMs: number): this {
    this.#isWarm = true;
    this.#runReadAtMs = nowMs;
    this.#runSeenAtMs = nowMs;
    this.#keyAskedAtMs = nowMs;
    this.#keyReadyAtMs = nowMs;
    return this;
  }

  /** Starts the next invocation, of `messageCount` messages (0: a task), sampled or not. */
  begin(nowMs: number, messageCount: number, isSampled: boolean): this {
    const { totals, random } = this.#shared;
    this.#initMs = 0;
    if (!this.#isWarm) {
      totals.coldStarts += this.#times;
      this.#initMs = coldStartMs(random());
      totals.initMs += this.#times * this.#initMs;
      this.#isWarm = true;
    }
    totals.invocations[this.#name] += this.#times;
    this.#isSampled = isSampled;
    this.messageCount = messageCount;
    this.#cell = -1;
    this.#billedFromMs = nowMs + dispatchMs;
    this.nowMs = this.#billedFromMs + this.#initMs + handlerCpuMs;
    this.effectMs = this.nowMs;
    this.endMs = Number.POSITIVE_INFINITY;
    this.#depth = 0;
    return this;
  }

  /** Continues in an invocation that is billed already. */
  goOn(nowMs: number): this {
    this.nowMs = nowMs;
    this.effectMs = nowMs;
    this.#depth = 0;
    return this;
  }

  /**
   * Ends the invocation. The messages that did not fail are deleted.
   * @returns when it ends
   */
  end(failedCount = 0): number {
    const { totals, lineBytes } = this.#shared;
    totals.deletes += this.#times * Math.ceil((this.messageCount - failedCount) / sendBatchMax);
    const billedMs = this.nowMs - this.#billedFromMs;
    totals.billedMs += this.#times * billedMs;
    totals.billedMsOf[this.#name] += this.#times * billedMs;
    totals.logBytes +=
      this.#times *
      lineBytes(this.#name, this.messageCount, billedMs, this.#initMs, this.#isSampled);
    this.endMs = this.nowMs;
    return this.endMs;
  }

  /** Sets the cell of the calls that follow. */
  at(cell: number): this {
    this.#cell = cell;
    return this;
  }

  /** Starts strands that run at the same time. */
  fork(): void {
    this.#forkedAtMs[this.#depth] = this.nowMs;
    this.#latestMs[this.#depth] = this.nowMs;
    this.#depth += 1;
  }

  /** Ends a strand. The next one starts at the same time as the first. */
  next(): void {
    const at = this.#depth - 1;
    this.#latestMs[at] = Math.max(this.#latestMs[at] ?? 0, this.nowMs);
    this.nowMs = this.#forkedAtMs[at] ?? this.nowMs;
  }

  /**
   * Ends all strands, also those not told apart. The time goes on at the end of the longest.
   */
  join(): void {
    this.#depth -= 1;
    this.nowMs = Math.max(this.#latestMs[this.#depth] ?? 0, this.nowMs);
  }

  /** Reads the keys of proofs, all at once, at the first use and again after an hour. */
  knowKeys(keyCount: number): void {
    if (this.nowMs - this.#keyAskedAtMs >= keyKnownForMs) {
      this.#keyAskedAtMs = this.nowMs;
      this.#shared.totals.secretRequests += keyCount * this.#times;
      this.#take(callMedianMs.getSecret);
      this.#keyReadyAtMs = this.nowMs;
      return;
    }
    // Strands that need the keys at the same time share the calls.
    this.nowMs = Math.max(this.nowMs, this.#keyReadyAtMs);
  }

  /** `loadServedCell`: a cell, `nodeCount` different nodes, and the run if it is not known. */
  readCell(nodeCount: number): void {
    this.#readWithRun(nodeCount + 1, this.knowsRun());
  }

  /** `isOver`: only the run, if it is not known. */
  readRun(): void {
    if (!this.knowsRun()) this.#readWithRun(0, false);
  }

  /** Whether the run was read lately. */
  knowsRun(): boolean {
    const sinceReadMs = this.nowMs - this.#runReadAtMs;
    return sinceReadMs >= 0 && sinceReadMs < runKnownForMs;
  }

  #readWithRun(otherUnits: number, knowsRun: boolean): void {
    const runUnits = knowsRun ? 0 : readUnitsOf(this.#shared.bytes.run);
    this.#read(callMedianMs.batchGet, otherUnits + runUnits);
    if (knowsRun) return;
    this.#runReadAtMs = this.nowMs;
    this.#runSeenAtMs = this.effectMs;
  }

  /** Whether the run is over, as far as this environment knows from its last read. */
  knowsRunEnded(finishedAtMs: number, endsAtMs: number): boolean {
    const status = this.#runSeenAtMs >= finishedAtMs ? 'finished' : 'running';
    return isRunOver({ status, settings: { endsAtMs } }, this.nowMs);
  }

  /** `loadSupernodes`: a cell's registrations, so many of them renewed at least once. */
  readRegistrations(registrationCount: number, renewedCount: number, consistent: boolean): void {
    const { bytes } = this.#shared;
    const blocks = readUnitsOf(bytes.ofRegistrations(registrationCount, renewedCount));
    this.#read(callMedianMs.query, consistent ? blocks : blocks / 2);
  }

  /** `loadAttemptCount` of `windowCount` windows. */
  readAttempts(windowCount: number): void {
    const blocks = readUnitsOf(this.#shared.bytes.ofWindows(windowCount));
    this.#read(callMedianMs.query, blocks / 2);
  }

  /** `loadCandidates`: `count` entries of the index. `homedCount` of them have a home. */
  readCandidates(count: number, homedCount: number): void {
    this.#readPages(this.#shared.bytes.ofCandidates(count, homedCount), 0.5, true);
  }

  /** `loadNodes` and `loadHomedBefore`: all nodes of a cell, page by page. */
  readNodes(nodeBytes: number): void {
    this.#readPages(nodeBytes, 1);
  }

  /** `loadListed` reads a list of `listedCount` supernodes; 0 where there is no list yet. */
  readList(listedCount: number): void {
    const bytes = listedCount === 0 ? 0 : this.#shared.bytes.ofList(listedCount);
    this.#read(callMedianMs.batchGet, readUnitsOf(bytes));
  }

  /** `loadListed` makes the list anew. The longer of the old and the new list counts. */
  writeList(listedCount: number, isDone: boolean): void {
    this.#update(writeUnitsOf(this.#shared.bytes.ofList(listedCount)), isDone);
  }

  /** One write of `claimLoginService`. */
  addAsks(): void {
    this.#update(1, true);
  }

  /** `commitPlacements` of a group. `candidateCount` of the clients are in the index after it. */
  place(clientCount: number, candidateCount: number): void {
    this.#transact(1 + clientCount, { indexEntries: candidateCount });
  }

  /** Adds clients to the transaction of a group that is billed already. */
  placeAlong(clientCount: number, candidateCount: number): void {
    this.#shared.totals.write(1, clientCount * transactionFactor, candidateCount, true, false);
  }

  /** `commitPlacements` of a group, cancelled since `failureCount` conditions did not hold. */
  placeFailed(clientCount: number, failureCount: number): void {
    this.#transact(1 + clientCount, { failureCount });
  }

  /** `commitStandBy`: the node, and its entry in the index. */
  standBy(isDone: boolean): void {
    this.#write(callMedianMs.update, 1, isDone ? 0 : 1, isDone ? 1 : 0);
  }

  /** `answerDuplicateCheck`; false if another copy was answered first. */
  answerDuplicateCheck(isDone: boolean): void {
    this.#update(1, isDone);
  }

  /** `commitNodeChanges` of one node. */
  changeNode(change: NodeChangeWork): void {
    this.changeNodes(actionsOf(change), change.wasCandidate ? 1 : 0);
  }

  /** `commitNodeChanges`: so many items in one transaction, some of them with an index entry. */
  changeNodes(items: number, indexEntries: number): void {
    if (items === 1) this.#write(callMedianMs.update, 1, 0, indexEntries);
    else this.#transact(items, { indexEntries });
  }

  /** `commitLoss`; false if the supernode renewed its lease or restarted in the meantime. */
  commitLoss(isDone: boolean): void {
    this.#transact(2, { failureCount: isDone ? 0 : 1 });
  }

  /** `commitOperatorBoot`. */
  operatorBoot(isDone: boolean): void {
    this.#update(1, isDone);
  }

  renewLease(isDone: boolean): void {
    this.#update(1, isDone);
  }

  noteNews(): void {
    this.#update(1, true);
  }

  claimHealStart(isDone: boolean): void {
    this.#update(1, isDone);
  }

  /** `commitPromotion`: node, index, registration, and the slot that the node held. */
  promote(isHeld: boolean, isDone: boolean): void {
    const ended = isDone ? { indexEntries: 1 } : { failureCount: 1 };
    this.#transact(isHeld ? 3 : 2, ended);
  }

  /** `retireSupernode`; false if the node was promoted again. */
  retire(isDone: boolean): void {
    this.#write(callMedianMs.delete, 1, isDone ? 0 : 1);
  }

  commitHealStep(isDone: boolean): void {
    this.#update(1, isDone);
  }

  /** `Outbox.send`: ten messages in a request. A queue's requests run at once, queues in turn. */
  send(toMembership: number, toLogin: number, toHeal: number): void {
    this.#sendTo(toMembership);
    this.#sendTo(toLogin);
    this.#sendTo(toHeal);
  }

  /** `loadStorm`. */
  readStorm(): void {
    const { bytes } = this.#shared;
    const units = readUnitsOf(bytes.run) + readUnitsOf(bytes.storm);
    this.#read(callMedianMs.batchGet, units);
  }

  /** `loadCellRows`: a hundred in a request, one request after the other. */
  readCellRows(cellCount: number): void {
    for (let round = 0; round * batchGetMax < cellCount; round += 1) {
      this.#read(callMedianMs.batchGet, Math.min(cellCount - round * batchGetMax, batchGetMax));
    }
  }

  finishRun(verdict: RunVerdict): void {
    this.#update(writeUnitsOf(this.#shared.bytes.run + endBytes(verdict)), true);
  }

  /** `report-storm` logs its report. The caller passes the verdict and the report that it makes. */
  logReport(report: object): void {
    this.#log('info', { message: 'storm reported', ...report });
  }

  /** A batch's function logs a message that is delivered again, and why. */
  logFailed(queue: QueueName, event: LoggedEvent, cause: string): void {
    this.#log('warn', failedEntry(queue, event, cause, this.#shared.namesTraces));
  }

  #log(level: LogLevel, entry: object): void {
    if (!isLogged(level, this.#shared.logLevel)) return;
    const bytes = entryFrameBytes + utf8Bytes(JSON.stringify({ level, ...entry }));
    this.#shared.totals.logBytes += this.#times * bytes;
  }

  #sendTo(count: number): void {
    if (count === 0) return;
    const requests = Math.ceil(count / sendBatchMax);
    this.#shared.totals.sends += this.#times * requests;
    this.#take(callMedianMs.sendBatch, requests);
  }

  #readPages(bytes: number, unitsPerBlock: number, ofIndex = false): void {
    let left = bytes;
    for (; left >= pageBytes; left -= pageBytes)
      this.#read(callMedianMs.query, readUnitsOf(pageBytes) * unitsPerBlock, ofIndex);
    this.#read(callMedianMs.query, readUnitsOf(left) * unitsPerBlock, ofIndex);
  }

  #read(medianMs: number, units: number, ofIndex = false): void {
    const { totals, reads } = this.#shared;
    totals.read(this.#times, units, ofIndex);
    this.#take(medianMs);
    if (this.#times === 1) reads.add(this.#cell, this.effectMs, units);
  }

  #update(units: number, isDone: boolean): void {
    this.#write(callMedianMs.update, units, isDone ? 0 : 1);
  }

  #transact(items: number, { indexEntries = 0, failureCount = 0 }): void {
    this.#write(callMedianMs.transact, items * transactionFactor, failureCount, indexEntries, true);
  }

  /** @param ofIndex units of index entries, beside those of the table */
  #write(ms: number, units: number, failures: number, ofIndex = 0, isTransaction = false): void {
    const { totals, writes } = this.#shared;
    totals.write(this.#times, units, ofIndex, isTransaction, failures > 0);
    totals.dynamoDbRequests += this.#times;
    totals.conditionalFailures += this.#times * failures;
    this.#take(ms);
    if (this.#times === 1) writes.add(this.#cell, this.effectMs, units + ofIndex);
  }

  /** Moves the time on by one call, or by the longest of several calls at the same time. */
  #take(medianMs: number, atOnce = 1): void {
    const { random } = this.#shared;
    let chance = random();
    for (let more = atOnce - 1; more > 0; more -= 1) chance = Math.max(chance, random());
    const tripMs = roundTripMs(medianMs, chance);
    this.effectMs = this.nowMs + wayThereMs(tripMs);
    this.nowMs += wholeTripMs(tripMs);
  }
}
