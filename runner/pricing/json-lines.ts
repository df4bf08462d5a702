// On which line of a JSON file a field is, so that a refusal can be found in an editor.
import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';

/** Strict JSON; the parser would also take comments and trailing commas. */
const strict = { disallowComments: true, allowTrailingComma: false };

/**
 * Puts the line before each reason.
 * @param reasons as `formatIssues` words them: each begins with its field, as in `prices.0.meter: `
 */
export function withLines(text: string, reasons: readonly string[]): string[] {
  const tree = parseTree(text, [], strict);
  return reasons.map((reason) => {
    const field = reason.slice(0, reason.indexOf(': '));
    return `line ${lineAt(text, offsetOf(tree, field.split('.')))}, ${reason}`;
  });
}

/** The line of the first thing that is no JSON; 1 where all is. */
export function brokenLine(text: string): number {
  const errors: ParseError[] = [];
  parseTree(text, errors, strict);
  return lineAt(text, errors[0]?.offset ?? 0);
}

/** Of the field itself, or of the nearest thing around it that there is. */
function offsetOf(tree: Node | undefined, keys: readonly string[]): number {
  if (tree === undefined) return 0;
  for (let length = keys.length; length > 0; length -= 1) {
    const path = keys.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node = findNodeAtLocation(tree, path);
    if (node !== undefined) return node.offset;
  }
  return tree.offset;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
