// A small web server for the files of the page, on this machine alone.
import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
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

/**
 * Serves the files of a folder on loopback.
 * @param port 0: any that is free
 * @param below the path that the page is served from, such as `/sub/`
 * @throws {Error} where the port is taken
 */
export async function serveFolder(folder: string, port = 0, below = '/'): Promise<FolderServer> {
  const server = createServer(({ method, url = '/' }, response) => {
    const path = method === 'GET' || method === 'HEAD' ? fileOf(folder, url, below) : undefined;
    if (path === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such page.\n');
      return;
    }
    const type = types[extname(path)] ?? 'application/octet-stream';
    // A page that was built again is to be seen at the next load.
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
    if (method === 'HEAD') response.end();
    else createReadStream(path).pipe(response);
  });
  await listening(server, port);
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('expected the server to have a port');
  return {
    address: `http://127.0.0.1:${at.port}${below}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

/** The file that an address names; undefined for one outside the folder, or that is not there. */
function fileOf(folder: string, url: string, below: string): string | undefined {
  const path = decoded(url.replace(/[?#].*$/, ''));
  if (path === undefined || !path.startsWith(below)) return undefined;
  const inside = path.slice(below.length) || 'index.html';
  const file = normalize(join(folder, inside));
  const isInside = file.startsWith(normalize(folder) + sep);
  return isInside && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
