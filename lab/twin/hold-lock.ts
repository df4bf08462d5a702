// A lock that is held as long as a worker lives. A worker that is killed says nothing, but its lock
// comes free, and by that the page sees it.

/** What a worker has of its global scope; the DOM's types describe that of a page. */
export interface WorkerScope<Request, Report> {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(report: Report): void;
  readonly name: string;
  readonly navigator: { readonly locks?: LockManager };
}

/**
 * Takes the lock of the worker's name.
 * @param ready gets its name; null where there are no locks
 */
export function holdLock(
  { name, navigator: { locks } }: Pick<WorkerScope<never, never>, 'name' | 'navigator'>,
  ready: (lock: string | null) => void,
): void {
  if (locks === undefined) {
    ready(null);
    return;
  }
  locks
    .request(name, () => {
      ready(name);
      return new Promise<void>(() => {});
    })
    // A page from a file may have no locks: then a death is seen only by its error.
    .catch(() => ready(null));
}
