// Which Node runs the deployed functions: Lambda's own major, from the package that pins it.

import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from './engine.ts';

/** The major of the runtime `NODEJS_24_X`, which neither engine checks for itself. */
const RUNTIME_MAJOR = 24;

/**
 * The absolute path of a Node with the major version that the stack declares.
 * @throws {EngineError} the pinned one is not installed or is of another major version
 */
export function functionNode(projectDirectory: string): string {
  const pinned = join(projectDirectory, 'node_modules', '.bin', 'node');
  const asked = spawnSync(pinned, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  if (!(asked.stdout ?? '').startsWith(`v${RUNTIME_MAJOR}.`)) {
    throw new EngineError(
      `deployed functions need Node ${RUNTIME_MAJOR} at ${pinned}, which answered ` +
        `"${(asked.stdout ?? '').trim()}"; run npm ci and look at the package "node"`,
    );
  }
  return realpathSync(pinned);
}
