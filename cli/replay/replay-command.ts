// `rebootstorm replay`: repeats a run's own command, and compares the bytes of the results.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { withoutLive } from '../live/live-option.ts';
import { faultsOfCopies, inputsFolder } from '../run-folder/input-copies.ts';
import {
  folderOf,
  isRunOfStations,
  NoRunError,
  readManifest,
  readResult,
} from '../run-folder/read-run.ts';
import type { StoredManifest } from '../run-folder/stored-result.ts';
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
 * Runs a manifest's command again, in a process of its own, with the copies of the user's files
 * that the run's folder has.
 * @returns the exit code
 * @throws {NoRunError} where the named run cannot be repeated
 */
export async function replayCommand(
  { run, out }: ReplayOptions,
  environment: ReplayEnvironment,
): Promise<number> {
  const { stderr } = environment;
  const manifest = readManifest(run);
  if (!isRunOfStations(run)) readResult(run);
  refuseUnrepeatable(run, manifest);
  for (const words of changesSince(manifest, environment))
    stderr.write(`note: ${plainLine(words)}\n`);
  const root = mkdtempSync(join(tmpdir(), 'rebootstorm-replay-'));
  const remove = () => rmSync(root, { recursive: true, force: true });
  // Whoever ends the replay ends the run, and leaves nothing of it.
  process.once('exit', remove);
  try {
    const inputs = join(root, inputsFolder);
    const argv = withCopies(manifest, run, inputs);
    const again = join(out ?? join(root, 'runs'), 'latest');
    const words = [
      ...withoutLive(withoutFiles(argv)),
      ...junitInside(root, argv),
      '--out',
      dirname(again),
    ];
    const exitCode = await runAgain(words, environment);
    if (hasRun.includes(exitCode) && existsSync(join(again, 'result.json')))
      return reportDifferences(folderOf(run), again, out, environment);
    stderr.write(`error: the command ended with ${exitCode} and left no run to compare.\n`);
    return failures.find((code) => code === exitCode) ?? exitCodes.bug;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** How a command ends that has left a run, whatever came out of it. */
const hasRun: readonly unknown[] = [
  exitCodes.asExpected,
  exitCodes.notAsExpected,
  exitCodes.unknown,
];

/** How a command ends that has left none: the replay ends in the same way. */
const failures = [exitCodes.usage, exitCodes.outputLost] as const;

/** The options that say where a run writes. A replay has a place of its own. */
const fileOptions = ['--out', '--junit'];

function withoutFiles(words: readonly string[]): string[] {
  return words.filter(
    (word, index) =>
      !fileOptions.includes(word) &&
      !fileOptions.some((option) => word.startsWith(`${option}=`)) &&
      !fileOptions.includes(words[index - 1] ?? ''),
  );
}

async function runAgain(words: readonly string[], { entry }: ReplayEnvironment): Promise<unknown> {
  const [executable, script] = entry;
  const child = spawn(executable, [script, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  // Its result so far is of no use.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const [exitCode] = await once(child, 'close');
  process.off('exit', end);
  return exitCode;
}

function reportDifferences(
  before: string,
  again: string,
  out: string | undefined,
  { stdout }: ReplayEnvironment,
): number {
  const differences = comparedFiles.flatMap((name) => differenceIn(name, before, again));
  if (differences.length === 0) {
    stdout.write(`The same, byte for byte: ${comparedFiles.join(' and ')}.\n`);
    return exitCodes.asExpected;
  }
  const root = out ?? mkdtempSync(join(tmpdir(), 'rebootstorm-differs-'));
  // The links in it are relative, and lead to the copies.
  if (out === undefined) cpSync(dirname(again), root, { recursive: true, verbatimSymlinks: true });
  const said = [...differences, `The new run: ${join(root, 'latest')}`];
  stdout.write(`${said.map(plainLine).join('\n')}\n`);
  return exitCodes.notAsExpected;
}

/**
 * The command's words, with the copies in place of the files that the user named.
 * @param inputs where the copies are put: the command splits lists of policies at commas, which the
 * run folder's own path may have
 */
function withCopies({ argv, inputs: kept }: StoredManifest, run: string, inputs: string): string[] {
  const copies = new Map<string, string>();
  for (const [given, { copy, files }] of Object.entries(kept)) {
    for (const name of Object.keys(files)) {
      const path = join(inputs, name);
      mkdirSync(dirname(path), { recursive: true });
      copyFileSync(join(folderOf(run), name), path);
    }
    copies.set(given, join(inputs, copy));
  }
  const replaced = (text: string) => copies.get(text.trim()) ?? text;
  return argv.map((word) => {
    const [, option = '', value = word] = /^(--[^=]+=)?(.*)$/s.exec(word) ?? [];
    return option + (copies.get(value) ?? value.split(',').map(replaced).join(','));
  });
}

/** A manifest from elsewhere may name any file; none outside the replay's folder is written. */
function junitInside(root: string, argv: readonly string[]): string[] {
  const isAsked = argv.some((word) => /^--junit(=|$)/.test(word));
  return isAsked ? ['--junit', join(root, 'junit.xml')] : [];
}

/** A manifest from elsewhere may say anything; only what runs on this machine alone is repeated. */
function refuseUnrepeatable(
  run: string,
  { argv: [word], inputs, unfinished }: StoredManifest,
): void {
  const isRun = word === undefined || word.startsWith('-') || repeated.includes(word);
  if (!isRun)
    throw new NoRunError(run, `its command is '${word}', and ${repeatedInWords} are repeated`);
  if (unfinished !== undefined)
    throw new NoRunError(run, `it was ended before ${unfinished.join(' and ')} had finished`);
  const folder = folderOf(run);
  const missing = comparedFiles.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) throw new NoRunError(run, `it has no ${missing.join(' and no ')}`);
  const faults = faultsOfCopies(folder, inputs);
  if (faults.length > 0) throw new NoRunError(run, faults.join('; '));
}

const repeated: readonly string[] = ['run', 'demo', 'station'];
const repeatedInWords = 'only run, demo and station';

function changesSince({ commit, versions }: StoredManifest, now: ReplayEnvironment): string[] {
  const changed = (what: string, before: string | null | undefined, after: string | null) =>
    before === after ? [] : [`${what} was ${before ?? 'unknown'}, now ${after ?? unknownNow}`];
  return [
    ...changed('the commit', commit, now.commit),
    ...changed('rebootstorm', versions.rebootstorm, now.version),
    ...changed('Node', versions.node, process.versions.node),
  ];
}

const unknownNow = 'unknown (an installed package)';

function differenceIn(name: string, before: string, after: string): string[] {
  const [was, is] = [before, after].map((folder) => readFileSync(join(folder, name), 'utf8'));
  if (was === is || was === undefined || is === undefined) return [];
  return [`${name} differs: ${firstDifference(name, was, is)}`];
}
