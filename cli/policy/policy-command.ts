// `rebootstorm policy`: what the policies do, and a start for one of your own.

import { writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import { policyIds } from '#domain/policies.ts';
import { plainName } from '#domain/stack-names.ts';
import { policySentence } from '#runner/sentences/policy-sentence.ts';
import { exitCodes } from '../exit-codes.ts';
import { wrapLines } from '../show/wrap-lines.ts';
import { PolicyFileError } from './policy-file-error.ts';
import type { PolicyOptions } from './policy-options.ts';
import { policyStart } from './policy-start.ts';

/** Lists policies or writes a start. @returns the exit code @throws {PolicyFileError} */
export function policyCommand(
  options: PolicyOptions,
  { stdout }: Pick<NodeJS.Process, 'stdout'>,
): number {
  if (options.action === 'list') stdout.write(listed(options.json, stdout.columns ?? 80));
  else {
    writeStart(options.path);
    const path = plainLine(options.path);
    stdout.write(`Written. Try it: rebootstorm run drill --policy resilient,${asPath(path)}\n`);
  }
  return exitCodes.asExpected;
}

function listed(json: boolean, width: number): string {
  const policies = policyIds.map((name) => ({ name, does: policySentence(name) }));
  if (json) return `${JSON.stringify({ schemaVersion: 1, policies }, null, 2)}\n`;
  const lines = policies.map(({ name, does }) => `${name}\n  ${wrapLines(does, width - 2, '  ')}`);
  return `${lines.join('\n')}\n`;
}

function writeStart(path: string): void {
  const ending = extname(path);
  if (!['.ts', '.mts', '.mjs', '.js'].includes(ending))
    throw new PolicyFileError(path, 'a policy ends in .ts, .mts, .mjs or .js');
  const name = basename(path, ending);
  if (!plainName.test(name))
    throw new PolicyFileError(path, `${name} cannot name a policy: letters, digits, . _ and -`);
  try {
    writeFileSync(path, policyStart(name, basename(path)), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new PolicyFileError(path, 'it is there already, and is left as it is');
  }
}

/** A bare name would be taken for a policy that ships. */
function asPath(path: string): string {
  return /[\\/]/.test(path) ? path : `./${path}`;
}
