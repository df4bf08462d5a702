// Checks the text of an own policy before it runs, and makes of it what a worker takes. Acorn reads
// it: a browser's own errors of syntax have no line.
import {
  type ExportNamedDeclaration,
  type ExportSpecifier,
  type Node,
  type Program,
  parse,
  type Token,
} from 'acorn';
import { type CheckedText, loopGuard, type TextFault } from './checked-text.ts';
import { ownPolicyName } from './policy-text.ts';

/** Checks a text. It is JavaScript, as a module that imports nothing. */
export function checkText(text: string): CheckedText | TextFault {
  const read = programOf(text);
  if ('reason' in read) return read;
  const nodes = [...nodesIn(read)];
  const refused = nodes.map(refusal).find((fault) => fault !== undefined);
  if (refused !== undefined) return refused;
  const variable = variableOf(read);
  if (variable === undefined) {
    const reason = `${ownPolicyName} exports no 'policy': write export const policy = { ... }.`;
    return { reason, line: 1, column: 1 };
  }
  return { variable, ...withGuards(withoutExports(text, read), nodes) };
}

function programOf(text: string): Program | TextFault {
  const tokens: Token[] = [];
  try {
    const program = parse(text, {
      ecmaVersion: 2024,
      sourceType: 'module',
      locations: true,
      // The author's text is not at the beginning of the worker's.
      allowHashBang: false,
      onToken: tokens,
    });
    return htmlComment(text, tokens) ?? program;
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('loc' in error)) throw error;
    const { line, column } = error.loc as { line: number; column: number };
    return {
      reason: withHint(error.message.replace(/ \(\d+:\d+\)$/, ''), text),
      line,
      column: column + 1,
    };
  }
}

/**
 * `<!--` outside of strings and comments. A module has the operators `<`, `!` and `--` there. The
 * worker is no module, and takes the rest of the line for a comment, so that it would run another
 * text than the one that was checked. `-->` at the beginning of a line is such a comment, too: a
 * module with one there does not parse.
 */
function htmlComment(text: string, tokens: readonly Token[]): TextFault | undefined {
  const found = tokens.find(({ start }) => text.startsWith('<!--', start));
  if (found?.loc === undefined || found.loc === null) return undefined;
  const { line, column } = found.loc.start;
  const reason = "'<!--' begins a comment in some JavaScript: write '< !' and '--' apart.";
  return { reason, line, column: column + 1 };
}

/** Types are the likeliest thing that is no JavaScript. */
function withHint(reason: string, text: string): string {
  const isTyped = /^\s*(import type|interface|type \w+ =|export const policy\s*:)/m.test(text);
  const hint = 'The page takes JavaScript: a file in TypeScript runs on the command line.';
  return isTyped ? `${reason}. ${hint}` : `${reason}.`;
}

function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) yield* nodesIn(child);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

const refusals: Readonly<Record<string, string>> = {
  ImportDeclaration: 'The page runs a policy alone: it imports nothing.',
  ImportExpression: 'The page runs a policy alone: it imports nothing.',
  ExportAllDeclaration: 'The page runs a policy alone: it imports nothing.',
  AwaitExpression: 'A decision answers at once: nothing in a policy is awaited.',
  MetaProperty: 'The page runs a policy without import.meta and new.target.',
  ExportDefaultDeclaration: 'A policy is exported by its name: export const policy = { ... }.',
};

function refusal(node: Node): TextFault | undefined {
  const isAwait = node.type === 'ForOfStatement' && 'await' in node && node.await === true;
  const isFrom = node.type === 'ExportNamedDeclaration' && 'source' in node && node.source !== null;
  const kind = isFrom ? 'ImportDeclaration' : isAwait ? 'AwaitExpression' : node.type;
  const reason = refusals[kind];
  const { line = 1, column = 0 } = node.loc?.start ?? {};
  return reason === undefined ? undefined : { reason, line, column: column + 1 };
}

/** The variable that is exported as `policy`. */
function variableOf(program: Program): string | undefined {
  return exportsIn(program)
    .flatMap(namesExported)
    .find(([exported]) => exported === 'policy')?.[1];
}

function exportsIn({ body }: Program): ExportNamedDeclaration[] {
  return body.filter((node) => node.type === 'ExportNamedDeclaration');
}

/** Pairs of the name outside and the variable. */
function namesExported({ declaration, specifiers }: ExportNamedDeclaration): [string, string][] {
  const listed = specifiers.map((one): [string, string] => [
    wordOf(one.exported),
    wordOf(one.local),
  ]);
  if (declaration === null || declaration === undefined) return listed;
  if (declaration.type !== 'VariableDeclaration') {
    const { name } = declaration.id;
    return [[name, name]];
  }
  return declaration.declarations.flatMap(({ id }): [string, string][] =>
    id.type === 'Identifier' ? [[id.name, id.name]] : [],
  );
}

function wordOf(word: ExportSpecifier['exported']): string {
  return word.type === 'Identifier' ? word.name : String(word.value);
}

/** Exports are replaced by as many blanks, so that lines and columns stay. */
function withoutExports(text: string, program: Program): string {
  let body = text;
  for (const { start, end, declaration } of exportsIn(program)) {
    const until = declaration?.start ?? end;
    const blanks = text.slice(start, until).replaceAll(/[^\n\r]/g, ' ');
    body = body.slice(0, start) + blanks + body.slice(until);
  }
  return body;
}

const loops = new Set([
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
]);

/** Puts a call into each loop, so that one without an end is ended, and its line is known. */
function withGuards(text: string, nodes: readonly Node[]): Omit<CheckedText, 'variable'> {
  const pieces = nodes.flatMap((node) =>
    loops.has(node.type) && 'body' in node && isNode(node.body) ? guardOf(node.body) : [],
  );
  const inOrder = pieces.toSorted((a, b) => a.at - b.at);
  let [body, from] = ['', 0];
  for (const { at, piece } of inOrder) {
    body += text.slice(from, at) + piece;
    from = at;
  }
  const insertions = inOrder.map(({ at, piece }) => {
    const before = text.slice(0, at).split('\n');
    return { line: before.length, column: before.at(-1)?.length ?? 0, length: piece.length };
  });
  return { body: body + text.slice(from), insertions };
}

function guardOf({ type, start, end }: Node): { at: number; piece: string }[] {
  const call = `${loopGuard}();`;
  if (type === 'BlockStatement') return [{ at: start + 1, piece: call }];
  return [
    { at: start, piece: `{${call}` },
    { at: end, piece: '}' },
  ];
}
