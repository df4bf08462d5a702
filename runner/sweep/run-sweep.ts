// Runs the points of a sweep that are left, on as many threads as were asked for.
import { nodesPerShardMax } from '#twin/network/shards.ts';
import type { PolicyRun } from '../local/run-policy.ts';
import { type RunOrder, runOrdersIn } from '../order-runner.ts';
import { isPolicyError } from '../policy-choice.ts';
import { type WorkerPool, withWorkerPool, workOff } from '../threads/worker-pool.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { sweepRow } from './sweep-row.ts';

/** One run that is to be done. */
export interface SweepTask {
  readonly key: string;
  /** For what is said about it. */
  readonly words: string;
  readonly order: RunOrder;
}

/** What a sweep is run with. */
export interface SweepRun {
  /** Taken one by one as threads become free, so a generator may make them as they are needed. */
  readonly tasks: Iterable<SweepTask>;
  /** Has the runs that are done, and gets each that ends. */
  readonly journal: Journal;
  readonly workers: number;
  readonly workerPath: string;
  /** Called with each run as it ends, in no particular order. */
  readonly onDone: (entry: JournalEntry, task: SweepTask) => void;
  /** What this thread does meanwhile; if it fails, the sweep does. */
  readonly meanwhile?: () => Promise<void>;
}

/** A run of a sweep broke down. */
export class SweepTaskError extends Error {
  override readonly name = 'SweepTaskError';
}

/**
 * Runs each task that the journal does not have, tasks of one key once. What a run comes to depends
 * on its order alone, never on the number of threads. Of each run only its row is kept, in the
 * journal.
 * @throws {SweepTaskError} or {PolicyChoiceError} once a run fails; the others are ended
 */
export async function runSweep({
  tasks,
  journal,
  workers,
  workerPath,
  onDone,
  meanwhile = async () => {},
}: SweepRun): Promise<void> {
  const underWay = new Set<string>();
  const work = async (task: SweepTask, pool: WorkerPool) => {
    const { run } = await runOf(task, pool);
    const entry = { row: sweepRow(run), wallMs: run.wallMs };
    journal.note(task.key, entry);
    underWay.delete(task.key);
    onDone(entry, task);
  };
  await withWorkerPool({ workerPath, threadsMax: workers }, async (pool) => {
    const left = leftOf(tasks, journal, underWay);
    await Promise.all([workOff(pool, left, (task) => work(task, pool)), meanwhile()]);
  });
}

function* leftOf(
  tasks: Iterable<SweepTask>,
  journal: Journal,
  underWay: Set<string>,
): Generator<SweepTask> {
  for (const task of tasks) {
    if (journal.has(task.key) || underWay.has(task.key)) continue;
    underWay.add(task.key);
    yield task;
  }
}

async function runOf({ order, words }: SweepTask, pool: WorkerPool): Promise<PolicyRun> {
  try {
    return await runnerFor(order, pool)(order, () => {});
  } catch (cause) {
    if (isPolicyError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SweepTaskError(`${words}: ${reason}`, { cause });
  }
}

/**
 * A network of several shards has a thread for each, so that at a sweep's end one large run does
 * not leave all threads idle but one. A run of one shard goes to its thread whole: this thread
 * would plan it before and read it afterwards, while others wait for their next run.
 */
function runnerFor(order: RunOrder, pool: WorkerPool): ReturnType<typeof runOrdersIn> {
  const isLarge = 'cloud' in order && order.nodeCount > nodesPerShardMax;
  return isLarge ? runOrdersIn(pool) : (whole) => pool.run<PolicyRun>(whole);
}
