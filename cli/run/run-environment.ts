import type { RunStop } from './run-stop.ts';

/** What a run stands on. */
export interface RunEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'> {
  /** Called only by a run on the local cloud. */
  readonly template: () => Record<string, unknown>;
  /** The code of the threads for policies. */
  readonly workerPath: string;
  /** The text of docs/facts.md. */
  readonly factsPage: () => string;
  readonly versions: Record<string, string>;
  readonly commit: string | null;
  /** Builds or finds the page of the lab, for `--live`; absent where nothing is shown. */
  readonly page?: () => string;
  /** Whether a signal has asked the run to end; absent where none is heard. */
  readonly stop?: RunStop | undefined;
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
}
