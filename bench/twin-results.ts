// What a figure depends on beside the code, and where figures are kept.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** Date, commit, processor and Node: without them two figures cannot be compared. */
export function surroundings() {
  const git = (...words: string[]) =>
    spawnSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8' }).stdout.trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' and changes';
  return {
    date: new Date().toISOString(),
    commit: `${git('rev-parse', '--short', 'HEAD')}${changed}`,
    cpu: `${cpus().length} x ${cpus()[0]?.model}`,
    node: process.versions.node,
  };
}

/** Appends to results.json beside this file. */
export function saveEntry(added: object): void {
  const path = join(import.meta.dirname, 'results.json');
  const before: object[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  writeFileSync(path, `${JSON.stringify([...before, added], null, 2)}\n`);
}
