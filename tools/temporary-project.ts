import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The root of this repository. Jest and the npm scripts run with it as the working directory. */
export const PROJECT_ROOT = resolve('.');

/** A directory outside the repository in which rules can be broken without harm. */
export type TemporaryProject = {
  readonly root: string;
  /** Writes `text` to `path` (relative to the root), creating the folders on the way. */
  write(path: string, text: string): void;
  remove(): void;
};

/**
 * Makes a project that shares this repository's dependencies and the configuration in `copied`
 * (paths relative to both roots).
 */
export function createTemporaryProject(copied: readonly string[]): TemporaryProject {
  const root = mkdtempSync(join(tmpdir(), 'rebootstorm-'));
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(root, 'node_modules'));
  for (const path of copied) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(join(PROJECT_ROOT, path), join(root, path));
  }
  return {
    root,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
