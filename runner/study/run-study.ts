// Runs the points of a study that are not done yet, until they are done or the time is over.
import type { Journal } from '../sweep/journal.ts';
import { runSweepFor } from '../sweep/run-sweep.ts';
import { type StudyPoint, type StudyTask, studyTask } from './study-point.ts';
import { type StudyRow, studyRow } from './study-row.ts';

/** How a study runs. */
export interface StudyEnvironment {
  readonly journal: Journal<StudyRow>;
  readonly workers: number;
  readonly workerPath: string;
  /** The version and commit of this program. */
  readonly program: string;
  readonly nowMs: () => number;
  /** No run begins after this, by `nowMs`; absent: all are done. */
  readonly untilMs?: number;
  /** Called with each run that ends, in no particular order. */
  readonly onDone?: (row: StudyRow) => void;
}

/**
 * The time of a study in parts.
 * @returns the environment in which no run begins after a part of the time, from 0 to 1, that is
 * left now
 */
export function partsOfTime(environment: StudyEnvironment): (part: number) => StudyEnvironment {
  const { nowMs, untilMs = Number.POSITIVE_INFINITY } = environment;
  const startMs = nowMs();
  return (part) => ({ ...environment, untilMs: startMs + part * (untilMs - startMs) });
}

/** A run of a study that is done. */
export interface StudyRun<Point extends StudyPoint = StudyPoint> {
  readonly point: Point;
  readonly row: StudyRow;
  readonly wallMs: number;
}

/**
 * Runs points, each unless the journal has it.
 * @returns the runs that are done, in the order of the points, up to the first that is not done:
 * so the result depends on the time in nothing but how many there are
 * @throws {SweepTaskError} when a run fails
 */
export async function runStudy<Point extends StudyPoint>(
  points: readonly Point[],
  environment: StudyEnvironment,
): Promise<StudyRun<Point>[]> {
  const { journal, workers, workerPath, program, onDone = () => {} } = environment;
  const keyed = points.map((point) => ({ point, key: studyTask(point, program).key }));
  const left = keyed.filter(({ key }) => !journal.has(key));
  if (left.length > 0)
    await runSweepFor(
      {
        tasks: tasksInTime(left, environment),
        journal,
        workers,
        workerPath,
        onDone: ({ row }) => onDone(row),
      },
      ({ run, cellCount }, { point }: StudyTask) => studyRow(run, cellCount, point.nodes),
    );
  const firstMissing = keyed.findIndex(({ key }) => !journal.has(key));
  const done = firstMissing < 0 ? keyed : keyed.slice(0, firstMissing);
  return done.map(({ point, key }) => ({ point, ...journal.read(key) }));
}

function* tasksInTime(
  points: readonly { readonly point: StudyPoint }[],
  { program, nowMs, untilMs = Number.POSITIVE_INFINITY }: StudyEnvironment,
): Generator<StudyTask> {
  for (const { point } of points) {
    if (nowMs() >= untilMs) return;
    yield studyTask(point, program);
  }
}
