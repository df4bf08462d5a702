/** The items of a group, at least one. */
export type Group<Item> = readonly [Item, ...Item[]];

/**
 * Summarizes items in groups, one group at a time. Only one group is in memory, even while the
 * caller uses a summary.
 * @param items with the items of a group side by side
 * @param isSame whether two items belong to the same group
 */
export function* summarizeGroups<Item, Summary>(
  items: Iterable<Item>,
  isSame: (first: Item, other: Item) => boolean,
  summaryOf: (group: Group<Item>) => Summary,
): Generator<Summary> {
  let group: [Item, ...Item[]] | null = null;
  for (const item of items) {
    if (group !== null && isSame(group[0], item)) {
      group.push(item);
      continue;
    }
    if (group !== null) yield summaryOf(group);
    group = [item];
  }
  if (group !== null) yield summaryOf(group);
}
