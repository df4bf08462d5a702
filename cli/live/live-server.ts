// Serves the page of a run that goes on, with its events, to browsers on this machine.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveFolder } from '#lab/serve/serve-folder.ts';
import { PortError } from '#runner/endpoint/listener.ts';
import { eventsPath, type LiveEvent } from './live-event.ts';
import { type LiveLog, openLiveLog } from './live-log.ts';
import { livePage } from './live-page.ts';

/** The server of a run that goes on. */
export interface LiveServer {
  readonly address: string;
  tell(event: LiveEvent): void;
  /**
   * Waits until each viewer has all events and has left.
   * @param onWait called where nobody has looked yet, with the time in milliseconds for which it
   * waits for somebody; absent: then it waits for nobody
   */
  seen(onWait?: (limitMs: number) => void): Promise<void>;
  close(): Promise<void>;
}

/** How long the server waits for viewers once the run is over, in milliseconds. */
export interface LiveLimits {
  /** For the first viewer. */
  readonly firstViewMs: number;
  /** For each viewer to have the end. */
  readonly lastViewMs: number;
}

/** Somebody who opens the address has a minute; a page that has the end leaves by itself. */
export const usualLiveLimits: LiveLimits = { firstViewMs: 60_000, lastViewMs: 5_000 };

/** After a lost connection a page asks again after this time. */
const retryMs = 1_000;

/**
 * Begins to serve.
 * @param folder the built page
 * @param port 0: any that is free
 * @throws {PortError} where the port cannot be had
 */
export async function serveLive(
  folder: string,
  port: number,
  limits: LiveLimits = usualLiveLimits,
): Promise<LiveServer> {
  const log = openLiveLog();
  const viewers = openViewers(log);
  const answers = new Map([[eventsPath, viewers.answer]]);
  const server = await serveFolder(folder, port, '/', { index: livePage, answers }).catch(
    (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be had (${error.code})`;
      throw new PortError(
        `port ${port} of 127.0.0.1 ${why}: end the program that has it, or leave out the ` +
          'number, and any free port is taken',
      );
    },
  );
  return {
    address: server.address,
    tell: log.add,
    seen: async (onWait) => {
      if (!viewers.hasAnyCome() && onWait !== undefined) {
        onWait(limits.firstViewMs);
        await within(limits.firstViewMs, viewers.come());
      }
      await within(limits.lastViewMs, viewers.gone());
    },
    close: server.close,
  };
}

/** Those who look, and those who have looked. */
function openViewers(log: LiveLog) {
  const open = new Set<ServerResponse>();
  let hasAnyCome = false;
  let wake: () => void = () => {};
  const until = async (isSo: () => boolean) => {
    while (!isSo())
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    if (request.method === 'HEAD') return void response.end();
    response.write(`retry: ${retryMs}\n\n`);
    for (const frame of log.after(request.headers['last-event-id']?.toString()))
      response.write(frame);
    const end = log.listen((frame) => response.write(frame));
    open.add(response);
    hasAnyCome = true;
    wake();
    response.on('close', () => {
      end();
      open.delete(response);
      wake();
    });
  };
  return {
    answer,
    hasAnyCome: () => hasAnyCome,
    come: () => until(() => hasAnyCome),
    gone: () => until(() => open.size === 0),
  };
}

/** Waits for it, and not longer than the limit. */
async function within(limitMs: number, what: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([what, limit]);
  clearTimeout(timer);
}
