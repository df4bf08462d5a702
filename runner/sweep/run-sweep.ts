// Runs the points of a sweep that are not done yet, on as many threads as were asked for.
import { nodesPerShardMax } from '#twin/network/shards.ts';
import type { PolicyRun } from '../local/run-policy.ts';
import { type RunOrder, runOrdersIn } from '../order-runner.ts';
import { isPolicyError } from '../policy-choice-error.ts';
import type { ProgressUpdate } from '../progress.ts';
import { type WorkerPool, withWorkerPool, workOff } from '../threads/worker-pool.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { type SweepRow, sweepRow } from './sweep-row.ts';

/** One run to do. */
export interface SweepTask {
  readonly key: string;
  /** How progress and errors name the run. */
  readonly words: string;
  readonly order: RunOrder;
}

/** The input of a sweep. */
export interface SweepRun<Task extends SweepTask = SweepTask, Row = SweepRow> {
  /** Taken one by one when a thread is free, so a generator can make them when they are needed. */
  readonly tasks: Iterable<Task>;
  /** Holds the runs that are done, and gets each run that ends. */
  readonly journal: Journal<Row>;
  readonly workers: number;
  readonly workerPath: string;
  readonly decisionLimitMs?: number;
  /** Called with each run when it ends, in no particular order. */
  readonly onDone: (entry: JournalEntry<Row>, task: Task) => void;
  /** Called when a thread takes a run. */
  readonly onBegin?: (task: Task) => void;
  readonly onProgress?: (task: Task, update: ProgressUpdate) => void;
  /** Work for this thread in the meantime. If it fails, the sweep fails. */
  readonly meanwhile?: () => Promise<void>;
}

/** A run of a sweep failed. */
export class SweepTaskError extends Error {
  override readonly name = 'SweepTaskError';
}

/**
 * Runs each task that the journal does not have. Tasks with the same key run once. The result of a
 * run depends on its order alone, never on the number of threads. Only a row of each run is kept,
 * in the journal.
 * @throws {SweepTaskError} or {PolicyChoiceError} when a run fails; the other runs are stopped
 */
export function runSweep<Task extends SweepTask>(sweep: SweepRun<Task>): Promise<void> {
  return runSweepFor(sweep, ({ run, cellCount, wire }) => sweepRow(run, cellCount, wire));
}

/**
 * Runs each task that the journal does not have, and keeps of each run what `rowOf` returns.
 * @throws as `runSweep` does
 */
export async function runSweepFor<Task extends SweepTask, Row>(
  sweep: SweepRun<Task, Row>,
  rowOf: (done: PolicyRun, task: Task) => Row,
): Promise<void> {
  const { tasks, journal, workers, workerPath, decisionLimitMs, onDone } = sweep;
  const { onBegin, onProgress, meanwhile = async () => {} } = sweep;
  const underWay = new Set<string>();
  const work = async (task: Task, pool: WorkerPool) => {
    const done = await runOf(task, pool, {
      onBegin: () => onBegin?.(task),
      onProgress: (update) => onProgress?.(task, update),
    });
    const entry = { row: rowOf(done, task), wallMs: done.run.wallMs };
    journal.note(task.key, entry);
    underWay.delete(task.key);
    onDone(entry, task);
  };
  await withWorkerPool({ workerPath, decisionLimitMs, threadsMax: workers }, async (pool) => {
    const left = leftOf(tasks, journal, underWay);
    await Promise.all([workOff(pool, left, (task) => work(task, pool)), meanwhile()]);
  });
}

function* leftOf<Task extends SweepTask, Row>(
  tasks: Iterable<Task>,
  journal: Journal<Row>,
  underWay: Set<string>,
): Generator<Task> {
  for (const task of tasks) {
    if (journal.has(task.key) || underWay.has(task.key)) continue;
    underWay.add(task.key);
    yield task;
  }
}

interface RunListener {
  readonly onBegin: () => void;
  readonly onProgress: (update: ProgressUpdate) => void;
}

async function runOf(
  { order, words }: SweepTask,
  pool: WorkerPool,
  { onBegin, onProgress }: RunListener,
): Promise<PolicyRun> {
  try {
    return await runnerFor(order, pool)(order, onProgress, onBegin);
  } catch (cause) {
    if (isPolicyError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SweepTaskError(`${words}: ${reason}`, { cause });
  }
}

/**
 * The shards of a large network run in a thread each. So at a sweep's end one large run does not
 * leave all other threads idle. A run of one shard goes to its thread whole. Otherwise this thread
 * would plan it and read its result, while other threads wait for their next run.
 */
function runnerFor(order: RunOrder, pool: WorkerPool): ReturnType<typeof runOrdersIn> {
  const isLarge = 'cloud' in order && order.nodeCount > nodesPerShardMax;
  if (isLarge) return runOrdersIn(pool);
  return (whole, onProgress, onBegin) =>
    pool.run<PolicyRun, ProgressUpdate>(whole, onProgress, onBegin);
}
