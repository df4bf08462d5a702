// Threads that take one order after the other. A thread is started when there is an order for it.
import { Worker } from 'node:worker_threads';
import type { WorkerMessage } from './answer-orders.ts';
import { openWatch, type Watch } from './decision-watch.ts';

/** The code, the number and the data of a pool's threads. */
export interface WorkerPoolOptions {
  /** The thread's code, which calls `answerOrders`. */
  readonly workerPath: string;
  readonly threadsMax: number;
  /** How long one decision of a user's file may take; usually `usualDecisionLimitMs`. */
  readonly decisionLimitMs?: number | undefined;
  /** What the user can do where one takes longer; usually the option of the command. */
  readonly limitAdvice?: string | undefined;
  /** The data that every thread gets once, at its start. */
  readonly workerData?: unknown;
}

/** A few threads, and the orders that wait for one of them. */
export interface WorkerPool {
  readonly threadsMax: number;
  /**
   * Gives an order to the next free thread. Orders begin in the order of the calls.
   * @throws what the thread throws; from then on the pool is closed
   */
  run<Done, Progress = unknown>(
    order: unknown,
    onProgress?: (progress: Progress) => void,
    /** Called when a thread begins with it. */
    onBegin?: () => void,
  ): Promise<Done>;
  /** Ends all threads. Orders that are under way get no answer. */
  close(): Promise<void>;
}

/** A decision takes microseconds. Machines may be busy, and a loop without end is not. */
export const usualDecisionLimitMs = 10_000;

const watchEveryMs = 100;

type Message = WorkerMessage<unknown, unknown>;

interface Task {
  readonly order: unknown;
  readonly onMessage: (message: Message) => void;
  readonly reject: (error: unknown) => void;
  readonly onBegin: (() => void) | undefined;
}

/** Opens a pool for as long as `use` takes, and closes it whether that succeeds or fails. */
export async function withWorkerPool<Result>(
  options: WorkerPoolOptions,
  use: (pool: WorkerPool) => Promise<Result>,
): Promise<Result> {
  const pool = openWorkerPool(options);
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

/**
 * Works through all items, at most as many at once as the pool has threads. An item is taken only
 * when a thread is free, so a generator can make items when they are needed.
 * @returns what `work` returned for each item, in the order of the items
 * @throws the first error that `work` throws
 */
export async function workThrough<Item, Done>(
  pool: WorkerPool,
  items: Iterable<Item>,
  work: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const results: Done[] = [];
  await workOff(pool, items, async (item, index) => {
    results[index] = await work(item);
  });
  return results;
}

/**
 * Does the same as `workThrough`, but keeps no results: there may be more items than memory holds.
 */
export async function workOff<Item>(
  { threadsMax }: WorkerPool,
  items: Iterable<Item>,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let nextIndex = 0;
  const left = items[Symbol.iterator]();
  const takeTurns = async () => {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      const index = nextIndex;
      nextIndex += 1;
      await work(next.value, index);
    }
  };
  await Promise.all(Array.from({ length: threadsMax }, takeTurns));
}

function openWorkerPool({
  workerPath,
  threadsMax,
  workerData,
  decisionLimitMs = usualDecisionLimitMs,
  limitAdvice = ' If it needs longer: --decision-limit.',
}: WorkerPoolOptions): WorkerPool {
  const waiting: Task[] = [];
  const tasks = new Map<Worker, Task>();
  const idle: Worker[] = [];
  const threads = new Set<Worker>();
  const watches = new Map<Worker, Watch>();
  let isClosed = false;
  const begin = (thread: Worker, task: Task) => {
    tasks.set(thread, task);
    task.onBegin?.();
    thread.postMessage(task.order);
  };
  const close = async () => {
    isClosed = true;
    clearInterval(timer);
    const ended = [...threads].map((thread) => thread.terminate());
    threads.clear();
    await Promise.all(ended);
  };
  const fail = (thread: Worker, error: unknown) => {
    tasks.get(thread)?.reject(error);
    // The other threads' work would be useless.
    void close();
  };
  const timer = setInterval(() => {
    for (const [thread, { file, stuckIn }] of watches) {
      const stuck = stuckIn(performance.now());
      if (stuck !== undefined) fail(thread, stuckError(file, stuck, decisionLimitMs, limitAdvice));
    }
  }, watchEveryMs).unref();
  const open = (): Worker => {
    const thread = new Worker(workerPath, { workerData, stdout: true });
    threads.add(thread);
    // Standard output is for results. What a policy prints is talk.
    thread.stdout.setEncoding('utf8').on('data', (text: string) => process.stderr.write(text));
    thread.on('message', (message: Message) => {
      if ('watch' in message) {
        watches.set(thread, openWatch(message.watch, decisionLimitMs));
        return;
      }
      // What is still under way when the pool closes is no answer any more.
      if (isClosed) return;
      const task = tasks.get(thread);
      if ('done' in message) {
        tasks.delete(thread);
        const next = waiting.shift();
        if (next === undefined) idle.push(thread);
        else begin(thread, next);
      }
      task?.onMessage(message);
    });
    thread.on('error', (error) => fail(thread, error));
    thread.on('exit', (code) => tasks.get(thread)?.reject(exitError(code, watches.get(thread))));
    return thread;
  };
  const start = (task: Task) => {
    if (isClosed) task.reject(new Error('the threads have ended already'));
    else if (idle.length === 0 && threads.size >= threadsMax) waiting.push(task);
    else begin(idle.pop() ?? open(), task);
  };
  return {
    threadsMax,
    close,
    run: <Done, Progress>(
      order: unknown,
      onProgress?: (progress: Progress) => void,
      onBegin?: () => void,
    ) =>
      new Promise<Done>((resolve, reject) => {
        const onMessage = (message: Message) => {
          if ('done' in message) resolve(message.done as Done);
          else if ('progress' in message) onProgress?.(message.progress as Progress);
        };
        start({ order, onMessage, reject, onBegin });
      }),
  };
}

/** The fault of a file's author; by its name it is known among errors of threads. */
class OwnCodeError extends Error {
  override readonly name = 'PolicyChoiceError';
}

function stuckError(file: string, what: string, limitMs: number, advice: string): Error {
  const stuck = what === 'loading it' ? 'loading it has not ended' : `${what} has not answered`;
  return new OwnCodeError(`${file}: ${stuck} for ${limitMs / 1000} s.${advice}`);
}

function exitError(code: number, watch: Watch | undefined): Error {
  if (watch === undefined) return new Error(`a thread ended with code ${code} at its work`);
  return new OwnCodeError(`${watch.file} ended its thread: a policy may not call process.exit.`);
}
