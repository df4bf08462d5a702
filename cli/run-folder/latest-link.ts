// Makes `latest` name the newest finished run. The name is never broken or half-written.

import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unfinishedName } from './stale-folders.ts';

/**
 * Points `<folder>/latest` at `target`, a path relative to `folder`. Where links are not allowed,
 * as on many Windows machines, `latest.txt` holds the path instead.
 * @param options.symlink makes the link; tests pass their own, since they cannot forbid links
 */
export function pointLatest({
  folder,
  target,
  symlink = symlinkSync,
}: {
  folder: string;
  target: string;
  symlink?: (target: string, path: string, type: 'dir') => void;
}): void {
  const linkPath = join(folder, unfinishedName('latest'));
  const textPath = join(folder, unfinishedName('latest.txt'));
  rmSync(linkPath, { force: true });
  try {
    symlink(target, linkPath, 'dir');
    renameSync(linkPath, join(folder, 'latest'));
    rmSync(join(folder, 'latest.txt'), { force: true });
  } catch {
    rmSync(linkPath, { force: true });
    writeFileSync(textPath, `${target}\n`);
    renameSync(textPath, join(folder, 'latest.txt'));
  }
}
