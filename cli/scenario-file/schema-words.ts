// What is wrong with something that came from outside, in words that name the field and, for one
// that nobody knows, the nearest one that there is.
import { closest } from 'fastest-levenshtein';
import * as z from 'zod';

/** Each issue in words: `timings.leaseMs: expected number, received string`. */
export function issueWords(error: z.ZodError, schema: z.ZodType): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return [`${fieldName(issue.path) || 'the whole'}: ${messageOf(issue.message)}`];
    const known = knownFields(z.toJSONSchema(schema), issue.path);
    return issue.keys.map((key) => {
      const named = fieldName([...issue.path, key]);
      const meant = known.length === 0 ? '' : ` Did you mean ${closest(key, known)}?`;
      return `no field is called ${named}.${meant} Known there: ${known.join(', ')}`;
    });
  });
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

/** Without its capital and the label that every message has. */
function messageOf(message: string): string {
  const words = message.replace(/^Invalid input: /, '');
  return words.charAt(0).toLowerCase() + words.slice(1);
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

function knownFields(schema: unknown, path: readonly PropertyKey[]): string[] {
  const nodes = path.reduce<readonly SchemaNode[]>(
    (found, key) => found.flatMap((node) => below(node, key)),
    [schema as SchemaNode],
  );
  return nodes.flatMap((node) =>
    withAlternatives(node).flatMap(({ properties }) => Object.keys(properties ?? {})),
  );
}

function below(node: SchemaNode, key: PropertyKey): SchemaNode[] {
  return withAlternatives(node).flatMap(({ properties, items, additionalProperties }) => {
    const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    return [properties?.[String(key)] ?? items ?? others].filter((found) => found !== undefined);
  });
}

function withAlternatives(node: SchemaNode): SchemaNode[] {
  return [node, ...(node.anyOf ?? [])];
}
