// One row of a table that many clients want to write at once, each with the version that it read:
// of those that read the same version the first to write wins, and the others come again. The model
// behind the best-known figures on backoff (facts 3.12), written anew.
import { openRandom, type Random } from '#twin/engine/random.ts';
import { firstPauseMs } from '#twin/station/backoff.ts';
import { EventHeap } from '#twin/station/event-heap.ts';
import { standardNormal } from '#twin/station/service-law.ts';
import type { Backoff } from '#twin/station/station.ts';
import type { TwinParts } from './twin-parts.ts';

const reads = 0;
const writes = 1;
const ends = 2;

/**
 * Lets every client write once.
 * @returns how many writes were tried, and when the last client knew, in milliseconds
 */
export function contendForRow(
  clientCount: number,
  backoff: Backoff,
  { backoffMs }: Pick<TwinParts, 'backoffMs'>,
  seed: number,
): { readonly writeCount: number; readonly endMs: number } {
  const random = openRandom(seed);
  const heap = new EventHeap();
  const versionRead = new Int32Array(clientCount);
  const failures = new Int32Array(clientCount);
  const pauseMs = new Float64Array(clientCount).fill(firstPauseMs(backoff));
  for (let client = 0; client < clientCount; client++) heap.push(networkMs(random), reads, client);
  let version = 0;
  let writeCount = 0;
  while (heap.nextMs < Number.POSITIVE_INFINITY) {
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
        failures[client] = (failures[client] as number) + 1;
        // That model doubles before its first pause already, so its retry 1 is the second of ours.
        const retry = (failures[client] as number) + 1;
        pauseMs[client] = backoffMs(backoff, retry, pauseMs[client] as number, random);
        heap.push(backMs + networkMs(random) + (pauseMs[client] as number), reads, client);
      }
    }
  }
  return { writeCount, endMs: heap.poppedAtMs };
}

/** One way over the network: normal, 10 ms with a deviation of 2 ms, as the model has it. */
function networkMs(random: Random): number {
  return Math.abs(10 + 2 * standardNormal(random));
}
