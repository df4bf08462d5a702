// The clients of AWS from PyPI: the `aws` command and boto3, and a boto3 that still speaks SQS's
// query protocol.

import { join } from 'node:path';
import { ensureInstalled } from '../engines/engine-installation.ts';
import { findPython } from '../engines/python-interpreter.ts';

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
  const bin = join(directory, 'venv', 'bin');
  const steps = [
    { says: 'making a virtual environment', command: python, args: ['-m', 'venv', 'venv'] },
    {
      says: `installing ${pins.join(', ')} from PyPI`,
      command: join(bin, 'pip'),
      args: ['install', '--quiet', '--disable-pip-version-check', ...pins],
    },
  ];
  await ensureInstalled(
    {
      name: `aws-clients-${set}`,
      directory,
      pins: [...pins, python],
      steps: steps.map((step) => ({ ...step, limitSeconds: 480 })),
    },
    (line) => void process.stderr.write(`${line}\n`),
  );
  return bin;
}
