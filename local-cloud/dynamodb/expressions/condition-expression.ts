// Parses ConditionExpression, FilterExpression and KeyConditionExpression into a tree.
import type { Path } from './document-path.ts';
import { readPath } from './document-path.ts';
import { rememberingParser } from './parsed-expressions.ts';
import type { TokenReader } from './tokens.ts';

/** The six comparators. */
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** The functions that answer yes or no. */
export type ConditionFunction =
  | 'attribute_exists'
  | 'attribute_not_exists'
  | 'attribute_type'
  | 'begins_with'
  | 'contains';

/** Something that stands for a value. */
export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly placeholder: string }
  | { readonly kind: 'size'; readonly of: Operand };

/** Something that is true or false of an item. */
export type Condition =
  | {
      readonly kind: 'compare';
      readonly comparator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'between';
      readonly operand: Operand;
      readonly low: Operand;
      readonly high: Operand;
    }
  | { readonly kind: 'in'; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | {
      readonly kind: 'function';
      readonly name: ConditionFunction;
      readonly operands: readonly Operand[];
    };

/** Reads a condition. Precedence, tightest first: comparisons, NOT, AND, OR. */
export const parseCondition = rememberingParser((reader): Condition => {
  const { node } = readOr(reader);
  return asCondition(reader, node);
});

// An opening parenthesis may start a condition or an operand. So both are nodes until it is clear
// which one it is.
type Node = Operand | Condition;
type Read = { readonly node: Node; readonly parenthesized: boolean };

const COMPARATORS: readonly Comparator[] = ['=', '<>', '<=', '<', '>=', '>'];
// AWS "Service quotas": up to 100 operands for IN.
const CANDIDATES_MAX = 100;
const ARGUMENT_COUNTS: ReadonlyMap<string, number> = new Map([
  ['attribute_exists', 1],
  ['attribute_not_exists', 1],
  ['attribute_type', 2],
  ['begins_with', 2],
  ['contains', 2],
  ['size', 1],
]);
const UPDATE_FUNCTIONS: readonly string[] = ['if_not_exists', 'list_append'];

function readOr(reader: TokenReader): Read {
  let read = readAnd(reader);
  while (reader.take('OR')) {
    const left = asCondition(reader, read.node);
    const right = asCondition(reader, readAnd(reader).node);
    read = { node: { kind: 'or', left, right }, parenthesized: false };
  }
  return read;
}

function readAnd(reader: TokenReader): Read {
  let read = readNot(reader);
  while (reader.take('AND')) {
    const left = asCondition(reader, read.node);
    const right = asCondition(reader, readNot(reader).node);
    read = { node: { kind: 'and', left, right }, parenthesized: false };
  }
  return read;
}

function readNot(reader: TokenReader): Read {
  if (!reader.take('NOT')) return readComparison(reader);
  const condition = asCondition(reader, readNot(reader).node);
  return { node: { kind: 'not', condition }, parenthesized: false };
}

function readComparison(reader: TokenReader): Read {
  const read = readAtom(reader);
  const comparator = COMPARATORS.find((symbol) => reader.sees(symbol));
  if (comparator !== undefined) {
    const left = asOperand(reader, read.node);
    reader.expect(comparator);
    const right = readOperand(reader);
    return { node: { kind: 'compare', comparator, left, right }, parenthesized: false };
  }
  if (reader.sees('BETWEEN')) return { node: readBetween(reader, read.node), parenthesized: false };
  if (reader.sees('IN')) return { node: readIn(reader, read.node), parenthesized: false };
  return read;
}

function readBetween(reader: TokenReader, node: Node): Condition {
  const operand = asOperand(reader, node);
  reader.expect('BETWEEN');
  const low = readOperand(reader);
  reader.expect('AND');
  const high = readOperand(reader);
  return { kind: 'between', operand, low, high };
}

function readIn(reader: TokenReader, node: Node): Condition {
  const operand = asOperand(reader, node);
  reader.expect('IN');
  reader.expect('(');
  const candidates = readOperands(reader);
  if (candidates.length > CANDIDATES_MAX) {
    throw reader.invalid(
      `The IN operator takes up to ${CANDIDATES_MAX} operands, not ${candidates.length}`,
    );
  }
  return { kind: 'in', operand, candidates };
}

function readOperands(reader: TokenReader): readonly Operand[] {
  const operands: Operand[] = [];
  do operands.push(readOperand(reader));
  while (reader.take(','));
  reader.expect(')');
  return operands;
}

function readOperand(reader: TokenReader): Operand {
  return asOperand(reader, readAtom(reader).node);
}

function readAtom(reader: TokenReader): Read {
  if (reader.take('(')) {
    const { node, parenthesized } = readOr(reader);
    reader.expect(')');
    if (parenthesized) throw reader.invalid('The expression has redundant parentheses;');
    return { node, parenthesized: true };
  }
  const token = reader.peek();
  const isCall = token.kind === 'name' && reader.peek(1).text === '(';
  if (isCall) return { node: readFunction(reader), parenthesized: false };
  if (token.kind === 'value') {
    return { node: { kind: 'value', placeholder: reader.next().text }, parenthesized: false };
  }
  return { node: { kind: 'path', path: readPath(reader) }, parenthesized: false };
}

function readFunction(reader: TokenReader): Node {
  const name = reader.next().text;
  const argumentCount = ARGUMENT_COUNTS.get(name);
  if (UPDATE_FUNCTIONS.includes(name)) {
    throw reader.invalid(
      `The function is not allowed in a condition expression; function: ${name}`,
    );
  }
  if (argumentCount === undefined) {
    throw reader.invalid(`Invalid function name; function: ${name}`);
  }
  reader.expect('(');
  const operands = readOperands(reader);
  const [first] = operands;
  if (operands.length !== argumentCount || first === undefined) {
    throw reader.invalid(
      'Incorrect number of operands for operator or function; ' +
        `operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (name === 'size') return { kind: 'size', of: first };
  refusePlainOperand(reader, name, first);
  return { kind: 'function', name: name as ConditionFunction, operands };
}

function refusePlainOperand(reader: TokenReader, name: string, first: Operand): void {
  if (name.startsWith('attribute_') && name !== 'attribute_type' && first.kind !== 'path') {
    throw reader.invalid(
      `Operator or function requires a document path; operator or function: ${name}`,
    );
  }
}

function isOperand(node: Node): node is Operand {
  return node.kind === 'path' || node.kind === 'value' || node.kind === 'size';
}

function asOperand(reader: TokenReader, node: Node): Operand {
  if (!isOperand(node)) throw reader.unexpected();
  return node;
}

function asCondition(reader: TokenReader, node: Node): Condition {
  if (isOperand(node)) throw reader.unexpected();
  return node;
}
