import type { CellId } from '#domain/network.ts';

/** What the state machine `RebootStorm` carries from state to state. */
export interface StormProgress {
  readonly runId: string;
  readonly cells: readonly CellId[];
  readonly waveIndex: number;
  /** When the wave comes, as the Wait state reads it (RFC 3339). */
  readonly waveAt: string;
  readonly observeSeconds: number;
  /** Where the Choice after Observe goes. */
  readonly next: 'wave' | 'observe-again' | 'report';
  /** Observations of the storm's own execution so far, beside the one after each wave. */
  readonly observations?: number;
  /** Further observations of an execution that only observes; absent in the storm's own. */
  readonly observationsApart?: number;
  /** Present once the storm is over. */
  readonly outcome?: 'healed' | 'timed-out' | 'stopped';
  /** Present when a state failed for good, as the Catch leaves it. */
  readonly failure?: { readonly Error?: string; readonly Cause?: string };
  readonly onlineCount?: number;
  readonly populationCount?: number;
  readonly unhealthyCellCount?: number;
}

/**
 * What the machine carries to an execution that only observes: the map `KeepObserving` starts one
 * for the one item of `observing`. The rest is for a report, should that fail.
 */
export interface ObservingToKeep {
  readonly runId: string;
  readonly next: 'keep-observing';
  readonly observing: readonly [StormProgress];
  readonly onlineCount?: number;
  readonly populationCount?: number;
}
