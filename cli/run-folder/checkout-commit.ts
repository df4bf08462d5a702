// Which program runs, where it is a checkout: its commit, and whether its files are still that.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';

/** A checkout in the middle of work may differ from its commit by a lot. */
const outputBytesMax = 64 * 1024 * 1024;

/**
 * The commit of a checkout; where files differ from it, `+` and a digest of the differences follow,
 * so that what one state of the work found is not taken for what another would. Of files that git
 * does not know the names count, not what is in them.
 * @param folder any of the checkout's
 * @returns null where there is no git, or nothing committed
 */
export function checkoutCommit(folder: string): string | null {
  const git = (...words: string[]) =>
    spawnSync('git', words, { cwd: folder, encoding: 'utf8', maxBuffer: outputBytesMax });
  const head = git('rev-parse', 'HEAD');
  if (head.status !== 0) return null;
  const changes = git('status', '--porcelain').stdout + git('diff', 'HEAD').stdout;
  if (changes === '') return head.stdout.trim();
  const digest = createHash('sha256').update(changes).digest('hex').slice(0, 8);
  return `${head.stdout.trim()}+${digest}`;
}
