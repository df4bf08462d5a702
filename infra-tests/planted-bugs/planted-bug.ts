// What a planted bug is: a change of one text in one module, and what has to notice it.
import type { SwarmFailure } from '#runner/swarm/swarm-outcome.ts';

export interface PlantedBug {
  /** What is wrong, as a sentence. */
  readonly name: string;
  /** The module, from the root. */
  readonly file: string;
  /** Text that occurs in it exactly once, and what stands there instead. */
  readonly find: string;
  readonly replace: string;
  /** Where the hunt begins, for a bug that few seeds show; 1 where it is left out. */
  readonly from?: number;
  /** What must be among the failures of a seed that finds it. */
  readonly foundBy: readonly SwarmFailure['what'][];
}
