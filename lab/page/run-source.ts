// Where the runs on the page come from. Charts, player and results are the same for all sources.

import { scenarioOf } from '#runner/scenario-of.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import type { OwnPolicy } from '../policy/own-policy.ts';
import type { Moment } from './moment.ts';
import { type ComputedRunListener, comparisonOnPage } from './page-run.ts';
import type { PageRun } from './runs-on-page.ts';
import { againBy, type RunAgain } from './save.ts';

/** Runs that the page can show. */
export interface RunSource {
  /**
   * Computed in this page, read from the files of a run, or followed while they go on elsewhere.
   */
  readonly kind: 'computed' | 'recorded' | 'followed';
  readonly title: string;
  /** What happened, in sentences; empty where the scenario repeats no incident. */
  readonly story: readonly string[];
  readonly again: RunAgain;
  /** What charts without any value are called. */
  readonly unmeasured: string;
  /** Begins to tell of them. What was begun before has to be stopped first. */
  open(moment: Moment, listener: ComputedRunListener): PageRun;
}

/** Runs that the page computes itself. @param own the reader's own policy, where it is compared */
export function computedSource(inputs: LabInputs, own: OwnPolicy | null): RunSource {
  const { title, story = [] } = scenarioOf(inputs.scenario);
  return {
    kind: 'computed',
    title,
    story,
    again: againBy(inputs),
    open: (moment, listener) => comparisonOnPage(inputs, own, moment, listener),
    unmeasured: 'Not known before the end',
  };
}
