import type { Journal } from '#runner/sweep/journal.ts';
import type { Grid } from '../grid.ts';
import type { SweepEnvironment } from '../sweep-environment.ts';
import type { SweepOptions } from '../sweep-options.ts';
import type { keyer } from '../sweep-points.ts';

/** A sweep whose folder and journal are open. */
export interface OpenSweep {
  readonly options: SweepOptions;
  readonly environment: SweepEnvironment;
  readonly grid: Grid;
  readonly keyed: ReturnType<typeof keyer>;
  readonly folder: string;
  readonly journal: Journal;
  /** Work for this thread while the others run. */
  readonly meanwhile: () => Promise<void>;
}
