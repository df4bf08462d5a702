// Carries out planned writes, and reports them for the history.
import type { ItemChange } from '#local-cloud/history-facts.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { itemsEqual } from '../values/compare-values.ts';
import type { Database } from './database.ts';
import type { Entry } from './ordered-store.ts';
import type { Change } from './table.ts';
import { keyNames } from './table-definition.ts';

/** Carries out the writes of one call as one commit. No other call sees a state in between. */
export function commitChanges(
  { clock, storage, onCommit }: Database,
  operation: string,
  changes: readonly Change[],
): void {
  storage.note();
  for (const change of changes) {
    change.table.commit(change);
    change.table.recentChanges?.note(clock.nowMs(), change);
  }
  if (onCommit === undefined) return;
  const reported = changes.filter(changesSomething).map(itemChange);
  const [first] = reported;
  if (first === undefined) return;
  onCommit({ atMs: clock.nowMs(), tableName: first.tableName, operation, changes: reported });
}

function changesSomething({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return !itemsEqual(before.item, after.item);
}

function itemChange({ table, before, after }: Change): ItemChange {
  return {
    tableName: table.definition.name,
    key: keyOf(keyNames(table.definition.key), after ?? before),
    before: before?.item,
    after: after?.item,
  };
}

function keyOf(names: readonly string[], entry: Entry | undefined): ItemChange['key'] {
  const key: { [name: string]: AttributeValue | undefined } = {};
  for (const name of names) key[name] = entry?.item[name];
  return key;
}
