import type { RecordedRun, RunFiles } from '#cli/run-folder/recorded-run.ts';
import { laterScripts } from '../page/later-scripts.ts';
import { loadedOnce } from '../page/load-script.ts';

/** Reads the texts of a run's files. It throws an error whose message says what is wrong. */
export type RecordedRunReader = (files: RunFiles) => RecordedRun;

/** The reader, loaded once. @throws {Error} where the script cannot be had */
export const loadReader = loadedOnce(
  laterScripts.reader,
  () => (globalThis as { rebootstormReadRun?: RecordedRunReader }).rebootstormReadRun,
  `${laterScripts.reader} could not be loaded: it has to be beside the page.`,
);
