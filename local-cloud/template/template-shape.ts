// The checks that turn the unknown JSON of a template into known shapes, and the error for the
// rest.

import type { JsonObject } from '../service.ts';

/**
 * The template itself is wrong: a broken reference, a cycle or a missing value. The message names
 * the place.
 */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** The account and region for which a template is read: the values of the pseudo-parameters. */
export interface Surroundings {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  /** The origin of the queues' addresses; the cloud's own name by default. */
  readonly endpoint?: string | undefined;
  /** Values of template parameters by name; a parameter that is absent takes its default. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** True for a JSON object, false for arrays, null and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; absent counts as empty. @throws {TemplateError} for any other shape */
export function objectAt(value: unknown, where: string): JsonObject {
  if (value === undefined) return {};
  if (isObject(value)) return value;
  throw new TemplateError(`${where}: expected an object, got ${JSON.stringify(value)}`);
}

/** The value as a list. @throws {TemplateError} for any other shape */
export function listAt(value: unknown, where: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TemplateError(`${where}: expected a list, got ${JSON.stringify(value)}`);
}

/**
 * The value as text; numbers and booleans are written out.
 * @throws {TemplateError} for any other shape
 */
export function textAt(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(`${where}: expected text, got ${JSON.stringify(value)}`);
}

/** Whether a block of settings has this flag on; a template may have its flags as text. */
export function isEnabled(settings: unknown, flag: string): boolean {
  return isObject(settings) && String(settings[flag]) === 'true';
}
