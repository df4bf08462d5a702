// Lets the main thread see whether a thread still is in code of a policy's file. A thread in an
// endless loop hears nothing and says nothing. But it leaves a number in memory that both share.
import { type OwnCodePart, ownCodeParts } from '../own-code.ts';

/** What a thread says once, before it runs code of a file. */
export interface WatchedFile {
  /** The file's path, as the user gave it. */
  readonly file: string;
  /** Two whole numbers: how often code was entered or left, and what was entered last. */
  readonly shared: SharedArrayBuffer;
}

const own = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));

/** This thread's side of a watch on a file's code. */
export function watchedFile(file: string): WatchedFile {
  return { file, shared: own.buffer as SharedArrayBuffer };
}

/** Notes that this thread enters code of a file. An odd count means that it is in there. */
export function enterOwnCode(entry: OwnCodePart): void {
  Atomics.store(own, 1, ownCodeParts.indexOf(entry));
  Atomics.add(own, 0, 1);
}

/** Notes that this thread is out again. */
export function leaveOwnCode(): void {
  Atomics.add(own, 0, 1);
}

/** The main thread's side. */
export interface Watch {
  readonly file: string;
  /** What the thread has been in since before the limit, in words; undefined where all is well. */
  stuckIn(nowMs: number): OwnCodePart | undefined;
}

/** Watches a thread's code of a file. @param limitMs for one decision, or for loading the file */
export function openWatch({ file, shared }: WatchedFile, limitMs: number): Watch {
  const counts = new Int32Array(shared);
  let seen = { count: -1, sinceMs: Number.POSITIVE_INFINITY };
  return {
    file,
    stuckIn(nowMs) {
      const count = Atomics.load(counts, 0);
      if (count !== seen.count) seen = { count, sinceMs: nowMs };
      const isInside = count % 2 !== 0;
      return isInside && nowMs - seen.sinceMs >= limitMs
        ? ownCodeParts[Atomics.load(counts, 1)]
        : undefined;
    },
  };
}
