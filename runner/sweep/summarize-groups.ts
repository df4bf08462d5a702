/** The items of a group, at least one. */
export type Group<Item> = readonly [Item, ...Item[]];

/**
 * Sums up items in groups, one group at a time. No more than a group is held: whoever takes the
 * summaries never has a group in hand while the next one is gathered.
 * @param items those of a group side by side
 * @param isSame whether an item belongs to the group of another one
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
