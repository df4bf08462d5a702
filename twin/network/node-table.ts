// Every node of the twin: eight whole numbers each, side by side, so that a node is one cache line.

/** Whole numbers in one node. */
export const nodeStride = 8;

/** Where in a node what stands. */
export const nodeField = {
  flags: 0,
  /** Boot number; 0: never heard of. */
  epoch: 1,
  /** Number of the registration at which it is homed, live or dead; `noHome` for none. */
  home: 2,
  /** What is held against the share of the hour, times 2^32: see `wantsOnline`. */
  dayChance: 3,
  /** What decides in which night it restarts, times 2^32: see `planStorm`. */
  stormChance: 4,
  /** Proofs of before are refused; milliseconds since the run's start. */
  minNonce: 5,
  /** The proof that answered its last duplicate check; `noTime` for none. */
  rollNonce: 6,
  /** The number of its aggregated request, while it has one. */
  aggregatedRequest: 7,
} as const;

export const noHome = -1;

/** A node's flags. The zone's number stands from `zoneShift` on, then the last wave plus one. */
export const nodeFlag = {
  waiting: 1,
  online: 2,
  supernode: 4,
  eligible: 8,
  /** It has proven at this boot who it is. */
  proven: 16,
  candidate: 32,
  /** Its request is among the aggregated ones of its cell. */
  aggregated: 64,
} as const;

/** Neither waiting nor online is offline. */
export const isOnMask = nodeFlag.waiting | nodeFlag.online;

export const zoneShift = 8;
const zoneMask = 0xff;
const waveShift = 16;

/** The zone that a node's flags name. */
export function zoneIn(flags: number): number {
  return (flags >> zoneShift) & zoneMask;
}

/** The last wave that restarted a node; -1 before the first. */
export function waveIn(flags: number): number {
  return (flags >> waveShift) - 1;
}

/** The flags with another last wave. */
export function withWave(flags: number, wave: number): number {
  return (flags & ((1 << waveShift) - 1)) | ((wave + 1) << waveShift);
}
