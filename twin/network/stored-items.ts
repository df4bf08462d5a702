// How much the table and its index store, in the bytes that are billed.
import type { Network } from './network-state.ts';
import { countNodes } from './node-counts.ts';

/** What an item takes beside its own bytes, as in the local cloud's storage meter. */
const overheadBytes = 100;

/** A cell's own row, which is the same size to within some digits. */
const cellRowBytes = 230;

/** How many nodes are how sways what is stored by little, and counting them all takes time. */
const countedForMs = 6 * 3_600_000;

/**
 * How many log-in windows are stored: they expire an hour after they were made, and what has
 * expired is swept once an hour.
 */
const windowsSweptMs = 3_600_000;

/** Follows what a network stores. */
export class StoredItems {
  readonly #network: Network;
  #countedAtMs = Number.NEGATIVE_INFINITY;
  /** Of each cell's nodes, as of the last count. */
  #nodeBytes: number[] = [];
  #sweptAtMs: number;
  /** Windows that had been made by the last sweep, and by the one before. */
  #madeBefore = { last: 0, previous: 0 };

  constructor(network: Network) {
    this.#network = network;
    this.#sweptAtMs = network.startMs;
  }

  /** How many bytes are stored now. */
  bytesAt(nowMs: number): number {
    const { cells, meters } = this.#network;
    const { bytes } = meters;
    if (nowMs - this.#countedAtMs >= countedForMs) {
      this.#countedAtMs = nowMs;
      this.#nodeBytes = cells.map((cell) => bytes.ofNodes(countNodes(this.#network, cell)));
    }
    const windowCount = this.#windowCount(nowMs);
    let stored = bytes.run + bytes.storm + 2 * overheadBytes;
    stored += bytes.ofWindows(windowCount) + windowCount * overheadBytes;
    for (const cell of cells) {
      const {
        index,
        registrations,
        renewedCount,
        candidateCount,
        homedCandidateCount,
        knownCount,
      } = cell;
      const registrationCount = registrations.length;
      const itemCount = 1 + knownCount + registrationCount;
      stored += cellRowBytes + (this.#nodeBytes[index] ?? 0) + itemCount * overheadBytes;
      stored += bytes.ofRegistrations(registrationCount, renewedCount);
      stored += bytes.ofCandidates(candidateCount, homedCandidateCount);
      stored += candidateCount * overheadBytes;
    }
    return stored;
  }

  #windowCount(nowMs: number): number {
    let made = 0;
    for (const { windowsMade } of this.#network.cells) made += windowsMade;
    if (nowMs - this.#sweptAtMs >= windowsSweptMs) {
      this.#sweptAtMs = nowMs;
      this.#madeBefore = { last: made, previous: this.#madeBefore.last };
    }
    return made - this.#madeBefore.previous;
  }
}
