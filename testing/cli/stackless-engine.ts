// An engine on which nothing is deployed, for tests of commands that need a stack.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CommandOutcome, runCommand } from './child-command.ts';

export interface StacklessEngine {
  /** Host and port, without a scheme. */
  readonly address: string;
  askedCount(): number;
  /** Runs the command line against it; `env` comes last. */
  run(env: Record<string, string>, words: readonly string[]): Promise<CommandOutcome>;
  close(): void;
}

/** Starts it on loopback. It counts what it is asked, and has one answer to everything. */
export async function startStacklessEngine(): Promise<StacklessEngine> {
  let askedCount = 0;
  const engine = createServer((_request, response) => {
    askedCount += 1;
    const message = '<Message>Stack with id Rebootstorm does not exist</Message>';
    const error = `<Error><Code>ValidationError</Code>${message}</Error>`;
    response.writeHead(400).end(`<ErrorResponse>${error}</ErrorResponse>`);
  }).listen(0, '127.0.0.1');
  await once(engine, 'listening');
  const address = `127.0.0.1:${(engine.address() as AddressInfo).port}`;
  return {
    address,
    askedCount: () => askedCount,
    run: (env, words) =>
      runCommand([...words], {
        env: {
          AWS_ENDPOINT_URL: `http://${address}`,
          AWS_PROFILE: '',
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          ...env,
        },
      }),
    close: () => {
      engine.close();
      engine.closeAllConnections();
    },
  };
}
