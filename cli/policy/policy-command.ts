// `rebootstorm policy`: what the policies do, and a start for one of your own.

import { policyIds } from '#domain/policies.ts';
import { plainName } from '#domain/stack-names.ts';
import { policySentence } from '#runner/sentences/policy-sentence.ts';
import { exitCodes } from '../exit-codes.ts';
import { wrapLines } from '../show/wrap-lines.ts';
import { asPath, type Start, writeStart } from '../starts/start-file.ts';
import type { PolicyOptions } from './policy-options.ts';
import { policyStart } from './policy-start.ts';

/** Lists policies or writes a start. @returns the exit code @throws {StartFileError} */
export function policyCommand(
  options: PolicyOptions,
  { stdout }: Pick<NodeJS.Process, 'stdout'>,
): number {
  if (options.action === 'list') stdout.write(listed(options.json, stdout.columns ?? 80));
  else {
    writeStart(options.path, start);
    const path = asPath(options.path);
    stdout.write(`Written. Try it: rebootstorm run drill --policy resilient,${path}\n`);
  }
  return exitCodes.asExpected;
}

const start: Start = {
  what: 'policy',
  endings: ['.ts', '.mts', '.mjs', '.js'],
  nameForm: plainName,
  nameWords: 'letters, digits, . _ and -',
  textOf: policyStart,
};

function listed(json: boolean, width: number): string {
  const policies = policyIds.map((name) => ({ name, does: policySentence(name) }));
  if (json) return `${JSON.stringify({ schemaVersion: 1, policies }, null, 2)}\n`;
  const lines = policies.map(({ name, does }) => `${name}\n  ${wrapLines(does, width - 2, '  ')}`);
  return `${lines.join('\n')}\n`;
}
