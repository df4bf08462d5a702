// The key of a run: a digest of all that the run depends on. By it a sweep recognizes a run that is
// done.
import { inputsOf, type PolicySource } from '../policy-choice.ts';
import { sha256 } from '../sha256.ts';
import { keyDigits } from './key-table.ts';

/** The key of a run. @param all what the run depends on: anything that JSON can carry */
export function runKey(all: readonly unknown[]): string {
  return sha256(JSON.stringify(all)).slice(0, keyDigits);
}

/**
 * Digests of the policy files, by their names. A file's text is part of what its runs depend on,
 * and so is what it imports.
 */
export function policyFileDigests(policies: readonly PolicySource[]): Map<string, string> {
  return new Map(inputsOf(policies).map((input) => [input.given, input.digest]));
}
