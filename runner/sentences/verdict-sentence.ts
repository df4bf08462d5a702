import {
  type Evidence,
  type Judgement,
  onlineShare,
  type VerdictKind,
} from '#domain/storm/judge-run.ts';
import { failureWords } from '#domain/storm/storm-end.ts';
import { unreachable } from '#domain/unreachable.ts';
import { durationWords, healTimeWords, momentWords, shareWords } from './human-numbers.ts';

/** Says in one sentence, for somebody who never saw the project, how a run ended and why. */
export function verdictSentence(
  kind: VerdictKind,
  judgement: Omit<Judgement, 'kind'>,
  { curve, target, lastRestartAtMs, violations, failure }: Evidence,
): string {
  const wanted = shareWords(target.onlineShare);
  const within = durationWords(target.healWithinMs);
  const worst = `at worst ${shareWords(judgement.worstOfflineShare)} were offline`;
  const last = curve.at(-1);
  const offline = shareWords(last === undefined ? 1 : 1 - onlineShare(last));
  const after = `${durationWords((last?.atMs ?? 0) - lastRestartAtMs)} after the last restart`;
  const worstAt = momentWords(judgement.worstOfflineAtMs);
  const { healMs } = judgement;
  switch (kind) {
    case 'healed':
      return `${wanted} were signed in again ${healedWords(healMs)}; ${worst}.`;
    case 'late':
      return healMs === null
        ? `${offline} are still offline ${after}; in time is ${within}.`
        : [
            `${wanted} were signed in again, but as late as ${healTimeWords(healMs)}`,
            `after the last restart (in time: ${within}); ${worst} (${worstAt}).`,
          ].join(' ');
    case 'stuck':
      return [
        `${offline} are still offline ${after},`,
        `and nothing has changed for ${within}; ${worst} (${worstAt}).`,
      ].join(' ');
    case 'violated':
      return [
        `an invariant is broken: ${violations[0]}${othersWords(violations.length - 1)}`,
        ...(failure === null ? [] : [failureWords(failure)]),
      ]
        .join('; and ')
        .concat('.');
    case 'failed':
      return [
        failure === null ? 'the storm failed' : failureWords(failure),
        `So nothing can be said of its healing; ${offline} are offline.`,
      ].join('. ');
    case 'unknown':
      return `the run ended ${after}, too early to tell; ${offline} are offline.`;
    default:
      return unreachable(kind);
  }
}

function healedWords(healMs: number | null): string {
  return healMs === 0 || healMs === null
    ? 'by the time the last wave was over'
    : `${healTimeWords(healMs)} after the last restart`;
}

function othersWords(count: number): string {
  return count > 0 ? ` (and ${count} more)` : '';
}
