// The history of a case, kept whole and checked while it is made: it is short.
import { openChecker } from '#domain/check-history.ts';
import type { LoginRequested } from '#domain/events.ts';
import type { HistoryEntry } from '#domain/history.ts';
import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import { lastRestartAtMs } from '#domain/plan-storm.ts';
import { type HistoryRecorder, openRecorder } from '../history-recorder.ts';
import { type KeyListener, openKeyListener } from '../key-listener.ts';
import { openProofOracle } from '../proof-oracle.ts';
import { failsMessages } from './draw-faults.ts';
import { promisedLeaseMs } from './draw-timings.ts';
import type { SwarmCase } from './swarm-case.ts';

/** A history while it grows. */
export interface FollowedHistory extends HistoryRecorder, KeyListener {
  readonly runId: string;
  readonly entries: readonly HistoryEntry[];
  /** Log-ins that were sent with genuine proofs: what an attacker may have overheard. */
  readonly heard: readonly LoginRequested[];
  readonly isFinished: boolean;
  /** How the state machine reports the end of the storm; null before. */
  reported: string | null;
  /** The quiet day is stored; from here on the control plane is judged. */
  seeded(nowMs: number): void;
  verdicts(nowMs: number): InvariantVerdict[];
}

/**
 * Begins to record and check a case.
 * @param outputs the stack's; asked for once facts arrive, which is after the cloud was started
 */
export function followHistory(
  { planned: { settings }, faults, calmAtMs }: SwarmCase,
  outputs: () => Readonly<Record<string, string>>,
): FollowedHistory {
  const { target, timings } = settings;
  const leaseMs = promisedLeaseMs(timings.leaseMs, failsMessages(faults));
  const checker = openChecker({ target, timings: { ...timings, leaseMs } });
  const listener = openKeyListener();
  const entries: HistoryEntry[] = [];
  const heard: LoginRequested[] = [];
  let isFinished = false;
  const note = (entry: HistoryEntry) => {
    entries.push(entry);
    checker.note(entry);
    isFinished ||= entry.kind === 'finished';
    if (entry.kind !== 'message' || entry.step !== 'sent' || !entry.isGenuine) return;
    if (entry.event?.type === 'LoginRequested') heard.push(entry.event);
  };
  const isGenuine = openProofOracle(listener.keys);
  const lastRestartMs = lastRestartAtMs(settings.storm, settings.shiftMs);
  return {
    ...listener,
    ...openRecorder({ ...settings, outputs, isGenuine, note }),
    ...{ runId: settings.runId, entries, heard, reported: null },
    get isFinished() {
      return isFinished;
    },
    seeded(nowMs) {
      note({ kind: 'seeded', atMs: nowMs });
      const storm = { what: 'the storm of restarts', lastsUntilMs: lastRestartMs };
      note({ kind: 'fault', atMs: nowMs, ...storm });
      note({ kind: 'fault', atMs: nowMs, what: 'the weather', lastsUntilMs: calmAtMs });
    },
    verdicts: (nowMs) => checker.verdicts({ atMs: nowMs }),
  };
}
