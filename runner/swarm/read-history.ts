// Keeps the history of a case in memory, and checks it while it grows. It is short enough for that.
import type { LoginRequested } from '#domain/events.ts';
import type { HistoryEntry } from '#domain/invariants/history.ts';
import { type JudgedRun, judgeAsItRuns } from '../local/judged-run.ts';
import { failsMessages } from './drawing/draw-faults.ts';
import { promisedLeaseMs } from './drawing/draw-timings.ts';
import type { SwarmCase } from './swarm-case.ts';

/** A history while it grows. */
export interface ReadHistory extends JudgedRun {
  readonly runId: string;
  readonly entries: readonly HistoryEntry[];
  /** Log-ins that were sent with genuine proofs. An attacker may have overheard them. */
  readonly heard: readonly LoginRequested[];
  readonly isFinished: boolean;
  /** The outcome of the storm in the state machine's report; null before. */
  reported: string | null;
}

/**
 * Starts to record and check a case.
 * @param outputs the stack's outputs; they are read when the first facts arrive, which is after the
 * cloud has started
 */
export function readHistory(
  { planned: { settings }, faults, quiescentAtMs }: SwarmCase,
  outputs: () => Readonly<Record<string, string>>,
): ReadHistory {
  const leaseMs = promisedLeaseMs(settings.timings.leaseMs, failsMessages(faults));
  const promised = { ...settings, timings: { ...settings.timings, leaseMs } };
  const entries: HistoryEntry[] = [];
  const heard: LoginRequested[] = [];
  let isFinished = false;
  const judged = judgeAsItRuns(promised, outputs, (entry) => {
    entries.push(entry);
    isFinished ||= entry.kind === 'finished';
    if (entry.kind !== 'message' || entry.step !== 'sent') return;
    if (entry.event?.type === 'LoginRequested' && entry.isGenuine()) heard.push(entry.event);
  });
  return {
    ...judged,
    runId: settings.runId,
    entries,
    heard,
    reported: null,
    get isFinished() {
      return isFinished;
    },
    seeded(nowMs) {
      judged.seeded(nowMs);
      judged.note({ kind: 'fault', atMs: nowMs, what: 'the weather', lastsUntilMs: quiescentAtMs });
    },
  };
}
