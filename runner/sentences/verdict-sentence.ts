import {
  type Evidence,
  type Judgement,
  onlineShare,
  type VerdictKind,
} from '#domain/storm/judge-run.ts';
import { formatFailure } from '#domain/storm/storm-end.ts';
import { unreachable } from '#domain/unreachable.ts';
import {
  formatDuration,
  formatHealTime,
  formatMoment,
  formatShare,
  formatTarget,
} from './human-numbers.ts';

/** Each kind of verdict in the words that a reader sees. */
export const verdictWords: Readonly<Record<VerdictKind, string>> = {
  healed: 'healed',
  late: 'healed too late',
  'not-healed': 'not healed',
  stuck: 'stuck',
  failed: 'failed',
  stopped: 'stopped',
  violated: 'violated',
  unknown: 'unknown',
};

/** Says in one sentence how a run ended and why, for a reader who does not know the project. */
export function verdictSentence(
  kind: VerdictKind,
  judgement: Omit<Judgement, 'kind'>,
  evidence: Evidence,
): string {
  const { curve, target, violations, failure } = evidence;
  const wanted = formatTarget(target.onlineShare);
  const within = formatDuration(target.healWithinMs);
  const worst = `at worst ${formatShare(judgement.worstOfflineShare)} were offline`;
  const worstThen = `${worst} (${formatMoment(judgement.worstOfflineAtMs)})`;
  const last = curve.at(-1);
  const offline = formatShare(last === undefined ? 1 : 1 - onlineShare(last));
  const ended = formatEnded(evidence);
  switch (kind) {
    case 'healed':
      return `${wanted} were signed in again ${formatHealed(judgement)}; ${worst}.`;
    case 'late':
      return [
        `${wanted} were signed in again only ${formatHealed(judgement)};`,
        `the target was ${within}; ${worstThen}.`,
      ].join(' ');
    case 'not-healed':
      return [
        `${offline} were still offline when the run ended, ${ended};`,
        `the target was ${wanted} signed in within ${within}; ${worstThen}.`,
      ].join(' ');
    case 'stuck':
      return [
        `${offline} were still offline when the run ended, ${ended},`,
        `and for ${within} nothing had changed; ${worstThen}.`,
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
        `So nothing can be said about its healing; ${offline} were offline.`,
      ].join('. ');
    case 'stopped':
      return `${formatStopped(evidence)} ${ended}; ${offline} were offline then.`;
    case 'unknown':
      return [
        `the run ended ${ended}, too early to tell whether ${wanted} would be signed in`,
        `within ${within}; ${offline} were offline.`,
      ].join(' ');
    default:
      return unreachable(kind);
  }
}

/** Why a storm was ended before its time. */
function formatStopped({ stopped }: Evidence): string {
  switch (stopped) {
    case 'cost':
      return 'stopped: cost. It would have passed its cap, so it was ended';
    case 'by hand':
    case undefined:
      return 'stopped: by hand. Its storm was ended';
    default:
      return unreachable(stopped);
  }
}

/** The verdict on a run that was stopped: only what is violated already is known. */
export function stoppedVerdict(
  kind: VerdictKind,
  judgement: Omit<Judgement, 'kind'>,
  evidence: Evidence,
): { kind: VerdictKind; sentence: string } {
  if (kind === 'violated') return { kind, sentence: verdictSentence(kind, judgement, evidence) };
  const last = evidence.curve.at(-1);
  const offline = formatShare(last === undefined ? 1 : 1 - onlineShare(last));
  const at = last === undefined ? '' : ` (${formatMoment(last.atMs)})`;
  const when = `${formatEnded(evidence)}${at}`;
  const sentence = `the run was stopped ${when}; ${offline} were offline then.`;
  return { kind: 'unknown', sentence };
}

function formatEnded({ curve, lastRestartAtMs }: Evidence): string {
  const afterMs = (curve.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) - lastRestartAtMs;
  return afterMs < 0
    ? 'before the last restart'
    : `${formatDuration(afterMs)} after the last restart`;
}

function formatHealed({ healMs, belowTargetAfterMs }: Omit<Judgement, 'kind'>): string {
  if (healMs === 0 || healMs === null) return 'by the time the last wave was over';
  const after = `${formatHealTime(healMs)} after the last restart`;
  return hasDips({ healMs, belowTargetAfterMs })
    ? `${after}, after dips (below the target for ${formatDuration(belowTargetAfterMs)} of it)`
    : after;
}

/** Whether a network came back to its target and fell below it again before it healed for good. */
export function hasDips({
  healMs,
  belowTargetAfterMs,
}: Pick<Judgement, 'healMs' | 'belowTargetAfterMs'>): boolean {
  return healMs !== null && belowTargetAfterMs < healMs;
}

function formatOthers(count: number): string {
  return count > 0 ? ` (and ${count} more)` : '';
}
