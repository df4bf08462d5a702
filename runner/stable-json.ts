// JSON that depends on the value alone: equal results are equal files. A person may view the files
// in a terminal. So control characters are escaped, as JSON allows.
import { plainScreen } from '#domain/plain-text.ts';

/**
 * Pretty JSON with the keys of every object in code-unit order and a newline at the end.
 * Numbers that JSON cannot carry (NaN: not measured) become null.
 */
export function stableJson(value: unknown): string {
  return `${plainScreen(JSON.stringify(value, (_, member: unknown) => sorted(member), 2))}\n`;
}

function sorted(member: unknown): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  const entries = Object.entries(member);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
