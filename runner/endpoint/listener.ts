// The socket of an endpoint: on this machine alone, and not for web pages.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireAnswer, WireRequest } from '#local-cloud/wire/wire-message.ts';

/** A port that another process has, or that this one may not take. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/** Answers requests until it is closed. */
export type Listener = { readonly port: number; close(): Promise<void> };

/** The only address that it listens at. */
export const LISTENER_HOST = '127.0.0.1';

/** DynamoDB's batches have up to 16 MiB; base64 and JSON add to that. No request is larger. */
export const BODY_BYTES_MAX = 24 * 1024 * 1024;

/** Long polls of some hundred pollers; more are a mistake. */
const CONNECTIONS_MAX = 1_000;

/**
 * Listens on a port of 127.0.0.1; 0 takes any free one.
 * @throws {PortError} the port cannot be had
 */
export async function listen(
  port: number,
  answer: (request: WireRequest) => Promise<WireAnswer>,
): Promise<Listener> {
  const server = createServer();
  server.maxConnections = CONNECTIONS_MAX;
  await bind(server, port);
  const { port: given } = server.address() as AddressInfo;
  server.on('request', (request, response) => {
    void serve(request, response, { port: given, answer });
  });
  return {
    port: given,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be had (${error.code})`;
      reject(
        new PortError(
          `port ${port} of ${LISTENER_HOST} ${why}, perhaps by another rebootstorm local or by ` +
            'an engine: stop that one, or take any free port with --port 0',
        ),
      );
    });
    server.listen(port, LISTENER_HOST, resolve);
  });
}

type Serving = {
  readonly port: number;
  readonly answer: (request: WireRequest) => Promise<WireAnswer>;
};

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { port, answer }: Serving,
): Promise<void> {
  const reply = ({ status, headers, body }: WireAnswer) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const id = { 'x-amzn-requestid': '00000000-0000-0000-0000-000000000000' };
    response.writeHead(status, { ...headers, ...length, ...id }).end(body);
  };
  const refusal = refusalOf(request, port);
  // What is left of a refused body would be taken for the next request.
  if (refusal !== undefined) {
    response.setHeader('connection', 'close');
    reply(refusal);
    return;
  }
  try {
    const body = await bodyOf(request);
    if (body === undefined) {
      response.setHeader('connection', 'close');
      reply(tooLarge);
    } else reply(await answer({ ...headOf(request), body }));
  } catch (error) {
    reply(plain(500, 'InternalFailure', String(error)));
  }
}

/**
 * Requests of web pages are refused. A page's request has an `Origin`, or says that it comes from
 * elsewhere, or names the host under which the page found this machine.
 */
function refusalOf({ headers }: IncomingMessage, port: number): WireAnswer | undefined {
  const hosts = [LISTENER_HOST, 'localhost'].map((name) => `${name}:${port}`);
  if (port === 80) hosts.push(LISTENER_HOST, 'localhost');
  if (!hosts.includes((headers.host ?? '').toLowerCase()))
    return plain(403, 'ForeignHost', `This endpoint answers at ${hosts.join(' and ')} only.`);
  const site = headers['sec-fetch-site'];
  const isOfPage = headers.origin !== undefined || (site !== undefined && site !== 'none');
  if (!isOfPage) return undefined;
  return plain(403, 'WebPage', 'This endpoint answers programs, and no web page.');
}

/** The body as text; undefined if it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headOf(request: IncomingMessage): Omit<WireRequest, 'body'> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const { method = 'GET', url: path = '/' } = request;
  return { method, path, headers: Object.fromEntries(headers) };
}

const tooLarge = plain(
  413,
  'RequestEntityTooLarge',
  `A request has at most ${BODY_BYTES_MAX} bytes.`,
);

function plain(status: number, code: string, message: string): WireAnswer {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify({ __type: code, message }) };
}
