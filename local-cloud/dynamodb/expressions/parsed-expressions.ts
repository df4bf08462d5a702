import type { ExpressionKind } from './tokens.ts';
import { TokenReader } from './tokens.ts';

/** The tree of an expression, and the placeholders (`#name`, `:value`) in it. */
export type Parsed<T> = { readonly tree: T; readonly placeholders: readonly string[] };

/** Reads one kind of expression from its text. */
export type Parse<T> = (kind: ExpressionKind, text: string) => Parsed<T>;

/**
 * Makes a parser that parses each text once: programs use a few expressions hundreds of thousands
 * of times. A refused text is not kept.
 */
export function rememberingParser<T>(read: (reader: TokenReader) => T): Parse<T> {
  const byKind = new Map<ExpressionKind, Map<string, Parsed<T>>>();
  return (kind, text) => {
    const known = byKind.get(kind)?.get(text);
    if (known !== undefined) return known;
    const reader = new TokenReader(kind, text);
    const tree = read(reader);
    reader.expectEnd();
    const parsed = { tree, placeholders: [...reader.placeholders] };
    remember(byKind, kind, text, parsed);
    return parsed;
  };
}

// A program that writes values into its expressions would fill the memory without end. So the
// memory is emptied at this number.
const EXPRESSIONS_MAX = 2000;

function remember<T>(
  byKind: Map<ExpressionKind, Map<string, Parsed<T>>>,
  kind: ExpressionKind,
  text: string,
  parsed: Parsed<T>,
): void {
  let texts = byKind.get(kind);
  if (texts === undefined || texts.size >= EXPRESSIONS_MAX) {
    texts = new Map();
    byKind.set(kind, texts);
  }
  texts.set(text, parsed);
}
