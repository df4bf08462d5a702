// Why a file is no station, in words that name the field and what was probably meant.
import type * as z from 'zod';
import { nearest } from '../option-values.ts';
import { stationJsonSchema } from './station-schema.ts';

/** One fault of a file that is no station, in words: which field, why, and what was meant. */
export function stationIssueWords(issue: z.core.$ZodIssue, told: unknown): string[] {
  const path = issue.path.map(String);
  const field = path.join('.') || 'the file';
  if (issue.code === 'unrecognized_keys') {
    const known = [
      ...new Set(schemasAt(path, told).flatMap((one) => Object.keys(one.properties ?? {}))),
    ];
    return issue.keys.map((key) => {
      const where = path.length === 0 ? key : `${field}.${key}`;
      return `${where}: no such field. ${nearest(key, known)}`;
    });
  }
  const words = wordsAt(path, told);
  const value = valueAt(told, path);
  if (words.length > 0 && typeof value === 'string') {
    return [`${field}: '${value}' is not known. ${nearest(value, words)}`];
  }
  if (value === undefined) return [`${field}: it is missing`];
  return [`${field}: ${issue.message.replace('Invalid input: ', '')}`];
}

/** As much of JSON Schema as ours needs. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
}

/** The words that a field may be; none where it is no matter of words. */
function wordsAt(path: readonly string[], told: unknown): string[] {
  const known = schemasAt(path, told).flatMap((one) => one.enum ?? (one.const ? [one.const] : []));
  return [...new Set(known.filter((word) => typeof word === 'string'))];
}

/**
 * The shapes that a field may have. Where the value tells its own kind, others are left out.
 */
function schemasAt(path: readonly string[], told: unknown): Shape[] {
  let shapes = branches(stationJsonSchema() as Shape);
  for (const [depth, key] of path.entries()) {
    const inner = shapes.flatMap(({ properties, items }) => properties?.[key] ?? items ?? []);
    shapes = inner.flatMap(branches);
    const value = valueAt(told, path.slice(0, depth + 1));
    const fitting = shapes.filter((shape) => isOfKind(shape, value));
    if (fitting.length > 0) shapes = fitting;
  }
  return shapes;
}

function branches(shape: Shape): Shape[] {
  const inner = shape.oneOf ?? shape.anyOf;
  return inner === undefined ? [shape] : inner.flatMap(branches);
}

function isOfKind({ properties }: Shape, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const told: Readonly<Record<string, unknown>> = { ...value };
  const tags = [properties?.law, properties?.kind];
  return ['law', 'kind'].some(
    (tag, index) => tags[index]?.const !== undefined && tags[index]?.const === told[tag],
  );
}

function valueAt(told: unknown, path: readonly string[]): unknown {
  let value = told;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
