// The thread's side of a thread pool: what it is asked, and how it answers.
import { parentPort } from 'node:worker_threads';
import { type WatchedFile, watchedFile } from './decision-watch.ts';

/** What the thread sends: its progress, and the result at the end of an order. */
export type WorkerMessage<Progress, Done> =
  | { progress: Progress }
  | { done: Done }
  /** From here on the thread runs code of a user's file. */
  | { watch: WatchedFile };

/**
 * Answers every order that the pool sends to this thread. An order that fails ends the thread with
 * its error, and the pool's caller gets the error.
 */
export function answerOrders<Order, Progress = never>(
  work: (order: Order, onProgress: (progress: Progress) => void) => unknown,
): void {
  parentPort?.on('message', async (order: Order) => {
    // An error here becomes an unhandled rejection, which ends the thread.
    const done = await work(order, (progress) => parentPort?.postMessage({ progress }));
    parentPort?.postMessage({ done });
  });
}

/** Tells the pool that this thread begins to run code of a user's file. */
export function announce(file: string): void {
  parentPort?.postMessage({ watch: watchedFile(file) });
}
