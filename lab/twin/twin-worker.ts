// The worker: it runs one policy on the twin, and says how far it is.
import { runOnTwin } from './run-on-twin.ts';
import type { RunRequest, WorkerReport } from './worker-messages.ts';

/** What a worker has of its global scope; the DOM's types describe that of a page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<RunRequest>) => void) | null;
  postMessage(report: WorkerReport): void;
  readonly name: string;
  readonly navigator: { readonly locks?: LockManager };
}

const scope = globalThis as unknown as WorkerScope;

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

holdLock();

/**
 * A lock that is held as long as the worker lives. A worker that is killed says nothing, but its
 * lock comes free, and by that the page sees it.
 */
function holdLock(): void {
  const ready = (lock: string | null) => scope.postMessage({ kind: 'ready', lock });
  const { locks } = scope.navigator;
  if (locks === undefined) {
    ready(null);
    return;
  }
  locks
    .request(scope.name, () => {
      ready(scope.name);
      return new Promise<void>(() => {});
    })
    // A page from a file may have no locks: then a death is seen only by its error.
    .catch(() => ready(null));
}
