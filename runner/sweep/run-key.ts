// The key of a run is all that it depends on, so that a run that was done is known again.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PolicySource } from '../policy-choice.ts';
import { keyDigits } from './key-table.ts';

/** The key of a run. @param all what it depends on: anything that JSON can carry */
export function runKey(all: readonly unknown[]): string {
  return digest(JSON.stringify(all)).slice(0, keyDigits);
}

/** SHA-256 in hexadecimal digits. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What policy files say is part of what their runs depend on. By the files' names. */
export function policyFileDigests(policies: readonly PolicySource[]): Map<string, string> {
  return new Map(
    policies
      .filter(({ kind }) => kind === 'file')
      .map(({ name }) => [name, digest(readFileSync(name, 'utf8'))]),
  );
}
