import type { Sizes, Storm, Target, Timings } from '../run-settings.ts';
import type { VerdictKind } from '../storm/judge-run.ts';
import type { PopulationShape } from '../storm/population.ts';

/** How well a value may be known. */
export const marks = ['found', 'derived', 'fitted', 'guess'] as const;

/** How well a value is known. */
export type Provenance = (typeof marks)[number];

/** What a scenario may be called: it is the name of a folder, too. */
export const scenarioName = /^[a-z0-9][a-z0-9-]{0,59}$/;

/** One value of a scenario with where it comes from; shown in every report. */
export interface Assumption {
  readonly name: string;
  readonly value: string;
  readonly provenance: Provenance;
  /** Row in docs/facts.md, or the reason for a guess. */
  readonly source: string;
}

/** A measured point of the historical recovery. */
export interface RecoveryPoint {
  readonly atMs: number;
  /** The earliest and the latest moment that the source allows; absent: it gives the moment. */
  readonly atMsRange?: readonly [number, number];
  readonly onlineCount: number;
  /** The least and the most that the source allows; absent: it gives the count. */
  readonly onlineCountRange?: readonly [number, number];
  readonly label: string;
  /** Where it was read, such as `facts 1.31`. */
  readonly factRow: string;
}

/** How the network is cut down, or not, for one kind of cloud. */
export type ScaledShape = Omit<PopulationShape, 'zones' | 'nodeCount' | 'cellCount'> & {
  readonly nodeCount: number;
  readonly cellNodes: number;
};

/** The network's size in one kind of cloud. */
export interface ScenarioScale {
  readonly shape: ScaledShape;
  readonly sizes: Sizes;
  /** What differs from the scenario's timings, such as rates for a cell of another size. */
  readonly timings?: Partial<Timings>;
}

/** A story as data: what the network is, what hits it, and what is expected of each policy. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** What happened, in a few sentences, where it repeats an incident; shown in every report. */
  readonly story?: readonly string[];
  /** When the run begins on the scenario's own clock. */
  readonly startMs: number;
  /** The network cut down for a cloud that runs every handler. */
  readonly embedded: ScenarioScale;
  /** The network at the size that it really had, for the twin; absent where there was none. */
  readonly full?: ScenarioScale;
  readonly storm: Storm;
  /** Rates inside are per cell of `embedded.shape.cellNodes` nodes. */
  readonly timings: Timings;
  readonly target: Target;
  /** Verdicts that the scenario expects of each policy that it compares. */
  readonly expected: Readonly<Record<string, readonly VerdictKind[]>>;
  readonly usualOnlineCount: number;
  readonly recoveryPoints: readonly RecoveryPoint[];
  readonly assumptions: readonly Assumption[];
}
