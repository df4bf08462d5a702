// A virtual environment of Python with packages of PyPI in it, as every tool in Python has one.

import { join } from 'node:path';
import type { InstallStep } from './engine-installation.ts';

/** What is installed into a virtual environment. */
export interface VenvPackages {
  /** What it is, for whoever waits: `cfn-lint 1.58.0`. */
  readonly what: string;
  /** What stands behind `pip install --quiet`. */
  readonly args: readonly string[];
  readonly limitSeconds: number;
  /** How long making the environment may take; two minutes when absent. */
  readonly venvLimitSeconds?: number;
}

/** The steps that make the folder `venv` and install into it. @param python the interpreter */
export function venvSteps(
  directory: string,
  python: string,
  { what, args, limitSeconds, venvLimitSeconds = 120 }: VenvPackages,
): InstallStep[] {
  return [
    {
      says: `making a virtual environment with ${python}`,
      command: python,
      args: ['-m', 'venv', 'venv'],
      limitSeconds: venvLimitSeconds,
    },
    {
      says: `installing ${what} from PyPI`,
      command: join(directory, 'venv', 'bin', 'pip'),
      args: ['install', '--quiet', ...args],
      limitSeconds,
    },
  ];
}
