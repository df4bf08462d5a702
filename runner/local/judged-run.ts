// Records and checks the history of an embedded run while it goes on.
import { openChecker } from '#domain/invariants/check-history.ts';
import type { HistoryEntry } from '#domain/invariants/history.ts';
import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { type HistoryRecorder, openRecorder } from './history-recorder.ts';
import { type KeyListener, openKeyListener } from './key-listener.ts';
import { openProofOracle } from './proof-oracle.ts';

/** A run under record. */
export interface JudgedRun extends HistoryRecorder, KeyListener {
  /** Adds a fact from outside, such as how long the faults last. */
  note(entry: HistoryEntry): void;
  /** The network of the quiet day is stored. From now on the control plane is judged. */
  seeded(nowMs: number): void;
  verdicts(nowMs: number): InvariantVerdict[];
}

/**
 * Starts to record and check a run.
 * @param outputs the stack's outputs; they are read when the first facts arrive, which is after the
 * cloud has started
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
      // The fault plan acts all the time, so it counts as normal conditions. The storm is what has
      // to heal.
      const lastsUntilMs = lastRestartAtMs(settings.storm, settings.shiftMs);
      note({ kind: 'fault', atMs: nowMs, what: 'the storm of restarts', lastsUntilMs });
    },
    verdicts: (nowMs) => checker.verdicts({ atMs: nowMs }),
  };
}
