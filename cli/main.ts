#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import type { CheckOptions } from './check-options.ts';
import { compare, exitCodeOf } from './compare.ts';
import { exitCodes } from './exit-codes.ts';
import { commandLine, type RunOptions } from './options.ts';
import { checkNames, choosePolicy, isPolicyError } from './policy-choice.ts';
import type { RedriveOptions } from './redrive-options.ts';
import type { RunManifest } from './run-folder/manifest.ts';
import { createRunFolder, type RunFolder } from './run-folder/run-folder.ts';
import { writeRun } from './run-folder/write-run.ts';
import { runPolicy } from './run-policy.ts';
import { comparisonTable } from './show/comparison-table.ts';
import { createProgress } from './show/progress.ts';
import { readStackTemplate, SynthesisError } from './stack-template.ts';
import type { StormOptions } from './storm-options.ts';
import type { SwarmOptions } from './swarm-options.ts';
import { workerRunner } from './worker-runner.ts';

/** The folder for the results, which the user named, cannot be written to. */
class OutFolderError extends Error {
  override readonly name = 'OutFolderError';
}

const home = import.meta.dirname;
const bundledWorker = join(home, 'policy-worker.mjs');
const isRelease = existsSync(bundledWorker);
const version = String(JSON.parse(readFileSync(join(home, '..', 'package.json'), 'utf8')).version);

for (const stream of [process.stdout, process.stderr]) stream.on('error', endWithoutOutput);
process.on('SIGINT', () => process.exit(exitCodes.interrupted));

try {
  const program = commandLine(version, main, storm, redrive, check, swarm);
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
  const policies = await Promise.all(options.policy.map(choosePolicy));
  checkNames(policies);
  const progress = createProgress({
    stream: stderr,
    isTty: stderr.isTTY === true && process.env.TERM !== 'dumb',
    policies: policies.map(({ policy }) => policy.id),
    nowMs: () => performance.now(),
  });
  const choices = {
    scenario: options.scenario,
    policies: options.policy,
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

async function check(options: CheckOptions): Promise<void> {
  const { checkCommand } = await import('./check-command.ts');
  process.exitCode = await checkCommand(options, process);
}

async function swarm(options: SwarmOptions): Promise<void> {
  const { swarmCommand } = await import('./swarm-command.ts');
  const { stdout, stderr } = process;
  const template = readStackTemplate(home);
  const workerPath = isRelease
    ? join(home, 'swarm-worker.mjs')
    : join(home, 'swarm', 'swarm-worker.ts');
  process.exitCode = await swarmCommand(options, { stdout, stderr, template, workerPath });
}

async function redrive(options: RedriveOptions): Promise<void> {
  const { redriveCommand } = await import('./redrive-command.ts');
  process.exitCode = await redriveCommand(options, process);
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
  if (error instanceof OutFolderError || isPolicyError(error)) {
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

/**
 * Whoever reads our output may stop early, as `head` does; what is left then interests nobody. Any
 * other failure would leave a result that is cut off, which must not look like a good end.
 */
function endWithoutOutput(error: NodeJS.ErrnoException): void {
  // Standard error may be lost as well, and complaining of that would fail again, without end.
  if (error.code === 'EPIPE' || process.listenerCount('exit', setOutputLost) > 0) return;
  // Whatever the command itself comes to, nobody will read of it.
  process.once('exit', setOutputLost);
  process.stderr.write(`error: the output cannot be written: ${error.message}\n`);
}

function setOutputLost(): void {
  process.exitCode = exitCodes.outputLost;
}
