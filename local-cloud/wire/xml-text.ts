// Answers as XML.

import { XMLBuilder } from 'fast-xml-parser';
import { isObject } from '../sqs/parameters.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: false });

/** An element with all that is in it. A list is an element for each item; undefined is none. */
export function xmlOf(name: string, namespace: string | undefined, content: object): string {
  const attributes = namespace === undefined ? {} : { '@_xmlns': namespace };
  const text = builder.build({ [name]: { ...attributes, ...content } });
  // A reader of XML makes a line feed of a carriage return that is not written so.
  return `<?xml version="1.0"?>\n${text.replaceAll('\r', '&#xD;')}`;
}

/** The value with each list in an element `member`, as most services have it. */
export function membersIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? '' : { member: value.map(membersIn) };
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, membersIn(inner)]);
  return Object.fromEntries(entries);
}
