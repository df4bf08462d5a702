// AWS's public price files: the one thing that this project reads from the network, and only when
// somebody typed `rebootstorm prices update`. No credentials are read or sent.
import { get as getHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { get as getHttps, Agent as HttpsAgent } from 'node:https';

/** Where AWS publishes its price files (AWS documentation, "Using the bulk API"). */
export const awsPriceSource = 'https://pricing.us-east-1.amazonaws.com';

/** A price file could not be had; nothing was written. */
export class PriceSourceError extends Error {
  override readonly name = 'PriceSourceError';
}

/** The largest file of a service here is under 1 MB (AWSLambda, 2026). */
const fileBytesMax = 64 * 2 ** 20;

const limitMs = 60_000;

/** The address of a service's file; `current` is its newest version. */
export function offerUrl(base: string, code: string, region: string, version = 'current'): string {
  const path = `/offers/v1.0/aws/${code}/${version}/${region}/index.json`;
  return `${base.replace(/\/+$/, '')}${path}`;
}

/**
 * Reads one file from exactly this address: through no proxy, and following nobody elsewhere.
 * @throws {PriceSourceError} naming the address and the reason
 */
export async function fetchOffer(url: string): Promise<string> {
  try {
    return await textOf(await answerOf(url));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PriceSourceError(`${url} cannot be read: ${reason}`, { cause: error });
  }
}

function answerOf(url: string): Promise<IncomingMessage> {
  const isSecure = url.startsWith('https:');
  // Agents of their own go through no proxy, which Node's own agent may.
  const agent = isSecure ? new HttpsAgent() : new HttpAgent();
  const get = isSecure ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    get(url, { agent, signal: AbortSignal.timeout(limitMs) }, resolve).on('error', reject);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const { statusCode } = answer;
  if (statusCode !== 200) {
    answer.destroy();
    throw new Error(`it was answered with status ${statusCode}`);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > fileBytesMax) throw new Error(`it has more than ${fileBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
