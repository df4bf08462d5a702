// Intrinsic functions such as States.Format('{}', $.a). They are parsed here, and carried out by
// the table of functions.
// https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html

import { runtimeError, StatesError } from '../states-error.ts';
import { intrinsicFunctions } from './intrinsic-functions.ts';
import { complaintAboutCall, type Expression, nestedCallsMax } from './intrinsic-signatures.ts';
import { type Data, lookUp } from './paths.ts';

const parsed = new Map<string, Expression>();

/** Whether the text is a call and not a path. */
export function isIntrinsic(text: string): boolean {
  return text.startsWith('States.');
}

/**
 * Carries out an expression.
 * @throws {StatesError} States.IntrinsicFailure for arguments that a function does not take,
 * States.Runtime for an argument whose path leads nowhere
 */
export function evaluateIntrinsic(text: string, data: Data): unknown {
  return evaluate(parseIntrinsic(text), { text, data });
}

/**
 * Parses an expression. A definition's expressions are parsed when it is created, so that mistakes
 * show early.
 * @throws {SyntaxError} a fault of the text, the function's name, the number of its arguments, the
 * type of a literal argument, or the depth of nesting
 */
export function parseIntrinsic(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  const reader = new Reader(text);
  const expression = reader.expression();
  reader.end();
  parsed.set(text, expression);
  return expression;
}

interface Evaluation {
  readonly text: string;
  readonly data: Data;
}

function evaluate(expression: Expression, evaluation: Evaluation): unknown {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'path') return argumentAt(expression.path, evaluation);
  const args = expression.args.map((arg) => evaluate(arg, evaluation));
  const apply = intrinsicFunctions[expression.name];
  if (!apply) throw new Error(`${expression.name} was parsed but is not in the table`);
  try {
    return apply(args, evaluation.data.random);
  } catch (thrown) {
    if (!(thrown instanceof TypeError || thrown instanceof SyntaxError)) throw thrown;
    const problem = `${expression.name}: ${thrown.message}`;
    throw new StatesError('States.IntrinsicFailure', `${beginning(evaluation.text)}${problem}`);
  }
}

// The message names the whole expression and not the inner call. It names a path into the context
// object as if it led into the input. AWS was seen to word it so (floci-io/floci#2870, 2026-09).
function argumentAt(path: string, { text, data }: Evaluation): unknown {
  const answer = lookUp(path, data);
  if (answer.found) return answer.value;
  const input = JSON.stringify(data.input ?? null);
  throw runtimeError(
    `${beginning(text)}The JsonPath argument for the field '${path.replace('$$', '$')}' ` +
      `could not be found in the input '${input}'`,
  );
}

function beginning(text: string): string {
  return `The function '${text}' had the following error: `;
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  expression(): Expression {
    this.#skip(/\s*/y);
    if (this.#text[this.#at] === "'") return { kind: 'literal', value: this.#quoted() };
    if (this.#text[this.#at] === '$') return { kind: 'path', path: this.#path() };
    const word = this.#skip(/[A-Za-z0-9_.+-]+/y);
    if (isIntrinsic(word)) return this.#call(word);
    if (/^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(word)) {
      return { kind: 'literal', value: JSON.parse(word) };
    }
    return this.#fail();
  }

  end(): void {
    this.#skip(/\s*/y);
    if (this.#at < this.#text.length) this.#fail();
  }

  #call(name: string): Expression {
    this.#depth += 1;
    if (this.#depth > nestedCallsMax) this.#fail(`more than ${nestedCallsMax} calls in each other`);
    const args: Expression[] = [];
    if (this.#skip(/\s*\(\s*/y) === '') this.#fail();
    while (this.#skip(/\s*\)/y) === '') {
      if (args.length > 0 && this.#skip(/\s*,/y) === '') this.#fail();
      args.push(this.expression());
    }
    const complaint = complaintAboutCall(name, args);
    if (complaint !== undefined) this.#fail(complaint);
    this.#depth -= 1;
    return { kind: 'call', name, args };
  }

  // A backslash may stand only before a quote, a brace or another backslash. Before a brace it is
  // kept, since only States.Format gives it a meaning.
  #quoted(): string {
    const raw = this.#skip(/'(?:[^'\\]|\\['{}\\])*'/y);
    if (raw === '') this.#fail();
    return raw.slice(1, -1).replace(/\\(['\\])/g, '$1');
  }

  #path(): string {
    return this.#skip(/\$\$?(?:\[(?:'(?:[^'\\]|\\.)*'|[^\]'])*\]|[^,)[\s])*/y);
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [match = ''] = pattern.exec(this.#text) ?? [];
    this.#at += match.length;
    return match;
  }

  #fail(problem = `unexpected text at ${this.#at}`): never {
    throw new SyntaxError(`intrinsic function ${this.#text}: ${problem}`);
  }
}
