// What the table tests, as arguments: so that a test can hand in a broken part and see rows fail.
import { placeClient } from '#domain/login/place-client.ts';
import { retryLogin } from '#domain/login/retry-login.ts';
import { openWheel } from '#twin/engine/timing-wheel.ts';
import { EventSourceMapping } from '#twin/network/queues/event-source-mapping.ts';
import { runNetwork } from '#twin/network/run-network.ts';
import { backoffMs } from '#twin/station/backoff.ts';
import { runStation } from '#twin/station/run-station.ts';
import type { KnownResult } from './known/known-result.ts';

/** The parts of the twin and the domain that the rows run. */
export interface TwinParts {
  readonly runStation: typeof runStation;
  readonly backoffMs: typeof backoffMs;
  readonly placeClient: typeof placeClient;
  readonly retryLogin: typeof retryLogin;
  /** The network's own parts: its wheel, its event source mappings, and all of it together. */
  readonly openWheel: typeof openWheel;
  readonly EventSourceMapping: typeof EventSourceMapping;
  readonly runNetwork: typeof runNetwork;
}

/** The parts as they are. */
export const twinParts: TwinParts = {
  runStation,
  backoffMs,
  placeClient,
  retryLogin,
  openWheel,
  EventSourceMapping,
  runNetwork,
};

/** How a group of rows is set. */
export interface ValidationRun {
  readonly seed: number;
  readonly parts: TwinParts;
  /** A length of the quick table, as long as this table wants it. */
  readonly scaled: (length: number) => number;
}

/** Rows that share their runs. */
export type RowGroup = (run: ValidationRun) => KnownResult[];
