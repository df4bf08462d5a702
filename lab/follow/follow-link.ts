// Whom a link follows: a word of the address beside the inputs of the run, which it does not
// change.
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { picks } from '#twin/network/follow/scout.ts';
import type { Whom } from './follow-messages.ts';

/** The word of the address. */
const followName = 'follow';

/** The address with the followed node; without where nobody is followed. */
export function linkWithFollow(link: string, whom: Whom | null): string {
  const rest = link.split('&').filter((word) => !word.startsWith(`${followName}=`));
  if (whom === null) return rest.join('&');
  return [...rest, `${followName}=${whom.kind === 'node' ? whom.nodeId : whom.pick}`].join('&');
}

/** What a text names: a node, or one that is to be looked for. */
type ReadWhom =
  | { readonly kind: 'whom'; readonly whom: Whom }
  /** @param said why nobody is followed, as a sentence */
  | { readonly kind: 'refused'; readonly said: string };

/** What a link says of following, and the rest of it. */
export interface TakenFollow {
  readonly rest: string;
  /** Null: it names nobody, or nobody that can be. */
  readonly whom: Whom | null;
  /** Why not, as sentences. */
  readonly said: readonly string[];
}

/** Takes who is followed out of the text after `#`. */
export function takeFollow(text: string): TakenFollow {
  const hash = text.replace(/^#/, '');
  const asked = new URLSearchParams(hash).get(followName);
  const rest = linkWithFollow(hash, null);
  if (asked === null) return { rest, whom: null, said: [] };
  const read = readWhom(asked);
  return read.kind === 'whom'
    ? { rest, whom: read.whom, said: [] }
    : { rest, whom: null, said: [read.said] };
}

/** Names of nodes that begin the day are `n00000000`, of those that join later `gcell-0`. */
const nodeName = /^(n\d{8}|g[\w-]{1,40}-\d{1,7})$/;

/** Reads who is to be followed. */
export function readWhom(text: string): ReadWhom {
  const word = text.trim();
  const pick = picks.find((one) => one === word);
  if (pick !== undefined) return { kind: 'whom', whom: { kind: 'pick', pick } };
  const nodeId = /^\d{1,8}$/.test(word) ? `n${word.padStart(8, '0')}` : word;
  if (nodeName.test(nodeId)) return { kind: 'whom', whom: { kind: 'node', nodeId } };
  const near = nearestWord(word, picks);
  const hint =
    near === undefined
      ? 'A PC is called n00000012, or by its number, 12.'
      : `Did you mean ${near}?`;
  const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word;
  return { kind: 'refused', said: `No PC is called '${shown}': nobody is followed. ${hint}` };
}
