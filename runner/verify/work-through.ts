// Orders handed out to threads, one after the other, on as many cores as there are.
import { Worker } from 'node:worker_threads';

/** What is to be done, and by what. */
export interface ThreadedWork<Order, Answer> {
  readonly orders: readonly Order[];
  /** The thread's code: it answers each message with one message. */
  readonly workerPath: string;
  /** What every thread is told once. */
  readonly workerData: unknown;
  readonly threads: number;
  /** Told of each answer as it comes, in no particular order. */
  readonly onAnswer?: (answer: Answer, index: number) => void;
}

/**
 * Works through all orders.
 * @returns the answers in the order of the orders, whatever thread came to them when
 * @throws what a thread throws, once the others are ended
 */
export async function workThrough<Order, Answer>(
  work: ThreadedWork<Order, Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const left = work.orders.entries();
  const threadCount = Math.min(work.threads, work.orders.length);
  const threads = Array.from({ length: threadCount }, () => {
    const worker = new Worker(work.workerPath, { workerData: work.workerData });
    const done = untilNothingIsLeft(worker, left, (answer: Answer, index) => {
      answers[index] = answer;
      work.onAnswer?.(answer, index);
    });
    return { worker, done };
  });
  try {
    await Promise.all(threads.map(({ done }) => done));
    return answers;
  } finally {
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
}

/** One thread takes the next order whenever it is done with one. */
function untilNothingIsLeft<Order, Answer>(
  worker: Worker,
  left: Iterator<[number, Order]>,
  onAnswer: (answer: Answer, index: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let taken = -1;
    const goOn = () => {
      const next = left.next();
      if (next.done === true) {
        resolve();
        return;
      }
      taken = next.value[0];
      worker.postMessage(next.value[1]);
    };
    worker.on('message', (answer: Answer) => {
      onAnswer(answer, taken);
      goOn();
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a thread ended with code ${code} at its work`)));
    goOn();
  });
}
