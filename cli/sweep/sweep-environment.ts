/** What a sweep needs. */
export interface SweepEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr'> {
  /** Called only by a sweep on the local cloud. */
  readonly template: () => Record<string, unknown>;
  readonly workerPath: string;
  /**
   * The version and the commit of this program. Runs of another program do not count for this
   * sweep.
   */
  readonly program: string;
  /** The commit of a checkout, or the version of a release. */
  readonly commit: string;
  readonly argv: readonly string[];
}
