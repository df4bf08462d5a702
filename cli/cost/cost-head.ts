import type { KeptInputs } from '../run-folder/input-copies.ts';

/** What `cost.json` says of the whole. */
export interface CostHead {
  readonly schemaVersion: 1;
  readonly scenario: string;
  readonly title: string;
  readonly scale: string;
  readonly program: string;
  readonly argv: readonly string[];
  /** The user's own files that went into it, and where their copies are. */
  readonly inputs: KeptInputs;
  readonly seeds: readonly number[];
  readonly prices: { readonly region: string; readonly asOf: string };
}
