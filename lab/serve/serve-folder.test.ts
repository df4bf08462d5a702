import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FolderServer, serveFolder } from './serve-folder.ts';

let parent: string;
let server: FolderServer;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'rebootstorm-serve-'));
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  mkdirSync(join(parent, 'page', 'folder'), { recursive: true });
  writeFileSync(join(parent, 'page', 'index.html'), '<p>page</p>');
  server = await serveFolder(join(parent, 'page'), 0, '/sub/');
});

afterAll(async () => {
  await server.close();
  rmSync(parent, { recursive: true, force: true });
});

/** As it is written: `fetch` would take the dots out of a path. */
function get(path: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const { port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method }, (response) => {
      let body = '';
      response.on('data', (part) => {
        body += part;
      });
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
])('%s is no page', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('it is read, and never written to', async () => {
  expect((await get('/sub/', 'POST')).status).toBe(404);
});

test('a port that is taken is an error', async () => {
  const port = Number(new URL(server.address).port);
  await expect(serveFolder(parent, port)).rejects.toThrow(/EADDRINUSE/);
});
