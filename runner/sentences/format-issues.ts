// Says what is wrong with input from outside. It names the field, and for an unknown word the
// nearest known one. functions/messages.ts has its own, plainer words: it is bundled into every
// Lambda, where nobody reads a suggestion.
import * as z from 'zod';
import { didYouMean } from './nearest-word.ts';

/**
 * One line for each fault: `timings.leaseMs: expected number, received string`.
 * @param given the input that was refused
 */
export function formatIssues(error: z.ZodError, schema: z.ZodType, given: unknown): string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return error.issues.flatMap((issue) => formatIssue(issue, root, given));
}

/** The part of JSON Schema that is used here. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
}

function formatIssue(issue: z.core.$ZodIssue, root: Shape, given: unknown): string[] {
  const path = issue.path.map(String);
  const shapes = shapesAt(root, path, given);
  if (issue.code === 'unrecognized_keys') {
    const known = unique(shapes.flatMap(({ properties = {} }) => Object.keys(properties)));
    return issue.keys.map((key) =>
      sentence(`${[...path, key].join('.')}: no such field.`, key, known),
    );
  }
  const field = path.join('.') || 'the whole';
  const value = valueAt(given, path);
  if (value === undefined) return [`${field}: it is missing`];
  const words = unique(shapes.flatMap(wordsOf));
  if (words.length > 0 && typeof value === 'string')
    return [sentence(`${field}: '${value}' is not known.`, value, words)];
  return [`${field}: ${messageOf(issue)}`];
}

function sentence(said: string, word: string, known: readonly string[]): string {
  return [said, didYouMean(word, known)].join(' ').trimEnd();
}

/** The message without the label that every message has, and without a capital letter. */
function messageOf({ message }: z.core.$ZodIssue): string {
  const words = message.replace(/^Invalid input: /, '');
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The words that a field may have. Empty if the field is not a choice of words. */
function wordsOf(shape: Shape): string[] {
  const words = shape.enum ?? (shape.const === undefined ? [] : [shape.const]);
  return words.filter((word) => typeof word === 'string');
}

/**
 * The shapes that a field may have. If the value names its own kind, the shapes of other kinds are
 * left out.
 */
function shapesAt(root: Shape, path: readonly string[], given: unknown): Shape[] {
  let shapes = fitting(branches(root), given);
  for (const [depth, key] of path.entries()) {
    const inner = shapes.flatMap((shape) => below(shape, key)).flatMap(branches);
    shapes = fitting(inner, valueAt(given, path.slice(0, depth + 1)));
  }
  return shapes;
}

function below({ properties, items, additionalProperties }: Shape, key: string): Shape[] {
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const found = properties?.[key] ?? items ?? others;
  return found === undefined ? [] : [found];
}

function branches(shape: Shape): Shape[] {
  const inner = shape.oneOf ?? shape.anyOf;
  return inner === undefined ? [shape] : inner.flatMap(branches);
}

function fitting(shapes: Shape[], value: unknown): Shape[] {
  const ofKind = shapes.filter((shape) => isOfKind(shape, value));
  return ofKind.length > 0 ? ofKind : shapes;
}

/** The fields that tell apart the members of a union. */
const tags = ['law', 'kind'] as const;

function isOfKind({ properties }: Shape, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const given: Readonly<Record<string, unknown>> = { ...value };
  return tags.some((tag) => {
    const kind = properties?.[tag]?.const;
    return kind !== undefined && kind === given[tag];
  });
}

function valueAt(given: unknown, path: readonly string[]): unknown {
  let value = given;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
