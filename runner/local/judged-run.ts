// The history of an embedded run, recorded and checked while the run goes on.
import { openChecker } from '#domain/invariants/check-history.ts';
import type { HistoryEntry } from '#domain/invariants/history.ts';
import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { type HistoryRecorder, openRecorder } from './history-recorder.ts';
import { type KeyListener, openKeyListener } from './key-listener.ts';
import { openProofOracle } from './proof-oracle.ts';

/** A run while it is recorded. */
export interface JudgedRun extends HistoryRecorder, KeyListener {
  /** Adds what is known from outside, such as how long the faults last. */
  note(entry: HistoryEntry): void;
  /** The quiet day is stored; from here on the control plane is judged. */
  seeded(nowMs: number): void;
  verdicts(nowMs: number): InvariantVerdict[];
}

/**
 * Begins to record and check a run.
 * @param outputs the stack's; asked for once facts arrive, which is after the cloud was started
 * @param onEntry called with every entry before it is judged
 */
export function judgeAsItRuns(
  settings: RunSettings,
  outputs: () => Readonly<Record<string, string>>,
  onEntry?: (entry: HistoryEntry) => void,
): JudgedRun {
  const checker = openChecker(settings);
  const note = (entry: HistoryEntry) => {
    onEntry?.(entry);
    checker.note(entry);
  };
  const listener = openKeyListener();
  const isGenuine = openProofOracle(listener.keys);
  return {
    ...listener,
    note,
    ...openRecorder({ ...settings, outputs, isGenuine, note }),
    seeded(nowMs) {
      note({ kind: 'seeded', atMs: nowMs });
      // What the fault plan does all the time is weather; the storm is what has to be healed.
      const lastsUntilMs = lastRestartAtMs(settings.storm, settings.shiftMs);
      note({ kind: 'fault', atMs: nowMs, what: 'the storm of restarts', lastsUntilMs });
    },
    verdicts: (nowMs) => checker.verdicts({ atMs: nowMs }),
  };
}
