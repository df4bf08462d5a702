// For tests: `rebootstorm local` in a process of its own, on a free port.
import { once } from 'node:events';
import { commandEntry, type RunningCommand, startCommand } from './child-command.ts';

/** The command while it serves. */
export interface RunningEndpoint extends RunningCommand {
  readonly endpoint: string;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

/** Starts it with nothing on standard input, and waits until it serves. */
export async function startEndpointCommand(...words: string[]): Promise<RunningEndpoint> {
  const node = ['local', '--port', '0', ...words];
  const running = startCommand([commandEntry, ...node], { limitMs: serveLimitMs });
  let stdout = '';
  const { stdout: output } = running.child;
  output?.on('data', (text: string) => {
    stdout += text;
  });
  while (!stdout.includes('Try there') && output !== null) {
    const next = await Promise.race([once(output, 'data'), running.ended]);
    if (!Array.isArray(next)) throw new Error(`it ended before it served: ${next.stderr}`);
  }
  return {
    ...running,
    endpoint: /export AWS_ENDPOINT_URL=(\S+)/.exec(stdout)?.[1] ?? '',
    stop: async () => {
      running.child.kill('SIGINT');
      await running.ended;
    },
  };
}

/** Longer than all the clients of a test take. */
const serveLimitMs = 900_000;
