// MiniStack, a Python emulator that takes an unmodified `cdk deploy`; functions are processes.

import { delimiter, dirname, join } from 'node:path';
import type { Engine } from './engine.ts';
import { ensureInstalled } from './engine-installation.ts';
import { startServer } from './engine-server.ts';
import { functionNode } from './function-node.ts';
import { ENGINE_REGION } from './loopback-environment.ts';
import { findPython } from './python-interpreter.ts';
import { venvSteps } from './python-venv.ts';

const VERSION = '1.5.33';

/** MiniStack from PyPI, in a virtual environment of its own under `.engines/ministack/`. */
export function miniStack(projectDirectory: string, say: (line: string) => void): Engine {
  const directory = join(projectDirectory, '.engines', 'ministack');
  return {
    name: 'MiniStack',
    async start() {
      const node = functionNode(projectDirectory);
      const installSeconds = await install(directory, say);
      return startServer({
        name: 'MiniStack',
        directory,
        installSeconds,
        command: (port) => ({
          command: join(directory, 'venv', 'bin', 'python'),
          args: ['-m', 'ministack'],
          environment: {
            GATEWAY_PORT: String(port),
            BIND_HOST: '127.0.0.1',
            // Queue URLs carry this host, so it has to be the one that clients are notified.
            MINISTACK_HOST: '127.0.0.1',
            MINISTACK_REGION: ENGINE_REGION,
            // Functions are run by the first `node` on PATH.
            PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
          },
        }),
        healthPath: '/_ministack/health',
        startLimitSeconds: 30,
        graceSeconds: 5,
      });
    },
  };
}

async function install(directory: string, say: (line: string) => void): Promise<number> {
  const python = findPython('MiniStack', [3, 10], [3, 14]);
  return ensureInstalled(
    {
      name: 'MiniStack',
      directory,
      pins: [`ministack==${VERSION}`, python],
      steps: venvSteps(directory, python, {
        what: `ministack ${VERSION}`,
        args: [`ministack==${VERSION}`],
        limitSeconds: 240,
        venvLimitSeconds: 60,
      }),
    },
    say,
  );
}
