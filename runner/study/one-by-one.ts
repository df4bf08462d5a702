// Runs points of a study whose choice depends on what came before, in one pool of threads.
import { runOrdersIn } from '../order-runner.ts';
import { withWorkerPool } from '../threads/worker-pool.ts';
import type { StudyEnvironment } from './run-study.ts';
import { type StudyPoint, studyTask } from './study-point.ts';
import { type StudyRow, studyRow } from './study-row.ts';

/** Runs one point, unless the journal has it. Points may be given before others are done. */
export type RunPoint = (point: StudyPoint) => Promise<StudyRow>;

/** Opens threads for as long as `use` takes. */
export async function withRunsOneByOne<Result>(
  environment: StudyEnvironment,
  use: (run: RunPoint) => Promise<Result>,
): Promise<Result> {
  const { journal, workers, workerPath, program, onDone = () => {} } = environment;
  return withWorkerPool({ workerPath, threadsMax: workers }, (pool) => {
    const runOrder = runOrdersIn(pool);
    return use(async (point) => {
      const { key, order } = studyTask(point, program);
      if (journal.has(key)) return journal.read(key).row;
      const { run, cellCount } = await runOrder(order, () => {});
      const row = studyRow(run, cellCount, point.nodes);
      if (!journal.has(key)) journal.note(key, { row, wallMs: run.wallMs });
      onDone(row);
      return row;
    });
  });
}
