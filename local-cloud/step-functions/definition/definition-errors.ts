// Refusals of a definition: AWS's diagnostics, each with the place in the JSON. Messages with a
// source are AWS's own. The others say the same in our words.

import { type JsonObject, ServiceError, UnsupportedError } from '../../service.ts';
import { jsonataFields, unsupportedFields } from './definition-fields.ts';

/** One fault. Its place is a path from the root, such as `/States/S/Next`. */
export interface Diagnostic {
  readonly code: string;
  readonly problem: string;
  readonly place?: string;
}

/**
 * A definition that AWS would refuse, with its faults. Faults of transitions are all reported at
 * once; of other faults only the first is.
 */
export class InvalidDefinition extends ServiceError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const texts = diagnostics.map(({ code, problem, place }) => {
      return `${code}: ${problem}${place === undefined ? '' : ` at ${place}`}`;
    });
    super('InvalidDefinition', `Invalid State Machine Definition: '${texts.join(', ')}'`);
    this.diagnostics = diagnostics;
  }
}

/** The error for one fault. */
export function invalid(place: string, problem: string): InvalidDefinition {
  const code = 'SCHEMA_VALIDATION_FAILED';
  return new InvalidDefinition([{ code, problem, place: place === '' ? '/' : place }]);
}

/**
 * Refuses unknown fields by name.
 * @throws {InvalidDefinition} AWS has no such field there
 * @throws {UnsupportedError} AWS has the field, but the local cloud does not
 */
export function checkFields(value: JsonObject, known: readonly string[], place: string): void {
  for (const field of Object.keys(value)) {
    if (known.includes(field)) continue;
    if (unsupportedFields.includes(field)) {
      throw new UnsupportedError(`the field ${field} of ${place}`, known);
    }
    // floci-io/floci#2968 and #2735, 2026-09 and 2026-08.
    if (jsonataFields.includes(field)) {
      const problem = `but field '${field}' is only supported for the 'JSONata' QueryLanguage`;
      throw invalid(place, `The QueryLanguage is set to 'JSONPath', ${problem}`);
    }
    throw invalid(place, `Field '${field}' is not supported`);
  }
}

/** Refuses an object that lacks fields. LocalStack, test_sfn_api_validation, 2025-10. */
export function requireFields(value: JsonObject, fields: readonly string[], place: string): void {
  const missing = fields.filter((field) => value[field] === undefined);
  if (missing.length === 0) return;
  throw invalid(place, `These fields are required: [${missing.join(', ')}]`);
}

/** Refuses fields that exclude each other. */
export function checkAlternatives(
  value: JsonObject,
  names: readonly string[],
  place: string,
): void {
  const given = names.filter((name) => value[name] !== undefined);
  if (given.length <= 1) return;
  throw invalid(place, `At most one of these fields may be there: [${given.join(', ')}]`);
}
