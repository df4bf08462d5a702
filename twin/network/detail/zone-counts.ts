// How many nodes of each zone are on, and at which registration its clients are homed. It is kept
// with each change: to look at every node at every sample took longer than half of the run.
import { isOnMask, nodeField, nodeStride, noHome, zoneIn } from '../node-table.ts';

/** The counts, from the moment that they are made. */
export class ZoneCounts {
  readonly #zoneCount: number;
  readonly #on: Int32Array;
  /** A row of zones for each registration, by its number. */
  #homed: Int32Array;

  /** Counts what a table of nodes has now. */
  constructor(zoneCount: number, nodes: Int32Array) {
    this.#zoneCount = zoneCount;
    this.#on = new Int32Array(zoneCount);
    this.#homed = new Int32Array(1_024 * zoneCount);
    const { flags: flagsAt, home: homeAt } = nodeField;
    for (let word = 0; word < nodes.length; word += nodeStride) {
      const flags = nodes[word + flagsAt]!;
      if ((flags & isOnMask) !== 0) this.switch(flags, 1);
      const home = nodes[word + homeAt]!;
      if (home !== noHome) this.home(flags, home, 1);
    }
  }

  /** How many nodes of a zone are on. */
  onCount(zone: number): number {
    return this.#on[zone]!;
  }

  /** How many clients of a zone are homed at a registration, live or dead. */
  homedCount(registration: number, zone: number): number {
    return this.#homed[registration * this.#zoneCount + zone] ?? 0;
  }

  /** A node with these flags goes on (1) or off (-1). */
  switch(flags: number, by: number): void {
    const zone = zoneIn(flags);
    this.#on[zone] = this.#on[zone]! + by;
  }

  /** A node with these flags comes to a registration (1), or leaves it (-1). */
  home(flags: number, registration: number, by: number): void {
    const at = registration * this.#zoneCount + zoneIn(flags);
    if (at >= this.#homed.length) {
      const grown = new Int32Array(2 * (at + 1));
      grown.set(this.#homed);
      this.#homed = grown;
    }
    this.#homed[at] = this.#homed[at]! + by;
  }
}
