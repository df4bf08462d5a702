// Judges whether a case failed. Some things must never happen, whatever was drawn. Others must
// happen where they can.
import { checkNetwork, type NetworkScan } from '#domain/invariants/check-network.ts';
import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import { excerptOf } from './format-history.ts';
import type { ReadHistory } from './read-history.ts';
import type { SwarmCase } from './swarm-case.ts';
import type { SwarmFailure } from './swarm-outcome.ts';

/** How a case ended. */
export interface CaseEnd {
  readonly nowMs: number;
  readonly verdicts: readonly InvariantVerdict[];
  readonly everybody: NetworkScan;
  readonly messagesHandled: number;
  readonly messagesMax: number;
  readonly history: Pick<ReadHistory, 'entries' | 'reported'>;
}

/** The failures of a case that ended. The list is empty where it is green. */
export function failuresOf(drawn: SwarmCase, end: CaseEnd): SwarmFailure[] {
  const violated = end.verdicts.filter((verdict) => {
    if (verdict.verdict !== 'violated' || isOfTheDone(verdict, end)) return false;
    return verdict.id !== 'liveness' || drawn.mustHeal;
  });
  const scan = checkNetwork(end.everybody, end.nowMs).violations;
  return [
    ...violated.map((verdict) => brokenInvariant(drawn, verdict, end)),
    ...scan.map((words) => inShort('full-scan', words)),
    ...boasts(drawn, end),
    ...wrongEnds(drawn, end),
  ];
}

/**
 * Whether all dead-lettered messages had been handled and deleted before. Each late copy counts as
 * one more receive, so a message that is delivered again and again is dead-lettered for that alone.
 */
function isOfTheDone({ id, violations, violationCount }: InvariantVerdict, { history }: CaseEnd) {
  if (id !== 'dead-letters-empty' || violationCount > violations.length) return false;
  const done = new Set<string>();
  for (const entry of history.entries)
    if (entry.kind === 'message' && entry.step === 'deleted') done.add(entry.messageId);
  return violations.every(({ item, words }) => done.has(item) && words.startsWith('lies among'));
}

function brokenInvariant(
  { planned: { settings } }: SwarmCase,
  { id, violations, violationCount }: InvariantVerdict,
  { history }: CaseEnd,
): SwarmFailure {
  const [first] = violations;
  if (first === undefined) return inShort(id, 'violated, but no violation is listed');
  const others = violationCount > 1 ? ` (and ${violationCount - 1} more)` : '';
  const excerpt = excerptOf(history.entries, first, settings.startsAtMs);
  return { what: id, words: `${first.item}: ${first.words}${others}`, excerpt };
}

/** A registration with more slots than the network allows, at any time. */
function boasts({ planned }: SwarmCase, { history }: CaseEnd): SwarmFailure[] {
  const { slotsPerSupernode } = planned.settings.sizes;
  for (const entry of history.entries) {
    for (const change of entry.kind === 'commit' ? entry.changes : []) {
      const registration = change.of === 'supernode' ? change.after : null;
      if (
        registration === null ||
        registration.operatorRun ||
        registration.slots <= slotsPerSupernode
      )
        continue;
      const words = [
        `${registration.nodeId} registers ${registration.slots} slots`,
        `of at most ${slotsPerSupernode}`,
      ].join(' ');
      return [inShort('slots-capped', words)];
    }
  }
  return [];
}

function wrongEnds({ mustHeal }: SwarmCase, end: CaseEnd): SwarmFailure[] {
  const { reported } = end.history;
  const ends: SwarmFailure[] = [];
  if (end.messagesHandled > end.messagesMax)
    ends.push(inShort('runaway', `${end.messagesHandled} messages were handled, without end`));
  if (reported === null)
    ends.push(inShort('state-machine', 'it never reported the end of the storm'));
  if (reported === 'failed') ends.push(inShort('state-machine', 'a state failed for good'));
  if (reported === 'timed-out' && mustHeal)
    ends.push(inShort('state-machine', 'the storm was not seen to heal, although it could have'));
  return ends;
}

function inShort(what: SwarmFailure['what'], words: string): SwarmFailure {
  return { what, words, excerpt: [] };
}
