// The thread's side of a pool of threads: what it is asked, and how it answers.
import { parentPort } from 'node:worker_threads';

/** What the thread says: how far it is, and at the end of an order what it found. */
export type WorkerMessage<Progress, Done> = { progress: Progress } | { done: Done };

/**
 * Answers every order that the pool sends to this thread. An order that fails ends the thread with
 * the error, and the pool hands it on.
 */
export function answerOrders<Order, Progress = never>(
  work: (order: Order, onProgress: (progress: Progress) => void) => unknown,
): void {
  parentPort?.on('message', async (order: Order) => {
    // What is thrown in here is a rejection that nobody handles, which ends the thread.
    const done = await work(order, (progress) => parentPort?.postMessage({ progress }));
    parentPort?.postMessage({ done });
  });
}
