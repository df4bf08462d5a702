// Keeps what a run comes to, whatever happens: the result so far while it runs, and the whole where
// the user asked for it, or, if that place takes no more, among the machine's temporary files.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import type { Comparison } from '#runner/compare-policies.ts';
import { isStopped } from '#runner/stopped-run.ts';
import { keepInputs, reportInputs } from '../run-folder/input-copies.ts';
import type { RunManifest } from '../run-folder/manifest.ts';
import { OutFolderError } from '../run-folder/out-folder-error.ts';
import { createRunFolder, type RunFolder, stampOf } from '../run-folder/run-folder.ts';
import { writeRun } from '../run-folder/write-run.ts';
import type { RunEnvironment } from './run-environment.ts';
import type { RunOptions } from './run-options.ts';

/** What keeps a run's result. */
export interface RunKeeper {
  /** Keeps the result of the policies that have ended. */
  readonly keepSoFar: (soFar: Comparison) => void;
  /** Keeps the whole. @returns where, and whether that is below `--out` */
  keep(whole: Comparison): { readonly path: string; readonly isWhereAsked: boolean };
  /** The run is over. Where it was not kept, says where its result so far is. */
  close(): void;
}

type Place = Pick<RunOptions, 'out' | 'scenario' | 'seed' | 'inputs'>;

/**
 * Opens the folder of a run and copies the user's files into it. If the process ends before the
 * run does, what there is of a result gets a name that says so.
 * @param policies the names of all policies of the run
 * @throws {OutFolderError}
 */
export function openKeeper(
  options: RunOptions,
  environment: RunEnvironment,
  createdAt: Date,
  policies: readonly string[],
): RunKeeper {
  const { stderr } = environment;
  const folder = openFolder(options, createdAt);
  const write = (to: RunFolder, comparison: Comparison) =>
    writeRun(to, {
      manifest: manifestOf(options, environment, createdAt, comparison, policies),
      result: comparison.result,
      prices: options.prices.book,
      events: comparison.events,
      factsPage: environment.factsPage(),
    });
  const close = () => {
    process.off('exit', close);
    const path = folder.breakOff();
    if (path !== undefined) stderr.write(`The result so far: ${plainLine(path)}\n`);
  };
  process.on('exit', close);
  return {
    close,
    keepSoFar: (soFar) => {
      try {
        write(folder, soFar);
      } catch {
        // The whole is still to come, and is what its reader will hear of.
      }
    },
    keep(whole) {
      try {
        write(folder, whole);
        return { path: folder.publish(), isWhereAsked: true };
      } catch (error) {
        stderr.write(`error: ${new OutFolderError(options.out, error).message}\n`);
        const out = mkdtempSync(join(tmpdir(), 'rebootstorm-run-'));
        const elsewhere = openFolder({ ...options, out }, createdAt);
        write(elsewhere, whole);
        return { path: elsewhere.publish(), isWhereAsked: false };
      }
    },
  };
}

function openFolder({ out, scenario, seed, inputs }: Place, createdAt: Date): RunFolder {
  try {
    const stamp = stampOf(createdAt);
    const folder = createRunFolder({ root: out, scenario: scenario.name, stamp, seed });
    keepInputs(folder.workPath, inputs);
    return folder;
  } catch (error) {
    throw new OutFolderError(out, error);
  }
}

/** What the manifest says of a run. @param policies the names of all policies of the run */
export function manifestOf(
  { seed, scenario, scale, inputs }: RunOptions,
  { argv, commit, versions }: RunEnvironment,
  createdAt: Date,
  { result: { runs } }: Comparison,
  policies: readonly string[],
): RunManifest {
  const { startMs, storm, timings, target } = scenario;
  const ended = runs.filter((run) => !isStopped(run)).map(({ policy }) => policy);
  const unfinished = policies.filter((name) => !ended.includes(name));
  return {
    argv: [...argv],
    seed,
    commit,
    versions,
    inputs: reportInputs(inputs),
    settings: { startMs, storm, timings, target, scale: scenario[scale] ?? scenario.embedded },
    createdAt: createdAt.toISOString(),
    ...(unfinished.length > 0 && { unfinished }),
    wallMs: Object.fromEntries(runs.map(({ policy, wallMs }) => [policy, wallMs])),
  };
}
