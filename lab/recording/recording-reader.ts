// The code that reads a recorded run, in a file of its own: most visits need none of it.
import { readRecordedRun } from '#cli/run-folder/recorded-run.ts';
import type { RecordedRunReader } from './load-reader.ts';

Object.assign(globalThis, { rebootstormReadRun: readRecordedRun satisfies RecordedRunReader });
