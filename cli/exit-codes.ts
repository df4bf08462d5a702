/** The exit codes of the process. The README documents them, and scripts depend on them. */
export const exitCodes = {
  /** Every policy ended as the scenario expects, and every invariant held. */
  asExpected: 0,
  /** A policy ended otherwise, or an invariant was violated. */
  notAsExpected: 1,
  /** The run ended too early to decide. */
  unknown: 2,
  /** A usage error on the command line. */
  usage: 64,
  /** The engine cannot be reached. */
  unreachable: 69,
  /** An internal error of this program. */
  bug: 70,
  /** What was found cannot be written: a full disk, or a folder that is read-only. */
  outputLost: 74,
  /** Another process works in the same folder, or has the port. A later try may succeed. */
  inUse: 75,
  /** A guard refused a request that would have left this machine. */
  refused: 77,
  /** 128 and the number of the signal, as shells say it. */
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;
