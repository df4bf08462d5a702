// The words of DynamoDB's expression language, and a reader that walks over them.
import type { ServiceError } from '#local-cloud/service.ts';
import { validationError } from './validation-error.ts';

/** Which of a request's expressions a text is; errors name it. */
export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'UpdateExpression'
  | 'ProjectionExpression';

/** One word of an expression. `name` is bare, `alias` is `#name`, `value` is `:value`. */
export type Token = {
  readonly kind: 'name' | 'alias' | 'value' | 'index' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
};

/** AWS "Service quotas": maximum length of any expression string, 4 KB. */
const EXPRESSION_BYTES_MAX = 4096;

/** The refusal of an expression, in AWS's words. */
export function invalidExpression(kind: ExpressionKind, problem: string): ServiceError {
  return validationError(`Invalid ${kind}: ${problem}`);
}

/** Walks over the tokens of one expression and remembers which placeholders it met. */
export class TokenReader {
  readonly kind: ExpressionKind;
  readonly placeholders = new Set<string>();
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  /**
   * @throws {ServiceError} ValidationException when the text is empty, too long or has a stray
   * character
   */
  constructor(kind: ExpressionKind, text: string) {
    this.kind = kind;
    this.#text = text;
    if (text.trim() === '') throw this.invalid('The expression can not be empty;');
    if (Buffer.byteLength(text) > EXPRESSION_BYTES_MAX) {
      throw this.invalid('Expression size has exceeded the maximum allowed size;');
    }
    this.#tokens = tokenize(text, (at) => this.#syntaxError(text.charAt(at), at));
  }

  /** The token ahead, `offset` further on; the end token when there is none. */
  peek(offset = 0): Token {
    return this.#tokens[this.#position + offset] ?? END;
  }

  next(): Token {
    const token = this.peek();
    this.#position++;
    if (token.kind === 'alias' || token.kind === 'value') this.placeholders.add(token.text);
    return token;
  }

  /** Steps over a symbol or keyword when it is ahead, and says whether it was. */
  take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#position++;
    return true;
  }

  /** Whether a symbol or keyword is ahead; keywords have no case. */
  sees(text: string): boolean {
    const token = this.peek();
    if (token.kind === 'symbol') return token.text === text;
    return token.kind === 'name' && token.text.toUpperCase() === text;
  }

  /** @throws {ServiceError} ValidationException when the symbol or keyword is not ahead */
  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected();
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end') throw this.unexpected();
  }

  /** The error for the token ahead, where none like it may stand. */
  unexpected(): ServiceError {
    const token = this.peek();
    if (token.kind === 'end') return this.#syntaxError('<EOF>', this.#text.length);
    return this.#syntaxError(token.text, token.at);
  }

  invalid(problem: string): ServiceError {
    return invalidExpression(this.kind, problem);
  }

  #syntaxError(token: string, at: number): ServiceError {
    const near = this.#text.slice(Math.max(0, at - 12), at + token.length + 12);
    return this.invalid(`Syntax error; token: "${token}", near: "${near.trim()}"`);
  }
}

const END: Token = { kind: 'end', text: '', at: -1 };
// One group for each of KINDS, in their order.
const TOKEN = new RegExp(
  '\\s*(?:([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([0-9]+)|' +
    '(<>|<=|>=|[=<>()[\\].,+-]))',
  'y',
);
const KINDS = ['name', 'alias', 'value', 'index', 'symbol'] as const;

function tokenize(text: string, strayAt: (at: number) => ServiceError): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw strayAt(at + text.slice(at).search(/\S/));
    at = TOKEN.lastIndex;
    const group = match.findIndex((part, index) => index > 0 && part !== undefined);
    const word = match[group] ?? '';
    tokens.push({ kind: KINDS[group - 1] ?? 'symbol', text: word, at: at - word.length });
  }
  return tokens;
}
