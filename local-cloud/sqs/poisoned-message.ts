// Damages a message by the fault `poison`. Its sender gets the digest of what was sent, so nobody
// notices before the message is read.

import { hash } from 'node:crypto';
import type { FaultInjector } from '../faults.ts';
import type { MessageContent } from './message.ts';

/** The content, or a damaged form of it: cut short somewhere, or reversed. */
export function asItArrives(content: MessageContent, faults: FaultInjector): MessageContent {
  if (!faults.strikes('poison')) return content;
  const characters = [...content.body];
  const kept = Math.max(1, Math.floor(faults.particular('poison') * characters.length));
  const isCut = faults.particular('poison') < 0.5;
  const body = (isCut ? characters.slice(0, kept) : characters.reverse()).join('');
  const bytes = content.bytes + Buffer.byteLength(body) - Buffer.byteLength(content.body);
  return { ...content, body, bytes, md5OfBody: hash('md5', body, 'hex') };
}
