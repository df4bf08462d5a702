// An engine of one page, and a wall clock that passes when somebody waits on it.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openOperatorClock } from './operator-clock.ts';

let server: Server;
let page: unknown;
let endpoint: string;

beforeEach(async () => {
  server = createServer(({ url }, response) => {
    response.writeHead(url === '/_rebootstorm/health' ? 200 : 404).end(JSON.stringify(page));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => server.close());

/** @param onWait what happens while somebody waits */
function open(onWait: (wallMs: number) => void = () => {}) {
  let wallMs = 5_000;
  let pausedCount = 0;
  const wall = {
    nowMs: () => wallMs,
    sleep: async (durationMs: number) => {
      wallMs += durationMs;
      onWait(wallMs);
    },
    speed: () => 1,
  };
  const onPaused = () => {
    pausedCount += 1;
  };
  return {
    opened: openOperatorClock({ endpoint }, onPaused, wall),
    wall,
    paused: () => pausedCount,
  };
}

const shows = (nowMs: number, speed: number) => ({ services: {}, clock: { nowMs, speed } });

test("time is the engine's, and so is its pace", async () => {
  page = shows(1_000_000, 60);
  const { opened, wall } = open((wallMs) => {
    page = shows(1_000_000 + (wallMs - 5_000) * 60, 60);
  });
  const clock = await opened;
  expect(clock.nowMs()).toBe(1_000_000);
  await clock.sleep(120_000);
  expect(wall.nowMs()).toBe(7_000);
  expect(clock.nowMs()).toBe(1_120_000);
  expect(clock.speed()).toBe(60);
});

test('a wait ends early where the clock is turned on meanwhile', async () => {
  page = shows(0, 1);
  const { opened, wall, paused } = open(() => {
    page = shows(7_200_000, 1);
  });
  const clock = await opened;
  await clock.sleep(60_000);
  expect(wall.nowMs()).toBe(5_500);
  expect(clock.nowMs()).toBe(7_200_000);
  expect(paused()).toBe(0);
});

test('a paused clock is told of once, and a wait on it ends by a step', async () => {
  page = shows(0, 0);
  const { opened, paused } = open((wallMs) => {
    if (wallMs > 8_000) page = shows(60_000, 0);
  });
  const clock = await opened;
  expect(paused()).toBe(1);
  await clock.sleep(60_000);
  expect(paused()).toBe(1);
  expect(clock.nowMs()).toBe(60_000);
});

test('a clock that is paused during a wait is told of, too', async () => {
  page = shows(0, 1);
  const { opened, paused } = open((wallMs) => {
    page = wallMs > 8_000 ? shows(60_000, 1) : shows(0, 0);
  });
  const clock = await opened;
  expect(paused()).toBe(0);
  await clock.sleep(60_000);
  expect(paused()).toBe(1);
});

test('a wait on a clock that is gone ends, so that the next request can fail', async () => {
  page = shows(0, 0);
  const clock = await open(() => {
    page = 'gone';
  }).opened;
  await clock.sleep(60_000);
  expect(clock.nowMs()).toBe(0);
});

test.each([
  ['is no page', 'nothing here'],
  ['says no clock', { services: {} }],
  ['says no time', { services: {}, clock: { speed: 60 } }],
  ['says no pace', { services: {}, clock: { nowMs: 1, speed: '60' } }],
  ['goes backwards', shows(1, -1)],
])('where the page %s, the time is that of this machine', async (_what, said) => {
  page = said;
  const { opened, wall } = open();
  expect(await opened).toBe(wall);
});
