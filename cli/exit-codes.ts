/** What the process answers with. Documented in the README; scripts rely on them. */
export const exitCodes = {
  /** Every policy ended as the scenario expects, and every invariant held. */
  asExpected: 0,
  /** A policy ended otherwise, or an invariant was broken. */
  notAsExpected: 1,
  /** The run ended before anything could be said. */
  unknown: 2,
  /** A wrong word on the command line. */
  usage: 64,
  /** The engine to run on cannot be reached. */
  unreachable: 69,
  /** A fault of ours. */
  bug: 70,
  /** Standard output takes no more: a full disk, for one. */
  outputLost: 74,
  /** Another process works in the same folder: later it would be possible. */
  inUse: 75,
  /** A guard refused: something would have left this machine. */
  refused: 77,
  interrupted: 130,
} as const;
