// Lets the main thread ask its threads to end their runs early. A run leaves its thread no time to
// hear messages, so it looks at a number in memory that both share.
import { workerData } from 'node:worker_threads';

/** The main thread's side. */
export interface StopSignal {
  /** What threads get as `stop` of their data. */
  readonly shared: SharedArrayBuffer;
  /** Asks every thread to end its run. */
  ask(): void;
}

/** Opens a signal that nobody has given yet. */
export function openStopSignal(): StopSignal {
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  return {
    shared: flag.buffer as SharedArrayBuffer,
    ask: () => {
      Atomics.store(flag, 0, 1);
    },
  };
}

const shared: unknown = (workerData as { readonly stop?: unknown } | null)?.stop;
const own = shared instanceof SharedArrayBuffer ? new Int32Array(shared) : undefined;

/** A thread's side: whether it should end its run. */
export function isStopAsked(): boolean {
  return own !== undefined && Atomics.load(own, 0) !== 0;
}
