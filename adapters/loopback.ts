// Where an operator's client may send requests: to this machine, and nowhere else.
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { hostnameOf, type RequestWatch } from './client-watch.ts';

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The one endpoint that serves for every service, and the keys for it. */
export interface LoopbackEndpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** A request would have left this machine, or might have. Nothing was sent. */
export class ForeignEndpointError extends Error {
  override readonly name = 'ForeignEndpointError';
  /** The one command that mends it; undefined: another endpoint does. */
  readonly mend: string | undefined;

  constructor(message: string, mend?: string) {
    super(message);
    this.mend = mend;
  }
}

/** A variable holds no web address, for instance because `http://` is missing. Nothing was sent. */
export class UnreadableEndpointError extends Error {
  override readonly name = 'UnreadableEndpointError';
}

/**
 * Reads the endpoint, region and keys from environment variables alone. It asks neither files nor
 * the metadata service, since each of them can lead off this machine.
 * @throws {UnreadableEndpointError} naming the variable whose value is no web address
 * @throws {ForeignEndpointError} naming the variable that leads, or may lead, off this machine
 */
export function loopbackEndpoint(env: Environment): LoopbackEndpoint {
  const { AWS_ENDPOINT_URL: endpoint } = env;
  if (!endpoint) throw new ForeignEndpointError(`AWS_ENDPOINT_URL is not set; ${notAws}`);
  for (const [name, value] of Object.entries(env))
    if (name.startsWith('AWS_ENDPOINT_URL') && value) {
      refuseUnreadable(name, value);
      refuseForeignUrl(name, value);
    }
  refuseDetours(env);
  return {
    endpoint,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1',
    credentials: keysOf(env),
  };
}

/**
 * Accepts a URL only if it is on this machine.
 * @param what names the URL in the error
 * @throws {ForeignEndpointError}
 */
export function refuseForeignUrl(what: string, url: string): void {
  const address = webAddress(url);
  if (address !== undefined && isLoopbackHost(address.hostname)) return;
  throw new ForeignEndpointError(`${what} is '${url}', which is not on this machine; ${notAws}`);
}

/**
 * Makes an SDK client refuse every request to another machine. This is the last check before the
 * socket, so it covers settings, files and the host in a queue's URL.
 */
export function keepOnLoopback(client: { readonly middlewareStack: RequestWatch }): void {
  client.middlewareStack.add(
    (next) => async (step) => {
      const hostname = hostnameOf(step.request);
      if (isLoopbackHost(hostname)) return next(step);
      throw new ForeignEndpointError(`refused a request to '${hostname}'; ${notAws}`);
    },
    { step: 'deserialize', priority: 'low', name: 'keepOnLoopback' },
  );
}

/**
 * A DNS lookup that accepts only names of this machine, and only if they resolve to this machine.
 * The hosts file or a DNS server may resolve `localhost` to another one.
 * @param ask the lookup to use; tests pass their own
 */
export function loopbackLookup(ask: LookupFunction = lookup): LookupFunction {
  return (hostname, options, answer) => {
    const refuse = (why: string) => {
      const words = `refused a connection to '${hostname}'${why}; ${notAws}`;
      answer(new ForeignEndpointError(words), '');
    };
    if (!isLoopbackHost(hostname)) return refuse('');
    ask(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [{ address: found }] : (found ?? []);
      const foreign = addresses.find(({ address }) => !isLoopbackHost(address));
      if (error === null && foreign !== undefined) refuse(`, which is ${foreign.address} here`);
      else answer(error, found, family);
    });
  };
}

/**
 * Whether the name alone shows that a host is this machine, without a lookup: `localhost`,
 * 127.0.0.0/8 or ::1, as a URL spells them.
 */
export function isLoopbackHost(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]' || hostname === '::1') return true;
  const octets = hostname.split('.');
  if (octets.length !== 4 || octets[0] !== '127') return false;
  return octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
}

const notAws =
  'AWS itself is asked with --target aws alone, and no other machine is. Deploy to an engine on ' +
  'this machine, one whose queue URLs say localhost too, and export AWS_ENDPOINT_URL=' +
  'http://localhost:<port>';

function refuseUnreadable(name: string, value: string): void {
  if (webAddress(value) !== undefined) return;
  throw new UnreadableEndpointError(
    `${name} is '${value}', which is no web address; write it as http://localhost:<port>`,
  );
}

function webAddress(url: string): URL | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed : undefined;
}

function refuseDetours(env: Environment): void {
  const profile = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'].find((name) => env[name]);
  if (profile !== undefined)
    throw new ForeignEndpointError(
      `${profile} is '${env[profile]}', and a profile may lead off this machine; ` +
        `unset ${profile} and export AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
      `unset ${profile}`,
    );
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true')
    throw new ForeignEndpointError(
      'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true, so AWS itself is meant; unset it',
      'unset AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    );
}

const exportKeys = 'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test';

function keysOf(env: Environment): LoopbackEndpoint['credentials'] {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new ForeignEndpointError(
      'the environment has no keys, and looking for some would leave this machine; ' +
        `${exportKeys}, or those you deployed with`,
      exportKeys,
    );
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
}
