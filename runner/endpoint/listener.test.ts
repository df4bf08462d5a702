import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { BODY_BYTES_MAX, type Listener, listen, PortError } from './listener.ts';

let listener: Listener;
const heard: string[] = [];

beforeEach(async () => {
  heard.length = 0;
  listener = await listen(0, async ({ method, path, body }) => {
    heard.push(`${method} ${path} ${body}`);
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'yes' };
  });
});

afterEach(() => listener.close());

type Asked = { headers?: Record<string, string>; body?: string; chunks?: number };

function ask({ headers = {}, body = '', chunks = 0 }: Asked) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { port } = listener;
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path: '/a?b', headers });
    asked.on('response', (response: IncomingMessage) => {
      void text(response).then((said) => resolve({ status: response.statusCode ?? 0, body: said }));
    });
    asked.on('error', reject);
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let chunk = 0; chunk < chunks; chunk += 1) asked.write(megabyte);
    asked.end(body);
  });
}

test('a request is handed over, and its answer sent back', async () => {
  expect(await ask({ body: 'hello' })).toEqual({ status: 200, body: 'yes' });
  expect(heard).toEqual(['POST /a?b hello']);
});

test.each(['127.0.0.1', 'localhost', 'LOCALHOST'])('%s is its host', async (host) => {
  expect(await ask({ headers: { host: `${host}:${listener.port}` } })).toMatchObject({
    status: 200,
  });
});

test.each(['rebound.example', '127.0.0.1', 'localhost.rebound.example', '192.0.2.1'])(
  'a page that found this machine as %s is refused unread',
  async (host) => {
    const { status, body } = await ask({ headers: { host } });
    expect(status).toBe(403);
    expect(body).toContain('ForeignHost');
    expect(heard).toEqual([]);
  },
);

test.each([
  { origin: 'http://page.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-origin' },
])('a request of a web page is refused unread: %j', async (headers) => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = await ask({ headers: { ...form, ...headers } as Record<string, string> });
  expect(asked).toMatchObject({ status: 403, body: expect.stringContaining('WebPage') });
  expect(heard).toEqual([]);
});

test('a body that says that it is too large is refused', async () => {
  const length = { 'content-length': String(BODY_BYTES_MAX + 1), expect: '100-continue' };
  const asked = await ask({ headers: length }).catch(() => undefined);
  if (asked !== undefined) expect(asked.status).toBe(413);
  expect(heard).toEqual([]);
});

test('a body that grows too large without saying so is refused', async () => {
  const chunks = BODY_BYTES_MAX / (1024 * 1024) + 1;
  // Its sender may be cut off before it reads the answer.
  const asked = await ask({ chunks }).catch(() => undefined);
  if (asked !== undefined) expect(asked.status).toBe(413);
  expect(heard).toEqual([]);
});

test('a port that is taken is refused in words', async () => {
  const second = listen(listener.port, async () => ({ status: 200, headers: {}, body: '' }));
  await expect(second).rejects.toThrow(PortError);
  await expect(second).rejects.toThrow(`port ${listener.port} of 127.0.0.1 is taken`);
});
