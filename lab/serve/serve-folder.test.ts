import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, type FolderServer, serveFolder } from './serve-folder.ts';

let parent: string;
let server: FolderServer;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'rebootstorm-serve-'));
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  mkdirSync(join(parent, 'page', 'folder'), { recursive: true });
  writeFileSync(join(parent, 'page', 'index.html'), '<p>page</p>');
  makeUnreadable(join(parent, 'page', 'unreadable.js'));
  server = await serveFolder(join(parent, 'page'), 0, '/sub/');
});

afterAll(async () => {
  await server.close();
  rmSync(parent, { recursive: true, force: true });
});

/** A file that is there and cannot be read. The administrator can read any file of a disk. */
function makeUnreadable(file: string): void {
  writeFileSync(file, '');
  chmodSync(file, 0);
  try {
    accessSync(file, constants.R_OK);
  } catch {
    return;
  }
  rmSync(file);
  // The memory of this process has nothing at its first byte (proc(5)).
  symlinkSync('/proc/self/mem', file);
}

/** As it is written: `fetch` would take the dots out of a path. */
function get(
  path: string,
  method = 'GET',
  { address } = server,
): Promise<{ status: number; body: string }> {
  const { port } = new URL(address);
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method }, (response) => {
      let body = '';
      response.on('data', (part) => {
        body += part;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.on('error', reject).end();
  });
}

test('the page is at its path, with or without what a link adds', async () => {
  for (const path of ['/sub/', '/sub/index.html', '/sub/?a=1'])
    expect(await get(path)).toEqual({ status: 200, body: '<p>page</p>' });
});

test.each([
  '/',
  '/index.html',
  '/sub/none.js',
  '/sub/folder',
  '/sub/../secret.txt',
  '/sub/..%2Fsecret.txt',
  '/sub/%2e%2e/secret.txt',
  '/sub/%',
  '/sub//etc/passwd',
  '/sub/%00',
  '/sub/index.html/x',
  `/sub/${'a'.repeat(5_000)}`,
])('%s is no page', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('a file that cannot be read is told by its error, and the page is served on', async () => {
  expect(await get('/sub/unreadable.js')).toEqual({
    status: 500,
    body: expect.stringMatching(/^This request could not be answered \((EACCES|EIO)\)\./),
  });
  expect((await get('/sub/')).status).toBe(200);
});

test('an answer that fails ends its own request and no other', async () => {
  const fail = () => {
    throw new Error('the answer failed');
  };
  const begin: Answer = (_request, response) => {
    response.writeHead(200).write('begun');
    fail();
  };
  const answers = new Map([
    ['fails', fail],
    ['breaks-off', begin],
  ]);
  const folder = join(parent, 'page');
  const other = await serveFolder(folder, 0, '/', { index: fail, answers });
  const body = expect.stringContaining('(the answer failed)');
  expect(await get('/', 'GET', other)).toEqual({ status: 500, body });
  expect(await get('/fails', 'GET', other)).toEqual({ status: 500, body });
  await expect(get('/breaks-off', 'GET', other)).rejects.toThrow('aborted');
  expect((await get('/none', 'GET', other)).status).toBe(404);
  await other.close();
});

test('it is read, and never written to', async () => {
  expect((await get('/sub/', 'POST')).status).toBe(404);
});

test('a port that is taken is an error', async () => {
  const port = Number(new URL(server.address).port);
  await expect(serveFolder(parent, port)).rejects.toThrow(/EADDRINUSE/);
});
