import { join } from 'node:path';
import { sha256 } from '#runner/sha256.ts';

/**
 * The folder of what can be continued, where the user names none: the same question has the same
 * folder.
 * @param all what the results depend on: anything that JSON can carry
 */
export function keyedFolder(kind: string, name: string, all: readonly unknown[]): string {
  return join('runs', kind, `${name}-${sha256(JSON.stringify(all)).slice(0, 8)}`);
}
