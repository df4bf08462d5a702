// `npm run lab`: builds the page, serves it on this machine and opens it. `npm run lab -- 8080` has
// it at that port.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '#cli/exit-codes.ts';
import { buildLab } from './build-lab.ts';
import { serveFolder } from './serve-folder.ts';

const [word = '0', ...more] = process.argv.slice(2);
const port = /^\d{1,5}$/.test(word) ? Number(word) : Number.NaN;
if (port <= 65_535 && more.length === 0) await serve(port);
else refuse('it takes one port, 0 to 65535, such as: npm run lab -- 8080', exitCodes.usage);

async function serve(at: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rebootstorm-lab-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  try {
    await buildLab(process.cwd(), folder);
    const server = await serveFolder(folder, at);
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void server.close());
    process.stdout.write(`The lab is at ${server.address} (Ctrl-C ends it).\n`);
    openBrowser(server.address);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    refuse(`it cannot be served at port ${at}: ${reason}`, exitCodes.inUse);
  }
}

function refuse(why: string, exitCode: number): void {
  process.stderr.write(`error: the lab: ${why}\n`);
  process.exitCode = exitCode;
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
