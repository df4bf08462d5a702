// The single table's key layout, and records to items and back. See docs/architecture.md.
//
//   pk                     sk                     what
//   RUN#<run>              RUN                    settings and status of a run
//   RUN#<run>              STORM                  its storm and cells, for the state machine
//   RUN#<run>              USED                   what it used so far, where it has a cost cap
//   CELL#<run>#<cell>      CELL                   gate and heal state
//   CELL#<run>#<cell>      NODE#<node>            one node
//   CELL#<run>#<cell>      SUPERNODE#<node>       one registration of slots
//   CELL#<run>#<cell>      WINDOW#<index>         log-ins served in one window (expires)
//   CELL#<run>#<cell>      LIST                   supernodes as `stale-candidates` knows them
//
// The index `candidates` (candidateCell, sk) holds only eligible clients that have proven who they
// are at their current boot: those heal may promote.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Place } from '#domain/events.ts';
import type { Candidate } from '#domain/heal/heal-step.ts';
import type { CellRecord, NodeId, NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { plainRecord } from './plain-values.ts';

export type Item = Record<string, AttributeValue>;

export const candidateIndex = 'candidates';

export function runKey(runId: string): Item {
  return key(`RUN#${runId}`, 'RUN');
}

export function stormKey(runId: string): Item {
  return key(`RUN#${runId}`, 'STORM');
}

export function usedKey(runId: string): Item {
  return key(`RUN#${runId}`, 'USED');
}

export function cellKey(place: Place): Item {
  return key(partition(place), 'CELL');
}

export function nodeKey(place: Place, nodeId: NodeId): Item {
  return key(partition(place), `NODE#${nodeId}`);
}

export function supernodeKey(place: Place, nodeId: NodeId): Item {
  return key(partition(place), `SUPERNODE#${nodeId}`);
}

export function windowKey(place: Place, windowIndex: number): Item {
  return key(partition(place), `WINDOW#${windowIndex}`);
}

export function listKey(place: Place): Item {
  return key(partition(place), 'LIST');
}

export function partition({ runId, cell }: Place): string {
  return `CELL#${runId}#${cell}`;
}

export function cellItem(place: Place, record: CellRecord): Item {
  return { ...cellKey(place), ...toItem(record) };
}

/**
 * A client without a home has no `home` attribute. The index holds eligible clients that are on and
 * have proven themselves at their current boot.
 */
export function nodeItem(place: Place, { home, ...rest }: NodeRecord): Item {
  const isKnown = rest.provenEpoch === rest.epoch && rest.state !== 'offline';
  const isCandidate = isKnown && rest.eligible && rest.role === 'client';
  return {
    ...nodeKey(place, rest.nodeId),
    ...toItem({ ...rest, ...(home && { home }) }),
    ...(isCandidate && { candidateCell: { S: partition(place) } }),
  };
}

export function supernodeItem(place: Place, record: SupernodeRecord): Item {
  return { ...supernodeKey(place, record.nodeId), ...toItem(record) };
}

export function toCell(item: Item): CellRecord {
  return stripKeys(item) as unknown as CellRecord;
}

export function toNode(item: Item): NodeRecord {
  return { home: null, ...stripKeys(item) } as unknown as NodeRecord;
}

export function toSupernode(item: Item): SupernodeRecord {
  return stripKeys(item) as unknown as SupernodeRecord;
}

export function toCandidate(item: Item): Candidate {
  return { home: null, ...stripKeys(item) } as unknown as Candidate;
}

/** Converts a plain object to DynamoDB's typed values. Members that are undefined are left out. */
export function toItem(value: object): Item {
  return marshall(value, { removeUndefinedValues: true });
}

export function stripKeys(item: Item): Record<string, unknown> {
  return plainRecord(item, notOfRecords);
}

/** Attributes that items have and records do not. */
const notOfRecords: ReadonlySet<string> = new Set([
  'pk',
  'sk',
  'candidateCell',
  'expiresAtSeconds',
  'duplicateCheck',
  'renewalId',
]);

function key(pk: string, sk: string): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}
