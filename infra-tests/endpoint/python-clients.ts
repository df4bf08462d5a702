// The clients of AWS from PyPI: the `aws` command and boto3, and a boto3 that still speaks SQS's
// query protocol.

import { join } from 'node:path';
import { ensureInstalled } from '../engines/engine-installation.ts';
import { findPython } from '../engines/python-interpreter.ts';
import { venvSteps } from '../engines/python-venv.ts';

/** The clients by the name of their folder, pinned. */
const CLIENTS = {
  today: ['awscli==1.46.3', 'boto3==1.44.8'],
  // The last before SQS's JSON protocol (botocore 1.31.81) that any Python from 3.10 on installs.
  older: ['boto3==1.26.165'],
} as const;

/** A folder of clients. */
export type ClientSet = keyof typeof CLIENTS;

/**
 * Installs clients where they are missing.
 * @returns the folder of their programs: `python`, and `aws` of today's
 * @throws {EngineError | CommandFailedError} no fitting Python, or no registry
 */
export async function installClients(set: ClientSet): Promise<string> {
  const pins = CLIENTS[set];
  const directory = join(process.cwd(), '.engines', `aws-clients-${set}`);
  const python = findPython('the clients of AWS', [3, 10], [3, 14]);
  await ensureInstalled(
    {
      name: `aws-clients-${set}`,
      directory,
      pins: [...pins, python],
      steps: venvSteps(directory, python, {
        what: pins.join(', '),
        args: ['--disable-pip-version-check', ...pins],
        limitSeconds: 480,
        venvLimitSeconds: 480,
      }),
    },
    (line) => void process.stderr.write(`${line}\n`),
  );
  return join(directory, 'venv', 'bin');
}
