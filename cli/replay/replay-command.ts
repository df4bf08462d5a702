// `rebootstorm replay`: repeats a run's own command, and compares the bytes of the results.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { inputDigest } from '../run/run-command.ts';
import {
  folderOf,
  NoRunError,
  readManifest,
  readResult,
  type StoredManifest,
} from '../run-folder/read-run.ts';
import { firstDifference } from './replay-difference.ts';
import type { ReplayOptions } from './replay-options.ts';

/** What a replay needs. */
export interface ReplayEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr'> {
  readonly version: string;
  readonly commit: string | null;
  /** The executable and the script that start this program in a new process. */
  readonly entry: readonly [executable: string, script: string];
}

/** The files that have to be the same. */
const comparedFiles = ['result.json', 'series.csv'] as const;

/**
 * Runs a manifest's command again, in a process of its own.
 * @returns the exit code
 * @throws {NoRunError} where the named run cannot be repeated
 */
export async function replayCommand(
  { run, out }: ReplayOptions,
  environment: ReplayEnvironment,
): Promise<number> {
  const { stdout, stderr, entry } = environment;
  const manifest = readManifest(run);
  readResult(run);
  refuseOtherCommands(run, manifest);
  for (const words of changesSince(manifest, environment))
    stderr.write(`note: ${plainLine(words)}\n`);
  const root = out ?? mkdtempSync(join(tmpdir(), 'rebootstorm-replay-'));
  const [executable, script] = entry;
  const child = spawn(executable, [script, ...manifest.argv, '--out', root], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // Whoever ends the replay ends the run.
  const end = () => child.kill();
  process.once('exit', end);
  const [exitCode] = await once(child, 'close');
  process.off('exit', end);
  const again = join(root, 'latest');
  if (!existsSync(join(again, 'result.json'))) {
    stderr.write(`error: the command ended with ${exitCode} and left no run.\n`);
    return exitCodes.notAsExpected;
  }
  const differences = comparedFiles.flatMap((name) => differenceIn(name, folderOf(run), again));
  if (differences.length > 0) {
    const reported = [...differences, `The new run: ${again}`].map(plainLine);
    stdout.write(`${reported.join('\n')}\n`);
    return exitCodes.notAsExpected;
  }
  stdout.write(`The same, byte for byte: ${comparedFiles.join(' and ')}.\n`);
  if (out === undefined) rmSync(root, { recursive: true, force: true });
  return exitCodes.asExpected;
}

/** A manifest from elsewhere may say anything; only what runs on this machine alone is repeated. */
function refuseOtherCommands(run: string, { argv: [word] }: StoredManifest): void {
  if (word === undefined || word.startsWith('-') || word === 'run' || word === 'demo') return;
  throw new NoRunError(run, `its command is '${word}', and only run and demo are repeated`);
}

function changesSince(
  { commit, versions, inputs }: StoredManifest,
  now: ReplayEnvironment,
): string[] {
  const changed = (what: string, before: unknown, after: unknown) =>
    before === after ? [] : [`${what} was ${before ?? 'not known'}, now it is ${after ?? 'not'}`];
  return [
    ...changed('the commit', commit, now.commit),
    ...changed('rebootstorm', versions.rebootstorm, now.version),
    ...changed('Node', versions.node, process.versions.node),
    ...Object.entries(inputs).flatMap(([path, digest]) => {
      if (!existsSync(path)) return [`${path} is not there any more`];
      return inputDigest(path) === digest ? [] : [`${path} is not what it was`];
    }),
  ];
}

function differenceIn(name: string, before: string, after: string): string[] {
  const [was, is] = [before, after].map((folder) => readFileSync(join(folder, name), 'utf8'));
  if (was === is || was === undefined || is === undefined) return [];
  return [`${name} differs: ${firstDifference(name, was, is)}`];
}
