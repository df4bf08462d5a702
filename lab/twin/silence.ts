// Notices that code of a policy's author hangs. Its worker hears nothing while it computes, but it
// speaks about once a second as long as the code gives answers.
import type { WorkerReport } from './worker-messages.ts';

/** A loop without an end names its line after 3 s; this is for what else does not end. */
export const silenceLimitMs = 10_000;

const lookEveryMs = 1_000;

/** Hears what a worker says. */
export interface SilenceWatch {
  heard(report: WorkerReport): void;
  stop(): void;
}

/** @param onSilent is called once, where the author's code runs and nothing was heard for long */
export function watchSilence(onSilent: () => void): SilenceWatch {
  let isRunning = false;
  // Looks are counted, not hours: a machine that was asleep has not looked.
  let looks = 0;
  const timer = setInterval(() => {
    looks = isRunning ? looks + 1 : 0;
    if (looks * lookEveryMs >= silenceLimitMs) onSilent();
  }, lookEveryMs);
  return {
    heard: (report) => {
      looks = 0;
      if (report.kind === 'own-code') isRunning = report.isRunning;
    },
    stop: () => clearInterval(timer),
  };
}
