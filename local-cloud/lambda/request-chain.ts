// Which chain of requests an invocation belongs to: what its trace header says, what goes on with
// the calls that it makes, and when Lambda takes the chain for a loop without an end.

import { hash } from 'node:crypto';

/**
 * How often one chain of requests may invoke a function that does not allow recursion; the next
 * invocation is stopped. AWS says "approximately 16 times" (developer guide, invocation-recursion),
 * and was seen to stop the 17th (boto/boto3#3899).
 */
export const CHAIN_INVOCATIONS_MAX = 16;

/** One invocation's place in its chain of requests. */
export type ChainLink = {
  /** How often the chain has invoked this function before. */
  earlierCount: number;
  /** The trace header that the SDK passes on with every call of the invocation. */
  traceHeader: string;
};

/** What one function needs to read trace headers and to write its own. */
export class RequestChains {
  readonly #mark: string;
  readonly #clock: { nowMs(): number };
  #serial = 0;

  /** @param arn the function's, by whose hash it is known in a trace header */
  constructor(arn: string, clock: { nowMs(): number }) {
    this.#mark = hash('sha256', arn, 'hex').slice(0, 8);
    this.#clock = clock;
  }

  /**
   * Where an invocation stands that these trace headers come with; an undefined one begins a chain.
   * Several chains in one batch go on as one, and of each function the highest count goes on with
   * it. AWS says nothing of that: see docs/local-cloud.md.
   */
  next(traceHeaders: readonly (string | undefined)[]): ChainLink {
    const counts = new Map<string, number>();
    let root: string | undefined;
    let latest: string | undefined;
    for (const header of traceHeaders) {
      // The messages of one invocation share its header, and often a batch.
      if (header === undefined || header === latest) continue;
      latest = header;
      root ??= fieldOf(header, 'Root=');
      readLineage(header, counts);
    }
    const before = counts.get(this.#mark);
    const earlierCount = before === undefined ? 0 : before + 1;
    counts.set(this.#mark, earlierCount);
    return { earlierCount, traceHeader: this.#headerOf(root ?? this.#newRoot(), counts) };
  }

  /** In X-Ray's form: its version, the time in seconds, and 96 bits of identity. */
  #newRoot(): string {
    this.#serial += 1;
    const seconds = Math.floor(this.#clock.nowMs() / 1000).toString(16);
    const identity = `${this.#mark}${this.#serial.toString(16).padStart(16, '0')}`;
    return `1-${seconds.padStart(8, '0')}-${identity}`;
  }

  #headerOf(root: string, counts: ReadonlyMap<string, number>): string {
    let lineage = '';
    for (const [mark, count] of counts) lineage += `${lineage === '' ? '' : '|'}${mark}:${count}`;
    return `Root=${root};Parent=${this.#mark}00000000;Sampled=0;Lineage=${lineage}`;
  }
}

function fieldOf(header: string, name: string): string | undefined {
  const start = header.indexOf(name);
  if (start < 0) return undefined;
  const end = header.indexOf(';', start);
  return header.slice(start + name.length, end < 0 ? header.length : end);
}

/** Takes the highest counts so far from `Lineage=mark:count|mark:count`. */
function readLineage(header: string, counts: Map<string, number>): void {
  const lineage = fieldOf(header, 'Lineage=');
  if (lineage === undefined) return;
  for (const link of lineage.split('|')) {
    const colon = link.lastIndexOf(':');
    const mark = link.slice(0, colon);
    const count = Number(link.slice(colon + 1));
    // A header may come from outside: what is no count counts nothing.
    if (colon > 0 && Number.isInteger(count) && count >= (counts.get(mark) ?? 0)) {
      counts.set(mark, count);
    }
  }
}
