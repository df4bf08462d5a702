// The state machine inside a template: text or object, with its substitutions filled in.

import { type JsonObject, UnsupportedError } from '../service.ts';
import { isObject, objectAt, TemplateError, textAt } from './template-shape.ts';

/**
 * The definition of a state machine from its resolved properties.
 * @throws {UnsupportedError} an Express machine: only Standard ones are run
 * @throws {TemplateError} text that is not a JSON object, or a substitution without a value
 */
export function readDefinition(logicalId: string, properties: JsonObject): JsonObject {
  if ((properties.StateMachineType ?? 'STANDARD') !== 'STANDARD') {
    const type = String(properties.StateMachineType);
    throw new UnsupportedError(`the StateMachineType ${type} of ${logicalId}`, ['STANDARD']);
  }
  const where = `${logicalId}.DefinitionString`;
  const text = isObject(properties.Definition)
    ? JSON.stringify(properties.Definition)
    : textAt(properties.DefinitionString, where);
  const values = objectAt(properties.DefinitionSubstitutions, logicalId);
  return parse(substitute(text, values, where), where);
}

function substitute(text: string, values: JsonObject, where: string): string {
  // Without substitutions `${...}` is ordinary text, e.g. in a Comment.
  if (Object.keys(values).length === 0) return text;
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (_, name: string) => {
    if (!Object.hasOwn(values, name)) {
      throw new TemplateError(`${where}: no substitution for \${${name}}`);
    }
    const value = textAt(values[name], `${where} substitution ${name}`);
    return JSON.stringify(value).slice(1, -1);
  });
}

function parse(text: string, where: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new TemplateError(`${where}: not JSON: ${text.slice(0, 80)}`, { cause });
  }
  if (isObject(parsed)) return parsed;
  throw new TemplateError(`${where}: expected a JSON object, got ${text.slice(0, 80)}`);
}
