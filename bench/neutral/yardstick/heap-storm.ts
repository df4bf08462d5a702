// The neutral workload as one would write it first: a binary heap of timer objects, an object for
// each node. It is what the twin's engine is measured against, so nothing here is tuned.
import { openRandom } from '#twin/engine/random.ts';

type Timer = { readonly atMs: number; readonly node: Node; readonly epoch: number };
type Node = {
  state: 'offline' | 'queued' | 'online';
  failures: number;
  endsMs: number;
  epoch: number;
};

const END_MS = 14_400_000;
const STORM_MS = 3_600_000;

/** What came of it until the run ended or the wall limit came. */
export interface HeapStorm {
  readonly attempts: number;
  readonly failed: number;
  readonly logins: number;
  readonly renewals: number;
  readonly ends: number;
  readonly restarts: number;
  /** Real time of the main loop. */
  readonly wallMs: number;
  /** Virtual time at which it stopped. */
  readonly stoppedMs: number;
}

/** Runs the workload. @param clockMs - real time, looked at every ten thousand events */
export function runHeapStorm(
  nodeCount: number,
  wallMsMax: number,
  clockMs: () => number,
): HeapStorm {
  const storm = new Storm(nodeCount);
  const startedMs = clockMs();
  const endMs = () => (clockMs() - startedMs < wallMsMax ? END_MS : 0);
  const stoppedMs = storm.runWhile(endMs);
  return { ...storm.counts, wallMs: clockMs() - startedMs, stoppedMs };
}

class Storm {
  readonly counts = { attempts: 0, failed: 0, logins: 0, renewals: 0, ends: 0, restarts: 0 };
  readonly #nodeCount: number;
  readonly #random = openRandom(42);
  readonly #heap: Timer[] = [];
  #freeMs = 0;

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
    for (let index = 0; index < nodeCount; index += 1) {
      const node: Node = { state: 'offline', failures: 0, endsMs: 0, epoch: 0 };
      this.#start(node, Math.floor(this.#random() * 900_000) + 1);
      // A timer without an epoch is a restart, and is never stale.
      const restartMs = STORM_MS + Math.floor(this.#random() * 600_000);
      if (this.#random() < 0.1) push(this.#heap, { atMs: restartMs, node, epoch: 0 });
    }
  }

  /** Answers when it stopped. @param endMs - asked every ten thousand events */
  runWhile(endMs: () => number): number {
    for (let popped = 1; ; popped += 1) {
      const timer = pop(this.#heap);
      if (timer === undefined || timer.atMs >= END_MS) return END_MS;
      this.#turn(timer);
      if (popped % 10_000 === 0 && timer.atMs >= endMs()) return timer.atMs;
    }
  }

  #turn({ atMs, node, epoch }: Timer): void {
    if (epoch === 0) this.#restart(node, atMs);
    else if (epoch !== node.epoch) return;
    else if (node.state === 'offline') this.#attempt(node, atMs);
    else if (node.state === 'queued') this.#complete(node, atMs);
    else this.#renewOrEnd(node, atMs);
  }

  #start(node: Node, atMs: number): void {
    node.epoch += 1;
    push(this.#heap, { atMs, node, epoch: node.epoch });
  }

  #attempt(node: Node, nowMs: number): void {
    const perMs = this.#nodeCount / (nowMs < STORM_MS ? 1_000_000 : 5_000_000);
    this.counts.attempts += 1;
    const backlog = Math.max(0, this.#freeMs - nowMs) * perMs;
    if (backlog >= 5_000 * perMs) {
      this.counts.failed += 1;
      const spreadMs = Math.min(64_000, 1_000 * 2 ** Math.min(6, node.failures));
      node.failures += 1;
      this.#start(node, nowMs + 1 + Math.floor(this.#random() * spreadMs));
      return;
    }
    this.#freeMs = Math.max(nowMs, this.#freeMs) + 1 / perMs;
    node.state = 'queued';
    this.#start(node, Math.ceil(this.#freeMs));
  }

  #complete(node: Node, nowMs: number): void {
    this.counts.logins += 1;
    node.state = 'online';
    node.failures = 0;
    node.endsMs = nowMs + 1 + Math.floor(-Math.log(1 - this.#random()) * 10_800_000);
    this.#start(node, Math.min(nowMs + 60_000, node.endsMs));
  }

  #renewOrEnd(node: Node, nowMs: number): void {
    if (nowMs < node.endsMs) {
      this.counts.renewals += 1;
      this.#start(node, Math.min(nowMs + 60_000, node.endsMs));
      return;
    }
    this.counts.ends += 1;
    node.state = 'offline';
    this.#start(node, nowMs + 5_000 + Math.floor(this.#random() * 25_000));
  }

  #restart(node: Node, nowMs: number): void {
    this.counts.restarts += 1;
    node.state = 'offline';
    node.failures = 0;
    this.#start(node, nowMs + 30_000 + Math.floor(this.#random() * 90_000));
  }
}

function push(heap: Timer[], timer: Timer): void {
  let place = heap.length;
  while (place > 0) {
    const parentPlace = (place - 1) >> 1;
    const parent = heap[parentPlace] as Timer;
    if (parent.atMs <= timer.atMs) break;
    heap[place] = parent;
    place = parentPlace;
  }
  heap[place] = timer;
}

function pop(heap: Timer[]): Timer | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let place = 0;
  for (;;) {
    let childPlace = 2 * place + 1;
    if (childPlace >= heap.length) break;
    const right = heap[childPlace + 1];
    if (right !== undefined && right.atMs < (heap[childPlace] as Timer).atMs) childPlace += 1;
    const child = heap[childPlace] as Timer;
    if (child.atMs >= last.atMs) break;
    heap[place] = child;
    place = childPlace;
  }
  heap[place] = last;
  return first;
}
