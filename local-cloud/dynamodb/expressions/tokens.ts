// The words of DynamoDB's expression language, and a reader that walks over them.
import type { ServiceError } from '#local-cloud/service.ts';
import { validationError } from '../validation-error.ts';

/** The parameter that a text comes from. Errors name it. */
export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'UpdateExpression'
  | 'ProjectionExpression';

/**
 * One word of an expression. `name` is bare, `alias` is `#name`, `value` is `:value`, and `stray` a
 * character that the language does not have.
 */
export type Token = {
  readonly kind: 'name' | 'alias' | 'value' | 'index' | 'symbol' | 'stray' | 'end';
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
   * @throws {ServiceError} ValidationException when the text is empty or too long
   */
  constructor(kind: ExpressionKind, text: string) {
    this.kind = kind;
    this.#text = text;
    if (text.trim() === '') throw this.invalid('The expression can not be empty;');
    const bytes = Buffer.byteLength(text);
    if (bytes > EXPRESSION_BYTES_MAX) {
      // AWS reports the size of every expression but an update.
      const size = kind === 'UpdateExpression' ? '' : ` expression size: ${bytes}`;
      throw this.invalid(`Expression size has exceeded the maximum allowed size;${size}`);
    }
    this.#tokens = tokenize(text);
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

  /** The error for a token that is not allowed at this place. */
  unexpected(): ServiceError {
    const token = this.peek();
    const first = this.#tokens[this.#position - 1] ?? token;
    const last = this.#tokens[this.#position + 1] ?? (token.kind === 'end' ? first : token);
    const near = this.#text.slice(first.at, last.at + last.text.length);
    const text = token.kind === 'end' ? '<EOF>' : token.text;
    return this.invalid(`Syntax error; token: "${text}", near: "${near}"`);
  }

  invalid(problem: string): ServiceError {
    return invalidExpression(this.kind, problem);
  }
}

const END: Token = { kind: 'end', text: '', at: -1 };
// One group for each of KINDS, in their order.
const TOKEN = new RegExp(
  '\\s*(?:([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([0-9]+)|' +
    '(<>|<=|>=|[=<>()[\\].,+-])|(\\S))',
  'y',
);
const KINDS = ['name', 'alias', 'value', 'index', 'symbol', 'stray'] as const;

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`no word at ${at} of ${text}`);
    at = TOKEN.lastIndex;
    const group = match.findIndex((part, index) => index > 0 && part !== undefined);
    const word = match[group] ?? '';
    tokens.push({ kind: KINDS[group - 1] ?? 'symbol', text: word, at: at - word.length });
  }
  return tokens;
}
