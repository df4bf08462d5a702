// What a grading stands on, and what it makes of a file.
import type { TrialRunner } from '#runner/consumer/run-trial.ts';
import type { PolicyRunner } from '#runner/order-runner.ts';
import type { Outcome } from './grade.ts';

/** What a grading stands on. Nothing of a file may outlive a run. */
export interface GradingTools {
  /** Carries out one storm. */
  readonly runner: PolicyRunner;
  /** Carries out one trial of a handler. */
  readonly trial: TrialRunner;
  /** The folder with a folder for each challenge. */
  readonly challengesFolder: string;
}

/** A file that was read and checked. */
export interface GradeTask {
  /** Runs it. */
  readonly outcome: (seed: number) => Promise<Outcome>;
  /** The command that shows the same run. */
  readonly replay: (seed: number) => string;
}
