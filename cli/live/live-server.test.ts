// The events of a run over real sockets.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LiveServer, serveLive } from './live-server.ts';

const page = `<meta http-equiv="Content-Security-Policy"
content="default-src 'none'; script-src 'self'"><title>page</title>`;

let folder: string;
let server: LiveServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-live-'));
  writeFileSync(join(folder, 'index.html'), page);
  server = await serveLive(folder, 0, { firstViewMs: 300, lastViewMs: 300 });
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly response: IncomingMessage;
  /** Resolves once so many events have come. */
  events(count: number): Promise<string[]>;
  /** All that has come. */
  text(): string;
  leave(): void;
}

function ask(headers: Record<string, string> = {}, path = '/events', method = 'GET') {
  const { port } = new URL(server.address);
  return new Promise<Asked>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      let wake = () => {};
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        wake();
      });
      response.on('error', () => {});
      const events = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data);
      resolve({
        response,
        events: async (count) => {
          while (events().length < count)
            await new Promise<void>((resume) => {
              wake = resume;
            });
          return events();
        },
        text: () => text,
        leave: () => asked.destroy(),
      });
    });
    asked.on('error', reject).end();
  });
}

const end = (words: string) => ({ kind: 'end', words }) as const;

test('a viewer gets each event as it comes, and a late one all that came before', async () => {
  const early = await ask();
  expect(early.response.headers['content-type']).toMatch(/^text\/event-stream/);
  server.tell(end('one'));
  await expect(early.events(1)).resolves.toHaveLength(1);
  server.tell(end('two'));
  const late = await ask();
  expect(await late.events(2)).toEqual(await early.events(2));
  early.leave();
  late.leave();
});

test('a viewer that comes again gets what it missed', async () => {
  const first = await ask();
  server.tell(end('one'));
  await first.events(1);
  const [, id = ''] = /^id: (.*)$/m.exec(first.text()) ?? [];
  first.leave();
  server.tell(end('two'));
  const again = await ask({ 'last-event-id': id });
  await expect(again.events(1)).resolves.toEqual([JSON.stringify(end('two'))]);
  again.leave();
});

test('the page may ask its own server alone, and learns where the events are', async () => {
  const { address } = server;
  const text = await (await fetch(address)).text();
  expect(text).toContain("default-src 'none'; connect-src 'self'; script-src 'self'");
  expect(text).toContain('<meta name="rebootstorm-live" content="./events">');
});

test.each([
  ['a name that was made to lead here', { host: 'storm.example' }],
  ['another port', { host: '127.0.0.1:1' }],
  ['a page of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
])('%s gets nothing', async (_what, headers) => {
  const { response, leave } = await ask(headers);
  expect(response.statusCode).toBe(403);
  expect(response.headers['access-control-allow-origin']).toBeUndefined();
  leave();
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s changes nothing', async (method) => {
  const { response, leave } = await ask({}, '/events', method);
  expect(response.statusCode).toBe(404);
  leave();
});

test('a port that is taken is told by its number', async () => {
  const { port } = new URL(server.address);
  await expect(serveLive(folder, Number(port))).rejects.toThrow(
    `port ${port} of 127.0.0.1 is taken`,
  );
});

test('it waits until a viewer has the end and leaves, and no longer than its limit', async () => {
  const viewer = await ask();
  let isOver = false;
  const over = server.seen().then(() => {
    isOver = true;
  });
  server.tell(end('over'));
  await viewer.events(1);
  expect(isOver).toBe(false);
  viewer.leave();
  await over;
  const stays = await ask();
  await server.seen();
  stays.leave();
});

test('where nobody has looked it says so and waits for somebody, within its limit', async () => {
  const waits: number[] = [];
  await server.seen((limitMs) => waits.push(limitMs));
  expect(waits).toEqual([300]);
  const viewer = await ask();
  viewer.leave();
  await server.seen((limitMs) => waits.push(limitMs));
  expect(waits).toEqual([300]);
});

test('a viewer that left is not written to any more', async () => {
  const viewer = await ask();
  viewer.leave();
  await server.seen();
  server.tell(end('late'));
  const other = await ask();
  await expect(other.events(1)).resolves.toHaveLength(1);
  other.leave();
});
