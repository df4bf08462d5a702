// How a definition is refused.

import { type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import { unsupportedFields } from './definition-fields.ts';

/** The error for a definition that AWS would refuse. */
export function invalid(place: string, problem: string): ServiceError {
  return new ServiceError(
    'InvalidDefinition',
    `Invalid State Machine Definition: ${place}: ${problem}`,
  );
}

/** Refuses unknown fields by name. */
export function checkFields(value: JsonObject, known: readonly string[], place: string): void {
  for (const field of Object.keys(value)) {
    if (known.includes(field)) continue;
    if (unsupportedFields.includes(field)) {
      throw new UnsupportedError(`the field ${field} of ${place}`, known);
    }
    throw invalid(place, `there is no field ${field}; known: ${known.join(', ')}`);
  }
}
