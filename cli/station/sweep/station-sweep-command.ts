// A sweep of stations: runs every point of a grid, and no run twice. A run takes milliseconds to
// seconds, so one thread does them all, in the grid's order.
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { plainLine, plainLines } from '#domain/plain-text.ts';
import type { Journal } from '#runner/sweep/journal.ts';
import { runKey } from '#runner/sweep/run-key.ts';
import { withJournal } from '#runner/sweep/with-journal.ts';
import { writeColumns } from '../../columns/columns-file.ts';
import { exitCodes } from '../../exit-codes.ts';
import { reportInputs } from '../../run-folder/input-copies.ts';
import { keyedFolder } from '../../run-folder/keyed-folder.ts';
import { jsonPieces, printFile, writePieces } from '../../run-folder/large-file.ts';
import { openOutFolder } from '../../run-folder/open-out-folder.ts';
import { sweepProgress } from '../../show/sweep-progress.ts';
import { FieldError } from '../../sweep/scenario-fields.ts';
import { StationFileError } from '../station-file.ts';
import { runNamed } from '../station-run.ts';
import {
  inWords,
  type StationGrid,
  type StationSweepPoint,
  stationSweepPoints,
} from './station-grid.ts';
import {
  type StationRow,
  type SweptStation,
  stationCsvHead,
  stationCsvLine,
  stationRow,
} from './station-row.ts';
import type { StationSweepOptions } from './station-sweep-options.ts';
import { stationSweepTable } from './station-sweep-table.ts';

type SweepStream = Parameters<typeof sweepProgress>[0];

/** What a sweep of stations needs. */
export interface StationSweepEnvironment {
  readonly stdout: Writable;
  readonly stderr: SweepStream;
  /** The version and the commit. Runs of another program do not count for this sweep. */
  readonly program: string;
  /** The commit of a checkout, or the version of a release. */
  readonly commit: string;
  readonly argv: readonly string[];
}

/**
 * Runs what is left of a sweep and writes its tables. points.csv grows with each run.
 * @returns the exit code: 0; 64 where a combination of values makes no sense, before any run, or
 * has too many events
 * @throws {OutFolderError} {FolderInUseError}
 */
export async function stationSweepCommand(
  options: StationSweepOptions,
  { stdout, stderr, program, commit, argv }: StationSweepEnvironment,
): Promise<number> {
  const { grid, stations, json } = options;
  const fault = faultOf(grid);
  if (fault !== undefined) {
    stderr.write(`error: ${plainLines(fault)}\n`);
    return exitCodes.usage;
  }
  const folder = options.out ?? usualFolder(grid, program);
  const inputs = stations.flatMap(({ input }) => input ?? []);
  openOutFolder(folder, { kind: { kind: 'station-sweep' }, inputs });
  const fields = grid.axes.map(({ name }) => name);
  const csvPath = join(folder, 'points.csv');
  return withJournal(folder, async (journal: Journal<StationRow>) => {
    const done = countDone(grid, program, journal);
    stderr.write(
      `${grid.pointCount} runs, ${done} of them done already, in ${plainLine(folder)}; ` +
        'the same command goes on where it was ended.\n',
    );
    const leftCount = grid.pointCount - done;
    const tooMuch = await runAll(
      { grid, program, commit, journal, fields, csvPath, leftCount },
      stderr,
    );
    if (tooMuch !== undefined) {
      stderr.write(`error: ${plainLines(tooMuch)}\n`);
      return exitCodes.usage;
    }
    writeColumns(folder, ['points.csv']);
    const swept = () => sweptPoints(grid, program, journal);
    const jsonPath = join(folder, 'points.json');
    const head = {
      schemaVersion: 1,
      kind: 'station-sweep',
      stations: stations.map(({ name, station }) => ({ name, station })),
      fields,
      program,
      commit,
      argv,
      inputs: reportInputs(inputs),
    };
    writePieces(jsonPath, jsonPieces(head, { points: reportedPoints(swept()) }));
    if (json) await printFile(jsonPath, stdout);
    else stdout.write(`\n${stationSweepTable(fields, swept())}`);
    stderr.write(`\nEvery run: ${plainLine(csvPath)}\n`);
    return exitCodes.asExpected;
  });
}

/**
 * What is wrong with the first combination that makes no sense. All are checked before any runs: to
 * check one takes far less than to run it.
 */
function faultOf(grid: StationGrid): string | undefined {
  try {
    for (const _ of stationSweepPoints({ ...grid, seeds: undefined }));
    return undefined;
  } catch (error) {
    if (error instanceof StationFileError || error instanceof FieldError) return error.message;
    throw error;
  }
}

interface StationWork {
  readonly grid: StationGrid;
  readonly program: string;
  readonly commit: string;
  readonly journal: Journal<StationRow>;
  readonly fields: readonly string[];
  readonly csvPath: string;
  readonly leftCount: number;
}

/** @returns why a run was given up, which ends the sweep; undefined where all are done */
async function runAll(work: StationWork, stderr: SweepStream): Promise<string | undefined> {
  const { grid, program, commit, journal, fields, csvPath, leftCount } = work;
  const progress = sweepProgress(stderr, leftCount, () => performance.now());
  const csv = openSync(csvPath, 'w');
  try {
    writeSync(csv, stationCsvHead(fields));
    for (const point of stationSweepPoints(grid)) {
      const key = keyOf(point, program);
      if (!journal.has(key)) {
        const run = runNamed(point);
        journal.note(key, { row: stationRow(run), wallMs: run.wallMs });
        progress.done(run.result.eventCount);
        // So that progress is said, and the folder still held, however many runs are left.
        await setImmediate();
      }
      writeSync(csv, stationCsvLine(fields, { point, ...journal.read(key) }, commit));
    }
  } catch (error) {
    // The only one is that of a run with too many events.
    if (error instanceof RangeError) return error.message;
    throw error;
  } finally {
    progress.stop();
    closeSync(csv);
  }
  progress.end();
  return undefined;
}

/** A run's key contains all that it depends on. So a larger grid reuses runs of a smaller one. */
function keyOf({ station: { title: _, ...station } }: StationSweepPoint, program: string): string {
  return runKey([program, 'station', station]);
}

function usualFolder({ stations, axes, seeds }: StationGrid, program: string): string {
  const [first] = stations;
  const name = first === undefined || stations.length > 1 ? 'stations' : first.name;
  return keyedFolder('sweeps', name, [program, stations, axes, seeds]);
}

function countDone(grid: StationGrid, program: string, journal: Journal<StationRow>): number {
  if (journal.size === 0) return 0;
  let count = 0;
  for (const point of stationSweepPoints(grid)) if (journal.has(keyOf(point, program))) count += 1;
  return count;
}

function* sweptPoints(
  grid: StationGrid,
  program: string,
  journal: Journal<StationRow>,
): Generator<SweptStation> {
  for (const point of stationSweepPoints(grid))
    yield { point, ...journal.read(keyOf(point, program)) };
}

function* reportedPoints(swept: Iterable<SweptStation>) {
  for (const { point, row, wallMs } of swept) {
    const { name, values, station } = point;
    yield { station: name, values, words: inWords(values), seed: station.seed, wallMs, ...row };
  }
}
