// `rebootstorm local` in a process of its own, as its users have it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** The command while it serves. */
export interface EndpointProcess {
  readonly endpoint: string;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

/**
 * Starts it on a free port, in real time and without faults. The current folder is the checkout's
 * root.
 * @throws Error where it ends before it serves
 */
export async function startEndpoint(): Promise<EndpointProcess> {
  const words = [resolve('cli', 'main.ts'), 'local', '--port', '0', '--faults', 'none'];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const hasEnded = ended.then(() => null);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  for (;;) {
    const endpoint = /export AWS_ENDPOINT_URL=(\S+)\n/.exec(said)?.[1];
    if (endpoint !== undefined)
      return {
        endpoint,
        stop: async () => {
          child.kill('SIGINT');
          await ended;
        },
      };
    if ((await Promise.race([once(child.stdout, 'data'), hasEnded])) === null)
      throw new Error(`rebootstorm local ended before it served: ${said}`);
  }
}
