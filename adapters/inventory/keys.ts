// Asks KMS what it has.
import {
  DescribeKeyCommand,
  type KeyMetadata,
  KMSClient,
  ListKeysCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import type { Connected } from '../clients.ts';
import { everyPage, type Found, type Question, stackTagKey } from './found.ts';

/** The customer's keys of the account and region, with those that wait for their deletion. */
export function keys({ connection }: Connected): Question {
  const client = connection.connect(new KMSClient(connection.clientConfig));
  return {
    service: 'KMS',
    what: 'keys',
    async list() {
      const all = await everyPage(async (Marker) => {
        const page = await client.send(new ListKeysCommand({ Marker }));
        return { items: page.Keys ?? [], next: page.NextMarker };
      });
      const found: Found[] = [];
      for (const { KeyId = '', KeyArn = '' } of all) {
        const asked = await askedOfKey(client, KeyId);
        if (asked !== 'of AWS') found.push(keyFound(KeyId, KeyArn, asked));
      }
      return found;
    },
  };
}

/** What a key says of itself; undefined: its policy lets only others ask. */
type Asked = { readonly key: KeyMetadata; readonly stackTag: string | undefined } | undefined;

async function askedOfKey(client: KMSClient, KeyId: string): Promise<Asked | 'of AWS'> {
  try {
    const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId }));
    if (key === undefined) return undefined;
    if (key.KeyManager === 'AWS') return 'of AWS';
    const { Tags = [] } = await client.send(new ListResourceTagsCommand({ KeyId }));
    return { key, stackTag: Tags.find(({ TagKey }) => TagKey === stackTagKey)?.TagValue };
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDeniedException') return undefined;
    throw error;
  }
}

function keyFound(name: string, arn: string, asked: Asked): Found {
  const isEnding = asked?.key.KeyState === 'PendingDeletion';
  const day = asked?.key.DeletionDate?.toISOString().slice(0, 10) ?? 'some day';
  return {
    kind: 'key',
    name,
    ids: [arn],
    stackTag: asked?.stackTag,
    note: isEnding ? `deleted for good on ${day}` : '',
    upkeep: { isEnding },
  };
}
