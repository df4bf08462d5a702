// The published types of a policy, as the build reads them from the sources.

/** One declaration. */
export interface TypeDoc {
  readonly name: string;
  /** Its comment, as one text; empty where it has none. */
  readonly says: string;
  /** The declaration, with the comments of its members. */
  readonly text: string;
  readonly members: readonly MemberDoc[];
}

/** A field of a type. */
export interface MemberDoc {
  readonly name: string;
  readonly type: string;
  readonly says: string;
}

/** What a word of the text means, for who points at it. */
export function meaningOf(types: readonly TypeDoc[], word: string): string[] {
  const own = types.filter(({ name }) => name === word).map(({ text, says }) => says || text);
  const members = types.flatMap(({ name, members: all }) =>
    all
      .filter((one) => one.name === word)
      .map(({ type, says }) => `${name}.${word}: ${type}${says === '' ? '' : `. ${says}`}`),
  );
  return [...new Set([...own, ...members])].slice(0, 4);
}
