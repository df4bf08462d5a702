// Names the program that runs from a checkout: its commit, and whether its files differ from that.
import { spawnSync } from 'node:child_process';
import { sha256 } from '#runner/sha256.ts';

/** The differences of a checkout during work may be long. */
const outputBytesMax = 64 * 1024 * 1024;

/**
 * The commit of a checkout. If files differ from it, `+` and a digest of the differences follow. So
 * results of one state of the work do not count as those of another. For files that git does not
 * track, the digest covers their names and not their content.
 * @param folder any folder of the checkout
 * @returns null where there is no git, or nothing committed
 */
export function checkoutCommit(folder: string): string | null {
  const git = (...words: string[]) =>
    spawnSync('git', words, { cwd: folder, encoding: 'utf8', maxBuffer: outputBytesMax });
  const head = git('rev-parse', 'HEAD');
  if (head.status !== 0) return null;
  const changes = git('status', '--porcelain').stdout + git('diff', 'HEAD').stdout;
  if (changes === '') return head.stdout.trim();
  const digest = sha256(changes).slice(0, 8);
  return `${head.stdout.trim()}+${digest}`;
}

/** What a table has in its column `commit`: of a release, which has none, its version. */
export function commitOrVersion(commit: string | null, version: string): string {
  return commit ?? `v${version}`;
}
