import { judgeStation, type StationEnding } from '#twin/station/judge-station.ts';
import { runStation } from '#twin/station/run-station.ts';
import type { Station } from '#twin/station/station.ts';
import type { StationResult } from '#twin/station/station-result.ts';
import type { NamedStation } from './named-station.ts';

/** A station that was run. */
export interface StationRun {
  readonly name: string;
  readonly station: Station;
  readonly result: StationResult;
  readonly ending: StationEnding;
  /** Real time that the run took, in milliseconds. */
  readonly wallMs: number;
}

/** Runs a station, and judges its end. @throws RangeError when it has too many events */
export function runNamed({ name, station }: NamedStation): StationRun {
  const startedMs = performance.now();
  const result = runStation(station);
  const wallMs = performance.now() - startedMs;
  return { name, station, result, ending: judgeStation(station, result), wallMs };
}

/** Whether a station ended as its file expects, or expects nothing. */
export function isAsExpected({ station, ending }: StationRun): boolean {
  return (station.expected ?? ending.kind) === ending.kind;
}
