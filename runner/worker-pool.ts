// Threads that take one order after the other; each is begun once there is an order for it.
import { Worker } from 'node:worker_threads';
import type { WorkerMessage } from './policy-worker.ts';

/** A few threads, and the orders that wait for one of them. */
export interface WorkerPool {
  /**
   * Hands an order to the next thread that is free. Orders are begun in the order of the calls.
   * @throws what the thread throws; from then on the pool is closed
   */
  run<Progress, Done>(order: object, onProgress: (progress: Progress) => void): Promise<Done>;
  /** Ends all threads; orders that are under way never answer. */
  close(): Promise<void>;
}

type Message = WorkerMessage<unknown, unknown>;

interface Task {
  readonly order: object;
  readonly onMessage: (message: Message) => void;
  readonly reject: (error: unknown) => void;
}

/** Opens a pool. @param workerPath the thread's code, policy-worker */
export function openWorkerPool(workerPath: string, threadsMax: number): WorkerPool {
  const waiting: Task[] = [];
  const tasks = new Map<Worker, Task>();
  const idle: Worker[] = [];
  const threads = new Set<Worker>();
  const begin = (thread: Worker, task: Task) => {
    tasks.set(thread, task);
    thread.postMessage(task.order);
  };
  const close = async () => {
    const ended = [...threads].map((thread) => thread.terminate());
    threads.clear();
    await Promise.all(ended);
  };
  const open = (): Worker => {
    const thread = new Worker(workerPath);
    threads.add(thread);
    thread.on('message', (message: Message) => {
      const task = tasks.get(thread);
      if ('done' in message) {
        tasks.delete(thread);
        const next = waiting.shift();
        if (next === undefined) idle.push(thread);
        else begin(thread, next);
      }
      task?.onMessage(message);
    });
    thread.on('error', (error) => {
      tasks.get(thread)?.reject(error);
      // The others would go on for nothing.
      void close();
    });
    thread.on('exit', (code) =>
      tasks.get(thread)?.reject(new Error(`a thread ended with code ${code} at its work`)),
    );
    return thread;
  };
  const start = (task: Task) => {
    const free = idle.pop();
    if (free === undefined && threads.size >= threadsMax) waiting.push(task);
    else begin(free ?? open(), task);
  };
  return {
    close,
    run: <Progress, Done>(order: object, onProgress: (progress: Progress) => void) =>
      new Promise<Done>((resolve, reject) => {
        const onMessage = (message: Message) => {
          if ('done' in message) resolve(message.done as Done);
          else onProgress(message.progress as Progress);
        };
        start({ order, onMessage, reject });
      }),
  };
}
