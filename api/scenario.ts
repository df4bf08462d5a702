// `rebootstorm/scenario`: the types of a scenario's file, for an editor and a compiler. They are
// gone before the file runs.
import type { Sizes, Storm, Target, Timings } from '#domain/run-settings.ts';
import type { ScaledShape, Scenario as WholeScenario } from '#domain/scenario/scenario.ts';

export type { WholeScenario };

/** What a scenario's file exports under the name `scenario`: see docs/scenarios.md. */
export type Scenario = ScenarioChanges | (WholeScenario & { readonly extends?: never });

/** A scenario that ships. */
export type ShippedScenario = 'august-2007' | 'drill' | 'supernode-loss' | 'december-2010';

/**
 * Changes of a scenario that ships. What is left out stays as it is there; objects are merged field
 * by field, and lists are replaced as a whole.
 */
export interface ScenarioChanges extends Partial<Omit<WholeScenario, MergedField>> {
  readonly extends: ShippedScenario;
  /** For editors: where the JSON Schema is. */
  readonly $schema?: string;
  /** The network cut down, for the local cloud. */
  readonly embedded?: ScaleChanges;
  /** The network at the size that it really had, for the twin. */
  readonly full?: ScaleChanges;
  readonly storm?: Partial<Storm>;
  readonly timings?: Partial<Timings>;
  readonly target?: Partial<Target>;
}

/** Changes of one scale. */
export interface ScaleChanges {
  readonly shape?: Partial<ScaledShape>;
  readonly sizes?: Partial<Sizes>;
  readonly timings?: Partial<Timings>;
}

type MergedField = 'embedded' | 'full' | 'storm' | 'timings' | 'target';
