// Items as the table holds them, with the fields that no record shows.
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Item, nodeKey, supernodeKey, toItem } from '#adapters/network/items.ts';
import { openTable } from '#adapters/network/table.ts';
import { here } from '#testing/domain/builders.ts';
import type { ControlPlane } from './control-plane.ts';

/** What the table knows besides a record's fields. */
export interface HiddenFields {
  /** Which copy of a node's request answered the last duplicate check. */
  readonly duplicateCheck?: {
    readonly attempt: number;
    readonly messageId: string;
    readonly nonce: number;
  };
  /** There while a node stands by for promotion. */
  readonly candidateCell?: string;
  /** Which message extended a supernode's lease last. */
  readonly renewalId?: string;
}

/** The keys of what stands in the cell of most tests. */
export const keyOf = {
  node: (nodeId: string): Item => nodeKey(here, nodeId),
  supernode: (nodeId: string): Item => supernodeKey(here, nodeId),
};

/** Reads the hidden fields of an item. */
export async function hiddenFields(plane: ControlPlane, Key: Item): Promise<HiddenFields> {
  const table = openTable(plane.runtime);
  const input = { TableName: table.name, Key, ConsistentRead: true };
  const { Item } = await table.client.send(new GetItemCommand(input));
  const { duplicateCheck, candidateCell, renewalId } = unmarshall(Item ?? {});
  return {
    ...(duplicateCheck && { duplicateCheck }),
    ...(candidateCell && { candidateCell }),
    ...(renewalId && { renewalId }),
  };
}

/** Sets one hidden field of an item, or removes it. */
export async function setHidden<Field extends keyof HiddenFields>(
  plane: ControlPlane,
  Key: Item,
  field: Field,
  value: HiddenFields[Field] | undefined,
): Promise<void> {
  const table = openTable(plane.runtime);
  const isRemoved = value === undefined;
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key,
      UpdateExpression: isRemoved ? `REMOVE ${field}` : `SET ${field} = :value`,
      ...(!isRemoved && { ExpressionAttributeValues: toItem({ ':value': value }) }),
    }),
  );
}
