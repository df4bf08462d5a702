// The values within plain data, such as a scenario or a manifest, by their paths.

/** A value that has no members. */
export interface Leaf {
  /** The names of the members that lead to it; a place in a list is its number. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Every value without members. What is undefined is left out. */
export function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]));
}

/** Whether a path is one that a pattern means, in which `*` is any member of a list or table. */
export function isAt(path: readonly string[], pattern: readonly string[]): boolean {
  if (path.length !== pattern.length) return false;
  return path.every((part, at) => pattern[at] === '*' || pattern[at] === part);
}
