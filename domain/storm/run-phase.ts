// The parts of a run that bills and charts tell apart.

/**
 * `steady` until the first restart and again once healed, `storm` from the first restart to the
 * last, `heal` from the last restart until healed or the run's end.
 */
export const phaseNames = ['steady', 'storm', 'heal'] as const;

/** Which part of a run. */
export type PhaseName = (typeof phaseNames)[number];
