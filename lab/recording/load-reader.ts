// Loads the code that reads a recorded run, when it is needed for the first time.
import type { RecordedRun, RunFiles } from '#cli/run-folder/recorded-run.ts';
import { element } from '../page/element.ts';
import { readerScript } from './reader-script.ts';

/** Reads the texts of a run's files. It throws an error whose message says what is wrong. */
export type RecordedRunReader = (files: RunFiles) => RecordedRun;

let loading: Promise<RecordedRunReader> | null = null;

/** The reader, loaded once. @throws {Error} where the script cannot be had */
export function loadReader(): Promise<RecordedRunReader> {
  loading ??= new Promise<RecordedRunReader>((resolve, reject) => {
    // A module could not be loaded where the page is opened as a file.
    const script = element('script', { src: `./${readerScript}` });
    script.addEventListener('load', () => {
      const { rebootstormReadRun } = globalThis as { rebootstormReadRun?: RecordedRunReader };
      if (rebootstormReadRun === undefined) reject(new Error(`${readerScript} has no reader`));
      else resolve(rebootstormReadRun);
    });
    script.addEventListener('error', () => {
      script.remove();
      loading = null;
      reject(new Error(`${readerScript} could not be loaded: it has to be beside the page.`));
    });
    document.head.append(script);
  });
  return loading;
}
