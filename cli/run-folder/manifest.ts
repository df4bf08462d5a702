// What must be known to repeat a run.

/** The circumstances of a run, written beside its results. */
export interface RunManifest {
  /** The arguments after the program's name. */
  argv: string[];
  seed: number;
  /** The commit that ran; null where the program does not come from a checkout. */
  commit: string | null;
  /** Versions by name, e.g. `rebootstorm`, `node`. */
  versions: Record<string, string>;
  /** When the run was started, ISO 8601 in UTC. */
  createdAt: string;
}
