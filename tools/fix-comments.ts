// node tools/fix-comments.ts [folder or file ...]: wraps comments at 100 columns, in place.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { wrapComments } from './tidy/wrap-comments.ts';

const listing = ['ls-files', '-co', '--exclude-standard', '-z', '--', ...process.argv.slice(2)];
const paths = execFileSync('git', listing, { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\0');

for (const path of paths.filter((path) => /\.[cm]?[jt]s$/.test(path) && existsSync(path))) {
  const text = readFileSync(path, 'utf8');
  const wrapped = wrapComments(text, 100);
  if (wrapped === text) continue;
  writeFileSync(path, wrapped);
  console.log(`wrapped ${path}`);
}
