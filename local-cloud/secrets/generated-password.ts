// The password that CloudFormation's GenerateSecretString makes, drawn from the seed.

import { type Random, ServiceError } from '../service.ts';

/** The rules for a password. Names and defaults are CloudFormation's. */
export type PasswordRules = {
  PasswordLength?: number;
  ExcludeCharacters?: string;
  ExcludeLowercase?: boolean;
  ExcludeUppercase?: boolean;
  ExcludeNumbers?: boolean;
  ExcludePunctuation?: boolean;
  IncludeSpace?: boolean;
  RequireEachIncludedType?: boolean;
};

// CloudFormation's reference, AWS::SecretsManager::Secret GenerateSecretString.
const LENGTH_DEFAULT = 32;
const LENGTH_MAX = 4_096;
const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * A password by these rules.
 * @throws {ServiceError} InvalidParameterException: an impossible length, or no characters to
 * choose from
 */
export function generatedPassword(rules: PasswordRules, random: Random): string {
  const length = Number(rules.PasswordLength ?? LENGTH_DEFAULT);
  const types = includedTypes(rules);
  if (!Number.isInteger(length) || length < Math.max(1, types.length) || length > LENGTH_MAX) {
    throw invalid(`PasswordLength must be from ${types.length} to ${LENGTH_MAX}, got ${length}`);
  }
  const all = types.join('');
  if (all === '') throw invalid('the rules of the password exclude every character');
  const required = isTrue(rules.RequireEachIncludedType, true) ? types : [];
  const characters = required.map((type) => oneOf(type, random));
  while (characters.length < length) characters.push(oneOf(all, random));
  return shuffled(characters, random).join('');
}

function includedTypes(rules: PasswordRules): string[] {
  const types = [
    isTrue(rules.ExcludeLowercase) ? '' : LOWERCASE,
    isTrue(rules.ExcludeUppercase) ? '' : LOWERCASE.toUpperCase(),
    isTrue(rules.ExcludeNumbers) ? '' : '0123456789',
    isTrue(rules.ExcludePunctuation) ? '' : PUNCTUATION,
    isTrue(rules.IncludeSpace) ? ' ' : '',
  ];
  const excluded = rules.ExcludeCharacters ?? '';
  const kept = types.map((type) => [...type].filter((one) => !excluded.includes(one)).join(''));
  return kept.filter((type) => type !== '');
}

/** A template may have its flags as text. */
function isTrue(flag: unknown, fallback = false): boolean {
  return flag === undefined ? fallback : String(flag) === 'true';
}

function oneOf(characters: string, random: Random): string {
  return characters.charAt(Math.floor(random() * characters.length));
}

function shuffled(characters: readonly string[], random: Random): string[] {
  const keyed = characters.map((character) => ({ character, key: random() }));
  return keyed.sort((left, right) => left.key - right.key).map(({ character }) => character);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}
