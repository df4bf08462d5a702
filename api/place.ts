// Where this program lies: a release's `dist`, or a checkout's `api`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutCommit, commitOrVersion } from '#cli/run-folder/checkout-commit.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';

const home = import.meta.dirname;
const isRelease = existsSync(join(home, 'policy-worker.mjs'));

/** The code of the threads that run policies. */
export const workerPath = isRelease
  ? join(home, 'policy-worker.mjs')
  : join(home, '..', 'runner', 'policy-worker.ts');

/** The template from which the local cloud is wired. */
export function template(): Record<string, unknown> {
  return readStackTemplate(home);
}

/** The commit of a checkout, or the version of a release. */
export function ownCommit(): string {
  const { version } = JSON.parse(readFileSync(join(home, '..', 'package.json'), 'utf8'));
  return commitOrVersion(isRelease ? null : checkoutCommit(home), String(version));
}
