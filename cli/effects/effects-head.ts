import type { Retries, Scale } from '#runner/twin/twin-order.ts';
import type { KeptInputs } from '../run-folder/input-copies.ts';
import type { MeasureUnit } from '../thresholds/measures.ts';

/** What `effects.json` says of the whole. */
export interface EffectsHead {
  readonly schemaVersion: 1;
  readonly scenario: string;
  readonly title: string;
  readonly cloud: 'twin';
  readonly scale: Scale;
  readonly retries: Retries;
  readonly nodes: number;
  readonly seeds: readonly number[];
  readonly program: string;
  readonly argv: readonly string[];
  /** The user's own files that went into it, and where their copies are. */
  readonly inputs: KeptInputs;
  readonly measure: { readonly name: string; readonly unit: MeasureUnit; readonly about: string };
  readonly prices: { readonly region: string; readonly asOf: string };
}
