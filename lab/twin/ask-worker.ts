// Asks a worker, and hears it until it ends or dies.

/** The first thing that each worker says: it has its code, and lives. */
interface Ready {
  readonly kind: 'ready';
  /** The lock that it holds as long as it lives; null where the browser has no locks. */
  readonly lock: string | null;
}

/** What is done with what a worker says. */
export interface WorkerEvents<Said> {
  /** @param end ends the worker, and then does what is given */
  onSaid(said: Said, end: (then: () => void) => void): void;
  onDeath(reason: string): void;
  /** It has been ended, for whatever reason. */
  onEnd?(): void;
}

/**
 * Starts a worker and asks it.
 * @param start starts it by the name of its lock
 * @param living the workers that live; one that is taken out of it is not heard any more
 * @returns ends it, and then does what is given, if it has not ended before
 */
export function askWorker<Said extends { readonly kind: string }>(
  start: (lock: string) => Worker,
  living: Set<Worker>,
  request: unknown,
  events: WorkerEvents<Exclude<Said, Ready>>,
): (then: () => void) => void {
  // Other tabs have the same page, and locks are the origin's.
  const worker = start(`rebootstorm-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`);
  living.add(worker);
  const end = (then: () => void) => {
    events.onEnd?.();
    if (!living.delete(worker)) return;
    worker.terminate();
    then();
  };
  const died = (reason: string) => end(() => events.onDeath(reason));
  worker.onerror = (event) => {
    event.preventDefault();
    died(event.message === '' ? 'its code could not be loaded' : event.message);
  };
  worker.onmessage = ({ data }: MessageEvent<Ready | Exclude<Said, Ready>>) => {
    if (!living.has(worker)) return events.onEnd?.();
    if (!isReady(data)) return events.onSaid(data, end);
    if (data.lock !== null) watchLock(data.lock, () => died('the browser ended its worker'));
    worker.postMessage(request);
  };
  return end;
}

function isReady(said: { readonly kind: string }): said is Ready {
  return said.kind === 'ready';
}

/** The lock is given to the page once the worker that holds it is gone. */
function watchLock(name: string, onFree: () => void): void {
  navigator.locks.request(name, () => onFree()).catch(() => {});
}
