// Where the built page is: a release has it packed, a checkout builds it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A build takes a second or two; on a machine that is busy, some more. */
const buildLimitMs = 120_000;

/**
 * The folder with the built page.
 * @param home the folder of the running program: a release's `dist`, or a checkout's `cli`
 * @throws {Error} where it cannot be built
 */
export function labPageFolder(home: string): string {
  const packed = join(home, 'lab');
  if (existsSync(join(packed, 'index.html'))) return packed;
  return built(dirname(home));
}

/** In a process of its own: the bundler is no part of a release. */
function built(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rebootstorm-lab-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { status, stderr, error } = spawnSync(
    process.execPath,
    [join('lab', 'serve', 'build.ts'), folder],
    { cwd: root, encoding: 'utf8', timeout: buildLimitMs },
  );
  if (status === 0) return folder;
  throw new Error(`the lab cannot be built in ${root}: ${error?.message ?? stderr}`);
}
