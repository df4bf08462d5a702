// The key of a run: a digest of all that the run depends on. By it a sweep recognizes a run that is
// done.
import { createHash } from 'node:crypto';
import { inputsOf, type PolicySource } from '../policy-choice.ts';
import { keyDigits } from './key-table.ts';

/** The key of a run. @param all what the run depends on: anything that JSON can carry */
export function runKey(all: readonly unknown[]): string {
  return digest(JSON.stringify(all)).slice(0, keyDigits);
}

/** SHA-256 in hexadecimal digits. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Digests of the policy files, by their names. A file's text is part of what its runs depend on,
 * and so is what it imports.
 */
export function policyFileDigests(policies: readonly PolicySource[]): Map<string, string> {
  return new Map(inputsOf(policies).map((input) => [input.given, input.digest]));
}
