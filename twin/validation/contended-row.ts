// One row of a table that many clients want to write at once, each with the version that it read:
// of those that read the same version the first to write wins, and the others come again. The model
// behind the best-known figures on backoff (facts 3.12), written anew.
import { openRandom, type Random } from '#twin/engine/random.ts';
import { EventHeap } from '#twin/station/event-heap.ts';
import { standardNormal } from '#twin/station/service-law.ts';

// Looked up once: a test's sandbox takes a quarter of a microsecond to find a global.
const { abs } = Math;
const never = Number.POSITIVE_INFINITY;

const reads = 0;
const writes = 1;
const ends = 2;

/** How long a client pauses. */
export interface Pauses {
  /**
   * The pause after so many failures, in milliseconds.
   * @param previousMs the pause before; `firstMs` after the first failure
   */
  readonly nextMs: (failures: number, previousMs: number, random: Random) => number;
  readonly firstMs: number;
}

/**
 * Lets every client write once.
 * @returns how many writes were tried, and when the last client knew, in milliseconds
 */
export function contendForRow(
  clientCount: number,
  pauses: Pauses,
  seed: number,
): { readonly writeCount: number; readonly endMs: number } {
  const random = openRandom(seed);
  const heap = new EventHeap();
  const versionRead = new Int32Array(clientCount);
  const failures = new Int32Array(clientCount);
  const pauseMs = new Float64Array(clientCount).fill(pauses.firstMs);
  for (let client = 0; client < clientCount; client++) heap.push(networkMs(random), reads, client);
  let version = 0;
  let writeCount = 0;
  while (heap.nextMs < never) {
    heap.pop();
    const { poppedAtMs: nowMs, poppedSubject: client, poppedRank } = heap;
    if (poppedRank === reads) {
      versionRead[client] = version;
      heap.push(nowMs + networkMs(random) + networkMs(random), writes, client);
    } else if (poppedRank === writes) {
      writeCount += 1;
      const backMs = nowMs + networkMs(random);
      if (versionRead[client] === version) {
        version += 1;
        heap.push(backMs, ends, client);
      } else {
        const failureCount = failures[client]! + 1;
        failures[client] = failureCount;
        pauseMs[client] = pauses.nextMs(failureCount, pauseMs[client]!, random);
        heap.push(backMs + networkMs(random) + pauseMs[client]!, reads, client);
      }
    }
  }
  return { writeCount, endMs: heap.poppedAtMs };
}

/** One way over the network: normal, 10 ms with a deviation of 2 ms, as the model has it. */
function networkMs(random: Random): number {
  return abs(10 + 2 * standardNormal(random));
}
