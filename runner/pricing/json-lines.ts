// On which line of a JSON file a field is, so that a refusal can be found in an editor.
import { type Node, type ParseError, parseTree } from 'jsonc-parser';

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
    return `line ${lineAt(text, tree === undefined ? 0 : offsetOf(tree, field))}, ${reason}`;
  });
}

/** The line of the first thing that is no JSON; 1 where all is. */
export function brokenLine(text: string): number {
  const errors: ParseError[] = [];
  parseTree(text, errors, strict);
  return lineAt(text, errors[0]?.offset ?? 0);
}

/** Of the field itself, or of the nearest thing around it that there is. */
function offsetOf(node: Node, field: string): number {
  const inner = membersOf(node).filter(({ key }) => field === key || field.startsWith(`${key}.`));
  // A name may have dots in it, as a rate code has, so the longest one that fits is meant.
  const [nearest] = inner.sort((a, b) => b.key.length - a.key.length);
  return nearest === undefined
    ? node.offset
    : offsetOf(nearest.value, field.slice(nearest.key.length + 1));
}

function membersOf({ type, children = [] }: Node): { key: string; value: Node }[] {
  if (type === 'array') return children.map((value, index) => ({ key: String(index), value }));
  if (type !== 'object') return [];
  return children.flatMap(({ children: [name, value] = [] }) =>
    name === undefined || value === undefined ? [] : [{ key: String(name.value), value }],
  );
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
