// Which engine answers at an endpoint on this machine, and what its clock shows, by the page on
// which engines say so.
import { type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type LoopbackEndpoint, loopbackLookup, refuseForeignUrl } from '../loopback.ts';

/** What answers. */
export interface EngineKind {
  /** `other`: it speaks HTTP, and does not say what it is. */
  readonly name: 'rebootstorm local' | 'MiniStack' | 'LocalStack' | 'other';
  /** Null where it says none. */
  readonly version: string | null;
}

/** A clock of an engine's own. */
export interface EngineClock {
  readonly nowMs: number;
  /** How many of its seconds pass each second; 0: none. */
  readonly speed: number;
}

/** The page of `rebootstorm local`. */
const ownPage = '/_rebootstorm/health';

/** Each engine's page. MiniStack answers at LocalStack's page too, so it is asked first. */
const pages = [
  ['rebootstorm local', ownPage],
  ['MiniStack', '/_ministack/health'],
  ['LocalStack', '/_localstack/health'],
] as const;

/**
 * Asks an endpoint what it is.
 * @returns undefined: nobody answers in HTTP there
 * @throws {ForeignEndpointError} the endpoint is not on this machine
 */
export async function readEngineKind({
  endpoint,
}: Pick<LoopbackEndpoint, 'endpoint'>): Promise<EngineKind | undefined> {
  refuseForeignUrl('the endpoint', endpoint);
  let hasAnswered = false;
  for (const [name, page] of pages) {
    const said = await answerOf(new URL(page, endpoint));
    if (said === undefined) continue;
    hasAnswered = true;
    const health = healthIn(said);
    if (health !== undefined) return { name, version: health.version };
  }
  return hasAnswered ? { name: 'other', version: null } : undefined;
}

/**
 * Asks an endpoint what its clock shows.
 * @returns undefined: it has no clock of its own, or does not answer
 * @throws {ForeignEndpointError} the endpoint is not on this machine
 */
export async function readEngineClock({
  endpoint,
}: Pick<LoopbackEndpoint, 'endpoint'>): Promise<EngineClock | undefined> {
  refuseForeignUrl('the endpoint', endpoint);
  const said = await answerOf(new URL(ownPage, endpoint));
  const { nowMs, speed } = (said && healthIn(said)?.clock) || {};
  const isClock = Number.isFinite(nowMs) && Number.isFinite(speed) && Number(speed) >= 0;
  return isClock ? { nowMs: Number(nowMs), speed: Number(speed) } : undefined;
}

const waitMs = 5_000;
const answerLengthMax = 1_000_000;

/** The text of an answer of any status; undefined: there is none. No redirect is followed. */
function answerOf(url: URL): Promise<string | undefined> {
  const send: (url: URL, options: RequestOptions) => ClientRequest =
    url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    // An agent of its own: Node's global one may use a proxy.
    const asked = send(url, { agent: false, lookup: loopbackLookup(), timeout: waitMs });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
    asked.on('response', (response) => {
      let said = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        said += part;
        if (said.length > answerLengthMax) asked.destroy();
      });
      response.on('end', () => resolve(said));
      response.on('error', () => resolve(undefined));
      response.on('close', () => resolve(undefined));
    });
    asked.end();
  });
}

interface Health {
  readonly version: string | null;
  readonly clock: { readonly nowMs?: unknown; readonly speed?: unknown } | undefined;
}

/** A health page lists the engine's services. */
function healthIn(said: string): Health | undefined {
  try {
    const { services, version, clock } = JSON.parse(said) as Record<string, unknown>;
    if (typeof services !== 'object' || services === null) return undefined;
    return {
      version: typeof version === 'string' ? version : null,
      clock: typeof clock === 'object' && clock !== null ? clock : undefined,
    };
  } catch {
    return undefined;
  }
}
