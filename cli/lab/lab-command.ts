// `rebootstorm lab`: serves the built page on this machine until it is told to end.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type FolderServer, serveFolder } from '#lab/serve/serve-folder.ts';
import { PortError } from '#runner/endpoint/listener.ts';
import { exitCodes } from '../exit-codes.ts';
import type { LabOptions } from './lab-options.ts';
import { usualLabPort } from './usual-lab-port.ts';

/** The process in which the command runs. */
export interface LabEnvironment extends Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'> {
  /** The folder with the built page. A checkout builds it now. */
  readonly page: () => string;
  /** Calls back once, at the first signal to end, with its exit code. */
  readonly onSignal: (end: (exitCode: number) => void) => void;
}

/** Serves until a signal or the line quit comes. @returns the exit code @throws {PortError} */
export async function labCommand(
  { port, open, hash }: LabOptions,
  environment: LabEnvironment,
): Promise<number> {
  const { stdout, stderr, page } = environment;
  const folder = page();
  const server = await serverAt(folder, port, (words) => void stderr.write(`${words}\n`));
  const address = `${server.address}${hash}`;
  stdout.write(`The lab is at ${address}\n`);
  stderr.write('Ctrl-C ends it.\n');
  if (open) openBrowser(address);
  const exitCode = await untilItEnds(environment);
  await server.close();
  return exitCode;
}

/** Its input may be over, or there never was any: it serves on. */
async function untilItEnds({ stdin, onSignal }: LabEnvironment): Promise<number> {
  const lines = createInterface({ input: stdin, terminal: false });
  try {
    return await new Promise<number>((resolve) => {
      onSignal(resolve);
      lines.on('line', (line) => {
        if (line.trim() === 'quit') resolve(exitCodes.asExpected);
      });
    });
  } finally {
    lines.close();
    stdin.destroy();
  }
}

async function serverAt(
  folder: string,
  port: number | undefined,
  say: (words: string) => void,
): Promise<FolderServer> {
  try {
    return await serveFolder(folder, port ?? usualLabPort);
  } catch (error) {
    if (port === undefined && isTaken(error)) {
      say(`note: port ${usualLabPort} is taken, so that any free one is used.`);
      return serveFolder(folder, 0);
    }
    throw new PortError(
      `the lab cannot be served at port ${port ?? usualLabPort} (${codeOf(error)}): take any ` +
        'free port with --port 0',
    );
  }
}

function isTaken(error: unknown): boolean {
  return codeOf(error) === 'EADDRINUSE';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Opens the page if there is a browser. Where there is none, the address was said. */
function openBrowser(address: string): void {
  const openers: Readonly<Record<string, readonly string[]>> = {
    darwin: ['open', address],
    win32: ['cmd', '/c', 'start', '', address],
  };
  const [program = '', ...words] = openers[process.platform] ?? ['xdg-open', address];
  const child = spawn(program, words, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
