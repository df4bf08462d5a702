import type { KeptInputs } from '../run-folder/input-copies.ts';

/** The part of `points.json` about the sweep as a whole. */
export interface SweepHead {
  readonly schemaVersion: 1;
  readonly scenario: string;
  readonly cloud: string;
  readonly scale: string;
  readonly program: string;
  /** The commit of a checkout, or the version of a release. */
  readonly commit: string;
  readonly argv: readonly string[];
  /** The user's own files that went into the sweep, and where their copies are. */
  readonly inputs: KeptInputs;
  /** The names of what is varied. */
  readonly fields: readonly string[];
}
