import {
  type Evidence,
  type Judgement,
  onlineShare,
  type VerdictKind,
} from '#domain/storm/judge-run.ts';
import { formatFailure } from '#domain/storm/storm-end.ts';
import { unreachable } from '#domain/unreachable.ts';
import { formatDuration, formatHealTime, formatMoment, formatShare } from './human-numbers.ts';

/** Says in one sentence how a run ended and why, for a reader who does not know the project. */
export function verdictSentence(
  kind: VerdictKind,
  judgement: Omit<Judgement, 'kind'>,
  { curve, target, lastRestartAtMs, violations, failure }: Evidence,
): string {
  const wanted = formatShare(target.onlineShare);
  const within = formatDuration(target.healWithinMs);
  const worst = `at worst ${formatShare(judgement.worstOfflineShare)} were offline`;
  const last = curve.at(-1);
  const offline = formatShare(last === undefined ? 1 : 1 - onlineShare(last));
  const after = `${formatDuration((last?.atMs ?? 0) - lastRestartAtMs)} after the last restart`;
  const worstAt = formatMoment(judgement.worstOfflineAtMs);
  const { healMs } = judgement;
  switch (kind) {
    case 'healed':
      return `${wanted} were signed in again ${formatHealed(healMs)}; ${worst}.`;
    case 'late':
      return healMs === null
        ? `${offline} are still offline ${after}; in time is ${within}.`
        : [
            `${wanted} were signed in again, but as late as ${formatHealTime(healMs)}`,
            `after the last restart (in time: ${within}); ${worst} (${worstAt}).`,
          ].join(' ');
    case 'stuck':
      return [
        `${offline} are still offline ${after},`,
        `and nothing has changed for ${within}; ${worst} (${worstAt}).`,
      ].join(' ');
    case 'violated':
      return [
        `an invariant is violated: ${violations[0]}${formatOthers(violations.length - 1)}`,
        ...(failure === null ? [] : [formatFailure(failure)]),
      ]
        .join('; and ')
        .concat('.');
    case 'failed':
      return [
        failure === null ? 'the storm failed' : formatFailure(failure),
        `So nothing can be said of its healing; ${offline} are offline.`,
      ].join('. ');
    case 'unknown':
      return `the run ended ${after}, too early to say; ${offline} are offline.`;
    default:
      return unreachable(kind);
  }
}

function formatHealed(healMs: number | null): string {
  return healMs === 0 || healMs === null
    ? 'by the time the last wave was over'
    : `${formatHealTime(healMs)} after the last restart`;
}

function formatOthers(count: number): string {
  return count > 0 ? ` (and ${count} more)` : '';
}
