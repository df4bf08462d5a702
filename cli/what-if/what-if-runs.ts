// The runs of `what-if`: every change with every seed, on the twin at full scale.
import { policyNamed } from '#runner/policy-choice.ts';
import { billRun } from '#runner/pricing/bill-run.ts';
import { atSize } from '#runner/study/with-unknowns.ts';
import type { Journal } from '#runner/sweep/journal.ts';
import { runKey } from '#runner/sweep/run-key.ts';
import type { SweepTask } from '#runner/sweep/run-sweep.ts';
import { isSound, type SweepRow } from '#runner/sweep/sweep-row.ts';
import type { WhatIfChange } from '#runner/what-if/changes.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { judgedRow } from '../thresholds/judged-run.ts';
import type { JudgedRun } from '../thresholds/measures.ts';
import type { WhatIfOptions } from './what-if-options.ts';

/** One change with one seed. */
interface WhatIfRun {
  readonly change: WhatIfChange;
  readonly seed: number;
  readonly task: SweepTask;
}

/** What came of it. */
export interface DoneWhatIf {
  readonly change: WhatIfChange;
  readonly seed: number;
  readonly row: SweepRow;
  readonly judged: JudgedRun;
  readonly isSound: boolean;
}

/** All runs, change by change. */
export function whatIfRuns(options: WhatIfOptions, program: string): WhatIfRun[] {
  return options.changes.flatMap((change) =>
    options.seeds.map((seed) => ({ change, seed, task: taskOf(change, seed, options, program) })),
  );
}

/** All runs with their results, once they are done. */
export function doneRuns(
  runs: readonly WhatIfRun[],
  { nodes, prices }: WhatIfOptions,
  journal: Journal,
): DoneWhatIf[] {
  return runs.map(({ change, seed, task }) => {
    const { row } = journal.read(task.key);
    const judged = judgedRow(row, billRun(row, nodes, prices), 'twin');
    return { change, seed, row, judged, isSound: isSound(row) };
  });
}

function taskOf(
  change: WhatIfChange,
  seed: number,
  { nodes, retries }: WhatIfOptions,
  program: string,
): SweepTask {
  const { full } = august2007;
  if (full === undefined) throw new Error('expected August 2007 to have a full scale');
  const scenario = atSize(change.scenario({ ...august2007, full }), nodes);
  return {
    key: runKey([program, 'what-if', scenario, change.policy, seed, nodes, retries]),
    words: `${change.name}, seed ${seed}`,
    order: {
      cloud: 'twin',
      scenario,
      policy: policyNamed(change.policy),
      seed,
      nodeCount: nodes,
      scale: 'full',
      retries,
    },
  };
}
