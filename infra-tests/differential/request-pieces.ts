// Expressions as they are put together at random: placeholders are given out as they are written.
import type { AttributeValue } from '#local-cloud/dynamodb/values/attribute-value.ts';
import type { JsonObject } from '#local-cloud/service.ts';

/** A piece of an expression: text as it stands, an attribute's path, or a value. */
export type Piece =
  | string
  | { readonly path: readonly (string | number)[] }
  | { readonly value: AttributeValue };

/** An expression in the order in which it is written. */
export type Expression = readonly Piece[];

/** The expressions of a request by the parameter that holds each. */
export type Expressions = { readonly [parameter: string]: Expression | undefined };

/** Writes expressions with aliases for all names, and the two maps that the aliases need. */
export function writeExpressions(expressions: Expressions): JsonObject {
  const names: { [alias: string]: string } = {};
  const values: { [placeholder: string]: AttributeValue } = {};
  const written: JsonObject = {};
  for (const [parameter, expression] of Object.entries(expressions)) {
    if (expression === undefined) continue;
    written[parameter] = expression.map((piece) => write(piece, names, values)).join('');
  }
  if (Object.keys(names).length > 0) written.ExpressionAttributeNames = names;
  if (Object.keys(values).length > 0) written.ExpressionAttributeValues = values;
  return written;
}

/** Expressions one after the other, with a text between each two. */
export function joined(expressions: readonly Expression[], between: string): Expression {
  return expressions.flatMap((each, index) => (index === 0 ? each : [between, ...each]));
}

function write(
  piece: Piece,
  names: { [alias: string]: string },
  values: { [placeholder: string]: AttributeValue },
): string {
  if (typeof piece === 'string') return piece;
  if ('value' in piece) {
    const placeholder = `:v${Object.keys(values).length}`;
    values[placeholder] = piece.value;
    return placeholder;
  }
  return piece.path.map((step, index) => writeStep(step, index, names)).join('');
}

function writeStep(
  step: string | number,
  index: number,
  names: { [alias: string]: string },
): string {
  if (typeof step === 'number') return `[${step}]`;
  names[`#${step}`] = step;
  return index === 0 ? `#${step}` : `.#${step}`;
}
