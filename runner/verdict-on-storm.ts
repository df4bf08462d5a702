// The verdict on a storm that ran every handler, be it on the local cloud or on a deployed stack.
import type { Evidence, Judgement, VerdictKind } from '#domain/storm/judge-run.ts';
import type { RunResult } from './result.ts';
import { verdictSentence } from './sentences/verdict-sentence.ts';

/** How many of the planned restarts happened. */
export interface RestartsDone {
  readonly done: number;
  readonly planned: number;
}

/**
 * If fewer restarts than this share happened, the run shows nothing about the nodes that stayed
 * signed in. The share is below 1, since a restart whose message failed comes only after the
 * visibility time-out. A short storm may be over by then.
 */
const restartedShareMin = 0.5;

/** Verdicts that are reported even if the storm never came. */
const reportedAnyway: ReadonlySet<VerdictKind> = new Set(['violated', 'failed', 'stopped']);

/** The verdict and its reason, if the planned storm really happened; else it is unknown. */
export function verdictOnStorm(
  kind: VerdictKind,
  judgement: Omit<Judgement, 'kind'>,
  evidence: Evidence,
  restarts: RestartsDone,
): RunResult['verdict'] {
  const isUntried = restarts.planned > 0 && restarts.done === 0 && !reportedAnyway.has(kind);
  if (isUntried || (kind === 'healed' && restarts.done < restarts.planned * restartedShareMin)) {
    const what = `only ${restarts.done} of ${restarts.planned} planned restarts happened`;
    return { kind: 'unknown', sentence: `${what}, too few to judge by.` };
  }
  return { kind, sentence: verdictSentence(kind, judgement, evidence) };
}

/** Dead-lettered messages as violations, one for each queue that has some. */
export function deadLetterViolations(byQueue: Readonly<Record<string, number>>): string[] {
  return Object.entries(byQueue)
    .filter(([, count]) => count > 0)
    .map(([queue, count]) => `${count} dead-lettered messages of the ${queue} queue`);
}
