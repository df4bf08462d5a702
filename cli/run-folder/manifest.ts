// Everything that is needed to repeat a run.
import type { Scenario, ScenarioScale } from '#domain/scenario/scenario.ts';
import type { KeptInputs } from './input-copies.ts';

/** The circumstances of a run, written beside its results. */
export interface RunManifest {
  /** The arguments after the program's name. */
  argv: string[];
  seed: number;
  /** The commit that ran; null where the program does not come from a checkout. */
  commit: string | null;
  /** Versions by name, e.g. `rebootstorm`, `node`. */
  versions: Record<string, string>;
  /** The user's own files that went into the run, and where their copies are. */
  inputs: KeptInputs;
  /** The values that were run. */
  settings: RunSettingsReported;
  /** When the run was started, ISO 8601 in UTC. */
  createdAt: string;
  /**
   * Policies whose run had not ended: the result has what there was of them, if anything. Absent in
   * a run that ended.
   */
  unfinished?: string[];
  /** Real time that each policy's run took, in milliseconds. */
  wallMs: Record<string, number>;
}

/** The parts of a scenario that decide how a run goes, at the scale of the run. */
export interface RunSettingsReported
  extends Pick<Scenario, 'startMs' | 'storm' | 'timings' | 'target'> {
  scale: ScenarioScale;
}
