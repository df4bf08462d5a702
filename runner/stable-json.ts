// JSON that depends on the value alone: equal results are equal files. A person may view the files
// in a terminal. So control characters are escaped, as JSON allows.
import { plainScreen } from '#domain/plain-text.ts';

/**
 * Pretty JSON with the keys of every object in code-unit order and a newline at the end.
 * Numbers that JSON cannot carry (NaN: not measured) become null.
 * @param last the key of the whole that comes after all others
 */
export function stableJson(value: unknown, last?: string): string {
  const sort = (key: string, member: unknown) => sorted(member, key === '' ? last : undefined);
  return `${plainScreen(JSON.stringify(value, sort, 2))}\n`;
}

function sorted(member: unknown, last: string | undefined): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  const entries = Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1));
  const isLast = ([key]: readonly [string, unknown]) => key === last;
  return Object.fromEntries([...entries.filter((one) => !isLast(one)), ...entries.filter(isLast)]);
}
