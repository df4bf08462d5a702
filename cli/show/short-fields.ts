// What fields of a scenario are called in a table, where their whole names would take its width.

/** The heads of columns that stand beside fields. */
const headsBeside: readonly string[] = [
  'policy',
  'nodes',
  'faults',
  'seeds',
  'verdicts',
  'station',
];

/**
 * The shortest ending of each field that begins with a word, so with no `*` and no index, and that
 * is the ending of none of the others.
 * @param fields of several that take the same values, all joined by +
 */
export function shortFields(fields: readonly string[]): ReadonlyMap<string, string> {
  const all = new Set([...headsBeside, ...fields.flatMap((field) => field.split('+'))]);
  const short = (part: string) =>
    shortestEnding(
      part,
      [...all].filter((one) => one !== part),
    );
  return new Map(fields.map((field) => [field, field.split('+').map(short).join('+')]));
}

function shortestEnding(field: string, others: readonly string[]): string {
  const parts = field.split('.');
  const endings = parts.map((_, index) => parts.slice(index).join('.')).toReversed();
  const isWord = (ending: string) => !/^(?:\*|\d+)(?:\.|$)/.test(ending);
  const isUnique = (ending: string) =>
    others.every((other) => other !== ending && !other.endsWith(`.${ending}`));
  return endings.find((ending) => isWord(ending) && isUnique(ending)) ?? field;
}
