// Runs a station event by event, at exact times and in a total order. It makes no object for an
// event.
import { chanceOf } from '#domain/chance.ts';
import { openRandom, type Random } from '#twin/engine/random.ts';
import { openArrivals } from './arrivals.ts';
import { backoffMs, firstPauseMs } from './backoff.ts';
import { EventHeap, ranks } from './event-heap.ts';
import { AttemptBook, places, RequestBook } from './open-books.ts';
import { openServiceLaw } from './service-law.ts';
import type { Station } from './station.ts';
import type { StationResult } from './station-result.ts';
import { StationTally } from './station-tally.ts';
import { WaitingLine } from './waiting-line.ts';

// Read once: in a test's sandbox each access to a global takes a quarter of a microsecond.
const { min } = Math;
const unlimited = Number.POSITIVE_INFINITY;

/** Called when a request ends. `number` is its place in order of arrival. */
export type OnRequestEnd = (number: number, ending: 'served' | 'gave-up') => void;

/** A run with more events is given up. It would take minutes, and gigabytes for its queue. */
export const stationEventsMax = 100_000_000;

/**
 * Runs a station in which `stationFaults` finds no fault. The same station gives the same result,
 * byte for byte.
 * @throws RangeError when the run has more than `eventsMax` events
 */
export function runStation(
  station: Station,
  onRequestEnd: OnRequestEnd = () => {},
  eventsMax: number = stationEventsMax,
): StationResult {
  return new StationRun(station, onRequestEnd).run(eventsMax);
}

/** Each kind of chance has a stream of its own. So another backoff meets the same arrivals. */
function streamOf(seed: number, name: string): Random {
  return openRandom(Math.floor(chanceOf(seed, name) * 2 ** 32));
}

class StationRun {
  readonly #station: Station;
  readonly #onRequestEnd: OnRequestEnd;
  readonly #heap = new EventHeap();
  readonly #requests = new RequestBook();
  readonly #attempts = new AttemptBook();
  readonly #line: WaitingLine;
  readonly #tally: StationTally;
  readonly #nextArrival: () => number;
  readonly #drawServiceMs: () => number;
  readonly #pauseChance: Random;
  readonly #failureChance: Random;

  readonly #queueMax: number;
  readonly #timeoutMs: number;
  readonly #retriesMax: number;
  #nowMs = 0;
  #arrivalMs = 0;
  #arrivedCount = 0;
  #eventCount = 0;
  /** Servers with this number or a higher one are down. */
  #serversUp: number;
  #slowness = 1;
  #failureShare = 0;
  /** The attempt that each server works on (-1: none), and the order of the event that ends it. */
  readonly #attemptAt: Int32Array;
  readonly #endOrderAt: Float64Array;
  #idleServers: number[] = [];

  constructor(station: Station, onRequestEnd: OnRequestEnd) {
    const { seed, servers, service, queue, clients, load, durationMs } = station;
    this.#station = station;
    this.#onRequestEnd = onRequestEnd;
    this.#line = new WaitingLine(queue.discipline);
    this.#tally = new StationTally(station);
    this.#nextArrival = openArrivals(load, durationMs, streamOf(seed, 'arrivals'));
    this.#drawServiceMs = openServiceLaw(service, streamOf(seed, 'services'));
    this.#pauseChance = streamOf(seed, 'pauses');
    this.#failureChance = streamOf(seed, 'failures');
    this.#queueMax = queue.limit === 'none' ? unlimited : queue.limit;
    this.#timeoutMs = clients.timeoutMs === 'none' ? unlimited : clients.timeoutMs;
    this.#retriesMax = clients.retries === 'endless' ? unlimited : clients.retries;
    this.#serversUp = servers;
    this.#attemptAt = new Int32Array(servers).fill(-1);
    this.#endOrderAt = new Float64Array(servers);
    for (let server = servers - 1; server >= 0; server--) this.#idleServers.push(server);
  }

  run(eventsMax: number): StationResult {
    const { durationMs, events } = this.#station;
    for (const { fromMs, untilMs } of events) {
      this.#heap.push(fromMs, ranks.change, 0);
      this.#heap.push(untilMs, ranks.change, 0);
    }
    this.#arrivalMs = this.#nextArrival();
    for (;;) {
      const heapMs = this.#heap.nextMs;
      // At one instant, events of earlier requests come before a new arrival.
      this.#nowMs = min(heapMs, this.#arrivalMs);
      if (this.#nowMs >= durationMs) break;
      if (++this.#eventCount > eventsMax) throw tooManyEvents(eventsMax, this.#nowMs);
      this.#tally.advance(this.#nowMs);
      if (heapMs <= this.#arrivalMs) this.#happen();
      else this.#arrive();
    }
    this.#tally.advance(durationMs);
    return this.#tally.result(this.#eventCount);
  }

  #happen(): void {
    const heap = this.#heap;
    heap.pop();
    const rank = heap.poppedRank;
    if (rank === ranks.departure) this.#depart(heap.poppedSubject, heap.poppedOrder);
    else if (rank === ranks.timeout) this.#timeOut(heap.poppedSubject);
    else if (rank === ranks.retry) this.#send(heap.poppedSubject);
    else this.#change();
  }

  #arrive(): void {
    const request = this.#requests.open();
    this.#requests.firstAtMs[request] = this.#nowMs;
    this.#requests.pauseMs[request] = firstPauseMs(this.#station.clients.backoff);
    this.#requests.attempts[request] = 0;
    this.#requests.number[request] = this.#arrivedCount++;
    this.#tally.counts.arrived += 1;
    this.#send(request);
    this.#arrivalMs = this.#nextArrival();
  }

  /** Makes one attempt of a request. It goes to a server or into the queue, or is rejected. */
  #send(request: number): void {
    const tally = this.#tally;
    const attemptCount = this.#requests.attempts[request]! + 1;
    this.#requests.attempts[request] = attemptCount;
    tally.counts.attempts += 1;
    if (attemptCount > 1) tally.counts.retries += 1;
    const server = this.#idleServers.pop();
    if (server === undefined && tally.waiting >= this.#queueMax) {
      tally.counts.rejected += 1;
      this.#retryOrGiveUp(request);
      return;
    }
    const attempt = this.#openAttempt(request);
    if (server !== undefined) {
      this.#serve(attempt, server);
      return;
    }
    this.#attempts.place[attempt] = places.waiting;
    tally.waiting += 1;
    this.#line.push(attempt);
  }

  #openAttempt(request: number): number {
    const attempts = this.#attempts;
    const attempt = attempts.open();
    attempts.sentAtMs[attempt] = this.#nowMs;
    attempts.request[attempt] = request;
    attempts.holders[attempt] = 1;
    if (this.#timeoutMs < unlimited) {
      attempts.holders[attempt] = 2;
      this.#heap.push(this.#nowMs + this.#timeoutMs, ranks.timeout, attempt);
    }
    return attempt;
  }

  #serve(attempt: number, server: number): void {
    this.#attempts.place[attempt] = places.inService;
    this.#attemptAt[server] = attempt;
    this.#tally.busy += 1;
    this.#tally.inQueue.add(this.#nowMs - this.#attempts.sentAtMs[attempt]!);
    const endMs = this.#nowMs + this.#drawServiceMs() * this.#slowness;
    this.#endOrderAt[server] = this.#heap.push(endMs, ranks.departure, server);
  }

  #depart(server: number, order: number): void {
    // The server has crashed since this event was scheduled. It is idle, or works on another
    // attempt.
    if (this.#attemptAt[server] === -1 || this.#endOrderAt[server] !== order) return;
    const attempt = this.#leaveServer(server);
    const stayMs = this.#nowMs - this.#attempts.sentAtMs[attempt]!;
    const request = this.#attempts.request[attempt]!;
    this.#tally.inSystem.add(stayMs);
    this.#attempts.release(attempt);
    this.#takeWork(server);
    if (request === -1) this.#tally.counts.servedLate += 1;
    else this.#answer(request);
  }

  /** Ends the attempt at a server, whether the work is done or not. */
  #leaveServer(server: number): number {
    const attempt = this.#attemptAt[server]!;
    this.#attemptAt[server] = -1;
    this.#tally.busy -= 1;
    this.#endStay(attempt);
    return attempt;
  }

  #endStay(attempt: number): void {
    this.#attempts.place[attempt] = places.outside;
    this.#tally.endStay(this.#nowMs - this.#attempts.sentAtMs[attempt]!);
  }

  /** Gives a free server the next attempt in the queue. Without one the server is idle. */
  #takeWork(server: number): void {
    for (let attempt = this.#line.take(); attempt !== -1; attempt = this.#line.take()) {
      if (this.#attempts.place[attempt] === places.waiting) {
        this.#tally.waiting -= 1;
        this.#serve(attempt, server);
        return;
      }
      // This attempt has left the queue with its client.
      this.#attempts.release(attempt);
    }
    this.#idleServers.push(server);
  }

  #answer(request: number): void {
    const { counts, toAnswer } = this.#tally;
    if (this.#failureShare > 0 && this.#failureChance() < this.#failureShare) {
      counts.failed += 1;
      this.#retryOrGiveUp(request);
      return;
    }
    counts.served += 1;
    toAnswer.add(this.#nowMs - this.#requests.firstAtMs[request]!);
    this.#end(request, 'served');
  }

  #timeOut(attempt: number): void {
    const request = this.#attempts.request[attempt]!;
    const place = this.#attempts.place[attempt];
    if (place !== places.outside) {
      this.#tally.counts.timedOut += 1;
      this.#attempts.request[attempt] = -1;
      if (place === places.waiting && this.#station.clients.abandonsQueue) {
        this.#tally.waiting -= 1;
        this.#tally.counts.abandoned += 1;
        this.#endStay(attempt);
      }
      this.#retryOrGiveUp(request);
    }
    this.#attempts.release(attempt);
  }

  #retryOrGiveUp(request: number): void {
    const retry = this.#requests.attempts[request]!;
    if (retry > this.#retriesMax) {
      this.#tally.counts.gaveUp += 1;
      this.#end(request, 'gave-up');
      return;
    }
    const beforeMs = this.#requests.pauseMs[request]!;
    const pauseMs = backoffMs(this.#station.clients.backoff, retry, beforeMs, this.#pauseChance);
    this.#requests.pauseMs[request] = pauseMs;
    this.#heap.push(this.#nowMs + pauseMs, ranks.retry, request);
  }

  #end(request: number, ending: 'served' | 'gave-up'): void {
    this.#onRequestEnd(this.#requests.number[request]!, ending);
    this.#requests.close(request);
  }

  /** Computes which events are in force. It is called when one begins or ends. */
  #change(): void {
    let down = 0;
    let rightShare = 1;
    this.#slowness = 1;
    for (const event of this.#station.events) {
      if (this.#nowMs < event.fromMs || this.#nowMs >= event.untilMs) continue;
      if (event.kind === 'servers-down') down += event.servers;
      else if (event.kind === 'slow-down') this.#slowness *= event.factor;
      else rightShare *= 1 - event.share;
    }
    this.#failureShare = 1 - rightShare;
    const before = this.#serversUp;
    this.#serversUp = Math.max(0, this.#station.servers - down);
    if (this.#serversUp < before) this.#crash(before);
    for (let server = before; server < this.#serversUp; server++) this.#takeWork(server);
  }

  /** Stops the servers from `serversUp` to `before`. What they work on fails at once. */
  #crash(before: number): void {
    this.#idleServers = this.#idleServers.filter((server) => server < this.#serversUp);
    for (let server = this.#serversUp; server < before; server++) {
      if (this.#attemptAt[server] === -1) continue;
      const attempt = this.#leaveServer(server);
      const request = this.#attempts.request[attempt]!;
      this.#attempts.release(attempt);
      this.#tally.counts.failed += 1;
      if (request !== -1) this.#retryOrGiveUp(request);
    }
  }
}

function tooManyEvents(eventsMax: number, nowMs: number): RangeError {
  return new RangeError(
    `the station has had ${eventsMax} events by ${nowMs} ms of its run: make the run shorter, ` +
      'or let its clients retry less often',
  );
}
