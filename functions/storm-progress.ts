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
  readonly next: 'wave' | 'look-again' | 'report';
  /** Looks of the storm's own execution so far, beside the one after each wave. */
  readonly looks?: number;
  /** Further looks of an execution that only looks; absent in the storm's own. */
  readonly looksApart?: number;
  /** Present once the storm is over. */
  readonly outcome?: 'healed' | 'timed-out';
  /** Present when a state failed for good, as the Catch leaves it. */
  readonly failure?: { readonly Error?: string; readonly Cause?: string };
  readonly onlineCount?: number;
  readonly populationCount?: number;
  readonly sickCellCount?: number;
}

/**
 * What the machine carries to an execution that only looks: the map `KeepWatch` starts one for the
 * one item of `watches`. The rest is for a report, should that fail.
 */
export interface WatchToKeep {
  readonly runId: string;
  readonly next: 'keep-watch';
  readonly watches: readonly [StormProgress];
  readonly onlineCount?: number;
  readonly populationCount?: number;
}
