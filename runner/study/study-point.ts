// One run of a study: which month, under which hypothesis, with which values and seed.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import type { UnknownValues } from '#scenarios/unknowns/august-unknowns.ts';
import { policySource } from '../policy-choice.ts';
import { runKey } from '../sweep/run-key.ts';
import type { SweepTask } from '../sweep/run-sweep.ts';
import { atSize, withUnknowns } from './with-unknowns.ts';

/** The label of the month that the record is of. */
export const augustLabel = '2007-08';

/** One run of a study. */
export interface StudyPoint {
  /**
   * A Patch Tuesday such as `2007-06`. In a month other than August 2007 the share that restarts is
   * drawn from that month's declared inputs by the seed, as in `months`.
   */
  readonly month: string;
  /** A policy's name, such as `ghost-slots` or `ghost-slots+herd`. */
  readonly hypothesis: string;
  readonly values: UnknownValues;
  readonly seed: number;
  readonly nodes: number;
}

/** A run to do that knows its point. */
export interface StudyTask extends SweepTask {
  readonly point: StudyPoint;
}

/**
 * In August the all-clear came 49 hours after the last restart (facts 1.58), so a study looks a
 * little longer than the scenario does.
 */
const augustObservedMs = 54 * 3_600_000;

/** The scenario of a point. @throws Error where no month has its label */
export function studyScenario({ month, values, seed, nodes }: StudyPoint): Scenario {
  if (month === augustLabel) {
    const timings = { ...august2007.timings, observeForMs: augustObservedMs };
    return atSize(withUnknowns({ ...august2007, timings }, values), nodes);
  }
  const story = patchTuesdays.find(({ label }) => label === month);
  if (story === undefined) throw new Error(`no Patch Tuesday is called ${month}`);
  return atSize(ofMonth(story.scenario(seed), values), nodes);
}

/**
 * The values in an ordinary month, whose own share of restarts stays, and so do the day's hours of
 * its day. Those of its night are the values', whatever the month's load.
 */
function ofMonth(drawn: Scenario, values: UnknownValues): Scenario {
  const set = withUnknowns(drawn, values);
  return { ...set, storm: { ...set.storm, nights: drawn.storm.nights } };
}

/**
 * A point as a task.
 * @param program the version and commit; a run of another program does not count as this one
 */
export function studyTask(point: StudyPoint, program: string): StudyTask {
  const { month, hypothesis, seed, nodes } = point;
  const scenario = studyScenario(point);
  const retries = 'aggregated';
  return {
    key: runKey([program, 'study', retries, scenario, hypothesis, nodes, seed]),
    words: `${month}, ${hypothesis}, ${nodes} nodes, seed ${seed}`,
    point,
    order: {
      cloud: 'twin',
      scenario,
      policy: policySource(hypothesis),
      seed,
      nodeCount: nodes,
      scale: 'full',
      retries,
    },
  };
}
