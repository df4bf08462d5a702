// Opens the folder that all studies share: one journal, so that no run is done twice.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '#runner/sha256.ts';
import type { StudyEnvironment } from '#runner/study/run-study.ts';
import type { StudyRow } from '#runner/study/study-row.ts';
import type { Journal } from '#runner/sweep/journal.ts';
import { withJournal } from '#runner/sweep/with-journal.ts';
import { openOutFolder } from '../run-folder/open-out-folder.ts';
import { sweepProgress } from '../show/sweep-progress.ts';
import type { StudyOptions } from './study-options.ts';

/** What a command on a study needs. */
export interface StudyCommandEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr'> {
  readonly workerPath: string;
  /** The version and the commit of this program. */
  readonly program: string;
  readonly argv: readonly string[];
}

/** The folder below `--out` of all studies. */
const folderName = 'studies';

/** A study whose folder is open. */
export interface OpenStudy {
  readonly environment: StudyEnvironment;
  /** Where this command's own files go. */
  readonly folder: string;
}

/** What is done. */
export interface StudyName {
  readonly kind: string;
  /** What its result depends on, as JSON can carry it. */
  readonly choices: unknown;
  /** How many runs there are at most. */
  readonly plannedCount: number;
}

/**
 * Opens the folder of studies for as long as `use` takes.
 * @throws {OutFolderError} {ForeignFolderError} {FolderInUseError}
 */
export async function withStudy<Result>(
  options: StudyOptions,
  command: StudyCommandEnvironment,
  { kind, choices, plannedCount }: StudyName,
  use: (study: OpenStudy) => Promise<Result>,
): Promise<Result> {
  const { stderr, workerPath, program } = command;
  const home = join(options.out, folderName);
  const below = `${kind}-${sha256(JSON.stringify([program, choices])).slice(0, 8)}`;
  openOutFolder(home, { kind: { kind: 'study' }, inputs: [], below });
  return withJournal(home, async (journal: Journal<StudyRow>) => {
    const nowMs = () => performance.now();
    const progress = sweepProgress(stderr, plannedCount, nowMs);
    stderr.write(`At most ${plannedCount} runs, ${journal.size} in the journal\n`);
    try {
      return await use({
        folder: join(home, below),
        environment: {
          journal,
          workers: options.workers ?? availableParallelism(),
          workerPath,
          program,
          nowMs,
          untilMs: nowMs() + options.budgetMs,
          onDone: ({ messagesHandled }) => progress.done(messagesHandled),
        },
      });
    } finally {
      progress.stop();
    }
  });
}
