// A small web server for the files of the page, on this machine alone and read-only.
import { type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** A server that listens. */
export interface FolderServer {
  readonly address: string;
  close(): Promise<void>;
}

/** What a server has beside the folder. */
export interface BesideFolder {
  /** Changes the text of index.html. */
  readonly index?: (html: string) => string;
  /** By path below the page, such as `events`. */
  readonly answers?: ReadonlyMap<string, Answer>;
}

/** Answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Browsers of one reader have a few; more are a mistake. */
const connectionsMax = 200;

/**
 * Serves the files of a folder on loopback.
 * @param port 0: any that is free
 * @param below the path that the page is served from, such as `/sub/`
 * @throws {Error} where the port is taken
 */
export async function serveFolder(
  folder: string,
  port = 0,
  below = '/',
  beside: BesideFolder = {},
): Promise<FolderServer> {
  const server = createServer();
  server.maxConnections = connectionsMax;
  await listening(server, port);
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('expected the server to have a port');
  server.on('request', (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isForUs(request, at.port)) refuse(response, 403, 'This page is for this machine.');
    else if (!isRead) refuse(response, 404, none);
    else
      answer(request, response, { folder, below, beside }).catch((error: unknown) =>
        fail(response, error),
      );
  });
  // A connection that cannot be had, for want of file handles, say, ends nothing but itself.
  server.on('error', () => {});
  return {
    address: `http://127.0.0.1:${at.port}${below}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const none = 'There is no such page.';

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${why}\n`);
}

/** Ends a request that nobody foresaw, and no other. Its path may be one of this machine's. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { code, message } = error as NodeJS.ErrnoException;
  refuse(response, 500, `This request could not be answered (${code ?? message}).`);
}

/**
 * Whether a request names this machine as its host, and is no other site's. A site whose name was
 * made to lead to 127.0.0.1 sends its own name as the host.
 */
function isForUs({ headers }: IncomingMessage, port: number): boolean {
  const hosts = ['127.0.0.1', 'localhost'].flatMap((name) => [
    `${name}:${port}`,
    ...(port === 80 ? [name] : []),
  ]);
  const site = headers['sec-fetch-site'];
  const isOfOthers = site === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate';
  return hosts.includes((headers.host ?? '').toLowerCase()) && !isOfOthers;
}

interface Serving {
  readonly folder: string;
  readonly below: string;
  readonly beside: BesideFolder;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { folder, below, beside }: Serving,
): Promise<void> {
  const inside = pathInside(request.url ?? '/', below);
  const own = inside === undefined ? undefined : beside.answers?.get(inside);
  const file = inside === undefined ? undefined : fileOf(folder, inside);
  if (own !== undefined) return own(request, response);
  if (file === undefined) return refuse(response, 404, none);
  // As a whole, so that the status is not sent before it is known to be true.
  const bytes = await readFile(file);
  const isChanged = inside === indexName && beside.index !== undefined;
  const body = isChanged ? beside.index(bytes.toString('utf8')) : bytes;
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    // A page that was built again is to be seen at the next load.
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

const indexName = 'index.html';

/** The path of an address below the page's own; undefined for one that is not. */
function pathInside(url: string, below: string): string | undefined {
  const path = decoded(url.replace(/[?#].*$/, ''));
  if (path === undefined || !path.startsWith(below)) return undefined;
  return path.slice(below.length) || indexName;
}

/** A file of the folder; undefined for one outside it, or that is not there. */
function fileOf(folder: string, inside: string): string | undefined {
  const file = normalize(join(folder, inside));
  const isInside = file.startsWith(normalize(folder) + sep);
  return isInside && statusOf(file)?.isFile() ? file : undefined;
}

/** Undefined for a path that no file can have, too: too long, with a NUL byte, below a file. */
function statusOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
