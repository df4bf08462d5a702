// Intrinsic functions such as States.Format('{}', $.a): parsed here, carried out by the table of
// functions.
// https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html

import { UnsupportedError } from '../service.ts';
import { intrinsicFunctions } from './intrinsic-functions.ts';
import { type Data, valueAt } from './paths.ts';
import { StatesError } from './states-error.ts';

/** One argument of a call, or a whole expression. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

const parsed = new Map<string, Expression>();

/** Whether the text is a call and not a path. */
export function isIntrinsic(text: string): boolean {
  return text.startsWith('States.');
}

/**
 * Carries out an expression.
 * @throws {StatesError} States.IntrinsicFailure for arguments that a function does not take
 */
export function evaluateIntrinsic(text: string, data: Data): unknown {
  return evaluate(parseIntrinsic(text), data);
}

/**
 * Parses an expression; used when a definition is created, too, so that mistakes show early.
 * @throws {UnsupportedError} an unknown function
 * @throws {SyntaxError} anything else that is wrong, with the text
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

function evaluate(expression: Expression, data: Data): unknown {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'path') return valueAt(expression.path, data, 'intrinsic function');
  const args = expression.args.map((arg) => evaluate(arg, data));
  const apply = intrinsicFunctions[expression.name];
  if (!apply) throw new Error(`${expression.name} was parsed but is not in the table`);
  try {
    return apply(args, data.random);
  } catch (thrown) {
    if (!(thrown instanceof TypeError || thrown instanceof SyntaxError)) throw thrown;
    throw new StatesError('States.IntrinsicFailure', `${expression.name}: ${thrown.message}`);
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

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
    if (!Object.hasOwn(intrinsicFunctions, name)) {
      throw new UnsupportedError(`the intrinsic function ${name}`, Object.keys(intrinsicFunctions));
    }
    const args: Expression[] = [];
    if (this.#skip(/\s*\(\s*/y) === '') this.#fail();
    while (this.#skip(/\s*\)/y) === '') {
      if (args.length > 0 && this.#skip(/\s*,/y) === '') this.#fail();
      args.push(this.expression());
    }
    return { kind: 'call', name, args };
  }

  // The braces' own escapes stay in: only States.Format gives them a meaning.
  #quoted(): string {
    const raw = this.#skip(/'(?:[^'\\]|\\.)*'/y);
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

  #fail(): never {
    throw new SyntaxError(`intrinsic function ${this.#text}: unexpected text at ${this.#at}`);
  }
}
