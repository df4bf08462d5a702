#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { compare, exitCodeOf } from './compare.ts';
import { exitCodes } from './exit-codes.ts';
import { commandLine, type RunOptions } from './options.ts';
import type { RunManifest } from './run-folder/manifest.ts';
import { createRunFolder, type RunFolder } from './run-folder/run-folder.ts';
import { writeRun } from './run-folder/write-run.ts';
import { runPolicy } from './run-policy.ts';
import { comparisonTable } from './show/comparison-table.ts';
import { createProgress } from './show/progress.ts';
import { readStackTemplate, SynthesisError } from './stack-template.ts';
import type { StormOptions } from './storm-options.ts';
import { workerRunner } from './worker-runner.ts';

/** The folder for the results, which the user named, cannot be written to. */
class OutFolderError extends Error {
  override readonly name = 'OutFolderError';
}

const home = import.meta.dirname;
const bundledWorker = join(home, 'policy-worker.mjs');
const isRelease = existsSync(bundledWorker);
const version = String(JSON.parse(readFileSync(join(home, '..', 'package.json'), 'utf8')).version);

for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
process.on('SIGINT', () => process.exit(exitCodes.interrupted));

try {
  const program = commandLine(version, main, storm);
  for (const command of [program, ...program.commands]) command.exitOverride();
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}

async function main(options: RunOptions): Promise<void> {
  const { stderr, stdout } = process;
  const createdAt = new Date();
  // Before the run, so that a place that cannot be written to is told at once.
  const folder = openRunFolder(options, createdAt);
  const progress = createProgress({
    stream: stderr,
    isTty: stderr.isTTY === true && process.env.TERM !== 'dumb',
    policies: options.policy,
    nowMs: () => performance.now(),
  });
  const choices = {
    scenario: options.scenario,
    policyIds: options.policy,
    seed: options.seed,
    nodeCount: options.nodes,
    faults: options.faults,
  };
  // One run alone stays in this thread, where a debugger finds its handlers at once.
  const runner = options.policy.length === 1 ? runPolicy : workerRunner(workerPath());
  const { result, events } = await compare(choices, readStackTemplate(home), runner, progress);
  const path = writeRun(folder, { manifest: manifestOf(options, createdAt), result, events });
  stdout.write(
    options.json
      ? readFileSync(join(path, 'result.json'), 'utf8')
      : `\n${comparisonTable(result, terminalOf(options))}`,
  );
  stderr.write(`\nReport: ${join(path, 'report.html')}\n`);
  process.exitCode = exitCodeOf(result);
}

/** Its clients of AWS are loaded only here: every other command does without them. */
async function storm(options: StormOptions): Promise<void> {
  const { stormCommand } = await import('./storm-command.ts');
  process.exitCode = await stormCommand(options, process);
}

/** The run's folder, which stays hidden and is cleared away later if the run does not end. */
function openRunFolder({ out, scenario, seed }: RunOptions, createdAt: Date): RunFolder {
  try {
    const stamp = stampOf(createdAt);
    return createRunFolder({ root: out, scenario: scenario.name, stamp, seed });
  } catch (error) {
    throw new OutFolderError(`--out ${out} cannot be written to: ${reasonOf(error)}`);
  }
}

function terminalOf({ color }: RunOptions): { width: number; colour: boolean } {
  const { NO_COLOR, TERM } = process.env;
  const { stdout } = process;
  return {
    width: stdout.columns ?? 80,
    colour: color && stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb',
  };
}

/** In a release the thread's code is bundled beside this file. */
function workerPath(): string {
  return isRelease ? bundledWorker : join(home, 'policy-worker.ts');
}

/** A moment as a folder's name: `20261123-130000`. */
function stampOf(moment: Date): string {
  return moment.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}

function manifestOf({ seed }: RunOptions, createdAt: Date): RunManifest {
  return {
    argv: process.argv.slice(2),
    seed,
    commit: isRelease ? null : checkedOutCommit(),
    versions: { rebootstorm: version, node: process.versions.node },
    createdAt: createdAt.toISOString(),
  };
}

/** Only of a checkout: a release may be installed below somebody else's repository. */
function checkedOutCommit(): string | null {
  const git = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: home, encoding: 'utf8' });
  return git.status === 0 ? git.stdout.trim() : null;
}

function exitCodeFor(error: unknown): number {
  // commander has said what is wrong already; its help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (error instanceof OutFolderError) {
    process.stderr.write(`error: ${error.message}\n`);
    return exitCodes.usage;
  }
  if (error instanceof SynthesisError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`A fault of ours, please report it:\n${inWords(error)}\n`);
  return exitCodes.bug;
}

function inWords(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whoever reads our output may stop early, as `head` does; what is left then interests nobody. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
