// When an engine has to be installed again: never, unless its pins or its own files have changed.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './bounded-command.ts';

/** One command of an installation, and the line that says a person what it is for. */
export interface InstallStep {
  readonly says: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly limitSeconds: number;
}

/** What an installation is made of. The pins are all that decides whether it is still good. */
export interface Installation {
  readonly name: string;
  /** Where it lives; the steps run here. Everything in it may be deleted at any time. */
  readonly directory: string;
  /** Versions, constraints and the text of files of our own that are installed with it. */
  readonly pins: readonly string[];
  /** Copies files into the fresh directory before the steps run. */
  prepare?(directory: string): void;
  readonly steps: readonly InstallStep[];
}

/**
 * Makes the installation unless the one on disk was made from the same pins; returns the seconds.
 * A half-made one has no marker and is made again from nothing.
 * @throws {CommandFailedError} a step failed or ran into its limit
 */
export async function ensureInstalled(
  installation: Installation,
  say: (line: string) => void,
): Promise<number> {
  const { name, directory } = installation;
  const marker = join(directory, 'installed');
  const wanted = digestOf(installation.pins);
  if (isMadeFrom(marker, wanted)) return 0;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  installation.prepare?.(directory);
  let seconds = 0;
  for (const step of installation.steps) {
    say(`${name}: ${step.says}`);
    seconds += await mustRun(
      `${name}: ${step.says}`,
      {
        command: step.command,
        args: step.args,
        directory,
        environment: installEnvironment(),
        logFile: join(directory, 'install.log'),
      },
      step.limitSeconds,
    );
  }
  writeFileSync(marker, `${wanted}\n${installation.pins.join('\n')}\n`);
  say(`${name}: installed in ${seconds.toFixed(0)} s`);
  return seconds;
}

/** A short digest in which the order and the borders of the pins count. */
export function digestOf(pins: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(pins)).digest('hex').slice(0, 16);
}

function isMadeFrom(marker: string, wanted: string): boolean {
  try {
    return readFileSync(marker, 'utf8').split('\n')[0] === wanted;
  } catch {
    return false;
  }
}

// Registries are configured by the environment (proxies, mirrors), so here all of it is kept.
function installEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
