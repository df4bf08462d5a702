// The language of UpdateExpression: text in, a list of actions out.
import type { Path } from './document-path.ts';
import { readPath } from './document-path.ts';
import { rememberingParser } from './parsed-expressions.ts';
import type { TokenReader } from './tokens.ts';

/** What a SET action computes its value from. */
export type UpdateOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly placeholder: string }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: UpdateOperand }
  | { readonly kind: 'list_append'; readonly left: UpdateOperand; readonly right: UpdateOperand }
  | { readonly kind: '+' | '-'; readonly left: UpdateOperand; readonly right: UpdateOperand };

/** One change to one path. ADD and DELETE carry the placeholder of their value. */
export type UpdateAction =
  | { readonly kind: 'SET'; readonly path: Path; readonly operand: UpdateOperand }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly placeholder: string };

/** Reads an update: sections in any order, each at most once. */
export const parseUpdate = rememberingParser((reader): readonly UpdateAction[] => {
  const actions: UpdateAction[] = [];
  const seen = new Set<Section>();
  do {
    const section = SECTIONS.find((word) => reader.take(word));
    if (section === undefined) throw reader.unexpected();
    if (seen.has(section)) {
      throw reader.invalid(
        `The "${section}" section can only be used once in an update expression;`,
      );
    }
    seen.add(section);
    do actions.push(readAction(reader, section));
    while (reader.take(','));
  } while (reader.peek().kind !== 'end');
  return actions;
});

type Section = UpdateAction['kind'];
const SECTIONS: readonly Section[] = ['SET', 'REMOVE', 'ADD', 'DELETE'];
const CONDITION_FUNCTIONS: readonly string[] = [
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
];

function readAction(reader: TokenReader, section: Section): UpdateAction {
  const path = readPath(reader);
  if (section === 'REMOVE') return { kind: 'REMOVE', path };
  if (section === 'SET') {
    reader.expect('=');
    return { kind: 'SET', path, operand: readValue(reader) };
  }
  if (reader.peek().kind !== 'value') throw reader.unexpected();
  return { kind: section, path, placeholder: reader.next().text };
}

function readValue(reader: TokenReader): UpdateOperand {
  const left = readOperand(reader);
  if (reader.take('+')) return { kind: '+', left, right: readOperand(reader) };
  if (reader.take('-')) return { kind: '-', left, right: readOperand(reader) };
  return left;
}

function readOperand(reader: TokenReader): UpdateOperand {
  if (reader.take('(')) {
    const inner = readValue(reader);
    reader.expect(')');
    return inner;
  }
  const token = reader.peek();
  if (token.kind === 'value') return { kind: 'value', placeholder: reader.next().text };
  if (token.kind === 'name' && reader.peek(1).text === '(') return readFunction(reader);
  return { kind: 'path', path: readPath(reader) };
}

function readFunction(reader: TokenReader): UpdateOperand {
  const name = reader.next().text;
  if (CONDITION_FUNCTIONS.includes(name)) {
    throw reader.invalid(`The function is not allowed in an update expression; function: ${name}`);
  }
  if (name !== 'if_not_exists' && name !== 'list_append') {
    throw reader.invalid(`Invalid function name; function: ${name}`);
  }
  reader.expect('(');
  const left = readOperand(reader);
  reader.expect(',');
  const right = readOperand(reader);
  reader.expect(')');
  if (name === 'list_append') return { kind: 'list_append', left, right };
  if (left.kind !== 'path') {
    throw reader.invalid(
      'Operator or function requires a document path; operator or function: if_not_exists',
    );
  }
  return { kind: 'if_not_exists', path: left.path, otherwise: right };
}
