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

/** The data with one value set. Copies the objects on the path, and shares all others. */
export function withLeaf<Whole>(whole: Whole, path: readonly string[], value: unknown): Whole {
  return withMember(whole, path, value) as Whole;
}

/** The value at a path; undefined where there is none. */
export function leafAt(whole: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(memberOf, whole);
}

function withMember(parent: unknown, [name = '', ...path]: readonly string[], value: unknown) {
  const member: unknown =
    path.length === 0 ? value : withMember(memberOf(parent, name), path, value);
  if (Array.isArray(parent)) return parent.with(Number(name), member);
  return { ...(parent as object), [name]: member };
}

function memberOf(parent: unknown, name: string): unknown {
  return (parent as Readonly<Record<string, unknown>>)[name];
}
