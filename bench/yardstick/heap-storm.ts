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
  const random = openRandom(42);
  const heap: Timer[] = [];
  const counts = { attempts: 0, failed: 0, logins: 0, renewals: 0, ends: 0, restarts: 0 };
  let perMs = nodeCount / 1_000_000;
  let freeMs = 0;
  const start = (node: Node, atMs: number) => {
    node.epoch += 1;
    push(heap, { atMs, node, epoch: node.epoch });
  };
  const attempt = (node: Node, nowMs: number) => {
    counts.attempts += 1;
    const backlog = Math.max(0, freeMs - nowMs) * perMs;
    if (backlog >= 5_000 * perMs) {
      counts.failed += 1;
      const spreadMs = Math.min(64_000, 1_000 * 2 ** Math.min(6, node.failures));
      node.failures += 1;
      return start(node, nowMs + 1 + Math.floor(random() * spreadMs));
    }
    freeMs = Math.max(nowMs, freeMs) + 1 / perMs;
    node.state = 'queued';
    start(node, Math.ceil(freeMs));
  };
  const complete = (node: Node, nowMs: number) => {
    counts.logins += 1;
    Object.assign(node, { state: 'online', failures: 0 });
    node.endsMs = nowMs + 1 + Math.floor(-Math.log(1 - random()) * 10_800_000);
    start(node, Math.min(nowMs + 60_000, node.endsMs));
  };
  const renewOrEnd = (node: Node, nowMs: number) => {
    if (nowMs < node.endsMs) {
      counts.renewals += 1;
      return start(node, Math.min(nowMs + 60_000, node.endsMs));
    }
    counts.ends += 1;
    node.state = 'offline';
    start(node, nowMs + 5_000 + Math.floor(random() * 25_000));
  };
  const restart = (node: Node, nowMs: number) => {
    counts.restarts += 1;
    Object.assign(node, { state: 'offline', failures: 0 });
    start(node, nowMs + 30_000 + Math.floor(random() * 90_000));
  };
  for (let index = 0; index < nodeCount; index += 1) {
    const node: Node = { state: 'offline', failures: 0, endsMs: 0, epoch: 0 };
    start(node, Math.floor(random() * 900_000) + 1);
    // A timer without an epoch is a restart, and is never stale.
    const restartMs = STORM_MS + Math.floor(random() * 600_000);
    if (random() < 0.1) push(heap, { atMs: restartMs, node, epoch: 0 });
  }
  const startedMs = clockMs();
  let stoppedMs = END_MS;
  for (let popped = 1; ; popped += 1) {
    const timer = pop(heap);
    if (timer === undefined || timer.atMs >= END_MS) break;
    const { atMs, node, epoch } = timer;
    if (atMs >= STORM_MS) perMs = nodeCount / 5_000_000;
    if (epoch === 0) restart(node, atMs);
    else if (epoch !== node.epoch) continue;
    else if (node.state === 'offline') attempt(node, atMs);
    else if (node.state === 'queued') complete(node, atMs);
    else renewOrEnd(node, atMs);
    if (popped % 10_000 !== 0 || clockMs() - startedMs < wallMsMax) continue;
    stoppedMs = atMs;
    break;
  }
  return { ...counts, wallMs: clockMs() - startedMs, stoppedMs };
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
