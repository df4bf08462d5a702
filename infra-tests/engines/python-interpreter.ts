// Which Python an engine runs on: the newest that is new enough, from PATH or from pyenv.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from './engine.ts';

/** A Python version as major and minor, e.g. `[3, 13]`. */
export type PythonVersion = readonly [major: number, minor: number];

/**
 * Finds a Python interpreter between two versions, both included.
 * @throws {EngineError} there is none; the message says how to get one
 */
export function findPython(
  wantedBy: string,
  least: PythonVersion,
  most: PythonVersion,
  candidates: readonly string[] = pythonCandidates(),
): string {
  for (const candidate of candidates) {
    const version = versionOf(candidate);
    if (version !== undefined && isWithin(version, least, most)) return candidate;
  }
  const range = `${least.join('.')}${isSame(least, most) ? '' : ` to ${most.join('.')}`}`;
  throw new EngineError(
    `${wantedBy} needs Python ${range}, and none of ${candidates.length} ones on PATH, in ` +
      `pyenv or in PYTHON_FOR_ENGINES is one. Get it with \`pyenv install ${most.join('.')}\`, ` +
      `with your system's package python${most.join('.')} and its -venv package, or set ` +
      'PYTHON_FOR_ENGINES to an interpreter.',
  );
}

/** Whether a version lies between two others, both included. */
export function isWithin(
  version: PythonVersion,
  least: PythonVersion,
  most: PythonVersion,
): boolean {
  return ordinal(version) >= ordinal(least) && ordinal(version) <= ordinal(most);
}

function isSame(one: PythonVersion, other: PythonVersion): boolean {
  return ordinal(one) === ordinal(other);
}

function ordinal([major, minor]: PythonVersion): number {
  return major * 1_000 + minor;
}

function pythonCandidates(): string[] {
  const chosen = process.env.PYTHON_FOR_ENGINES;
  return [
    ...(chosen === undefined ? [] : [chosen]),
    ...pyenvInterpreters(),
    ...MINORS.map((minor) => `python3.${minor}`),
    'python3',
  ];
}

// Newest first. Shims of pyenv answer only for the versions that are switched on: look past them.
function pyenvInterpreters(): string[] {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  try {
    return readdirSync(versions)
      .filter((name) => /^3\.\d+\.\d+$/.test(name))
      .sort((one, other) => minorOf(other) - minorOf(one))
      .map((name) => join(versions, name, 'bin', 'python3'));
  } catch {
    return [];
  }
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function versionOf(interpreter: string): PythonVersion | undefined {
  const asked = spawnSync(interpreter, ['-c', ASK_VERSION], { encoding: 'utf8', timeout: 5_000 });
  const match = /^(\d+) (\d+)$/.exec(asked.stdout?.trim() ?? '');
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

// A Python without venv (Debian splits it off) is of no use, so it must be importable too.
const ASK_VERSION = 'import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1])';
const MINORS = [14, 13, 12, 11, 10];
