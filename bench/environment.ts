import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const home = import.meta.dirname;

/** What else a figure depends on: without it, two figures cannot be compared. */
export function environment() {
  const git = (...words: string[]) =>
    spawnSync('git', words, { cwd: home, encoding: 'utf8' }).stdout.trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' and changes';
  return {
    date: new Date().toISOString(),
    commit: `${git('rev-parse', '--short', 'HEAD')}${changed}`,
    cpu: `${cpus().length} x ${cpus()[0]?.model}`,
    node: process.versions.node,
  };
}

/** Adds an entry to `results.json`. */
export function saveEntry(added: object): void {
  const path = join(home, 'results.json');
  const before: object[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  writeFileSync(path, `${JSON.stringify([...before, added], null, 2)}\n`);
}
