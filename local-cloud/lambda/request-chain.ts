// Finds the chain of requests to which an invocation belongs: reads its trace header, writes the
// header of its calls, and finds when Lambda would stop the chain as an endless loop.

import { hash } from 'node:crypto';

/**
 * How often one chain of requests may invoke a function that does not allow recursion. The next
 * invocation is stopped. AWS documents "approximately 16 times" (developer guide,
 * invocation-recursion), and was seen to stop the 17th (boto/boto3#3899).
 */
export const CHAIN_INVOCATIONS_MAX = 16;

/** One invocation's place in its chain of requests. */
export type ChainLink = {
  /** How often the chain has invoked this function before. */
  earlierCount: number;
  /** The trace header that the SDK passes on with every call of the invocation. */
  traceHeader: string;
};

/** Reads trace headers for one function, and writes its own. */
export class RequestChains {
  readonly #mark: string;
  readonly #clock: { nowMs(): number };
  #serial = 0;

  /** @param arn the function's; a trace header names the function by a hash of it */
  constructor(arn: string, clock: { nowMs(): number }) {
    this.#mark = hash('sha256', arn, 'hex').slice(0, 8);
    this.#clock = clock;
  }

  /**
   * The place of an invocation that comes with these trace headers. An undefined header begins a
   * chain. Several chains in one batch continue as one, with the highest count of each function.
   * AWS does not document this case: see docs/local-cloud.md.
   */
  next(traceHeaders: readonly (string | undefined)[]): ChainLink {
    const counts = new Map<string, number>();
    let root: string | undefined;
    let latest: string | undefined;
    for (const header of traceHeaders) {
      // All messages of one invocation have the same header, and often come in one batch.
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

/** Reads the highest counts so far from `Lineage=mark:count|mark:count`. */
function readLineage(header: string, counts: Map<string, number>): void {
  const lineage = fieldOf(header, 'Lineage=');
  if (lineage === undefined) return;
  for (const link of lineage.split('|')) {
    const colon = link.lastIndexOf(':');
    const mark = link.slice(0, colon);
    const count = Number(link.slice(colon + 1));
    // A header may come from outside. A count that is not a number is ignored.
    if (colon > 0 && Number.isInteger(count) && count >= (counts.get(mark) ?? 0)) {
      counts.set(mark, count);
    }
  }
}
