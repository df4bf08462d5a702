// The worker: it runs one policy on the twin, and says how far it is.
import { holdLock, type WorkerScope } from './hold-lock.ts';
import { runOnTwin } from './run-on-twin.ts';
import type { RunRequest, WorkerReport } from './worker-messages.ts';

const scope = globalThis as unknown as WorkerScope<RunRequest, WorkerReport>;

scope.onmessage = ({ data }) => {
  try {
    const run = runOnTwin(
      data,
      (progress) => scope.postMessage(progress),
      () => performance.now(),
    );
    scope.postMessage({ kind: 'done', run });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: 'failed', reason });
  }
};

holdLock(scope, (lock) => scope.postMessage({ kind: 'ready', lock }));
