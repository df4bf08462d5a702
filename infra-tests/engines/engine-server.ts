// How any engine's server is brought up and down: a port, a process group, a health page, a limit.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tailOf } from './bounded-command.ts';
import { EngineError, type RunningEngine } from './engine.ts';
import { awsEnvironment, engineEnvironment, loopbackEnvironment } from './loopback-environment.ts';
import { type ProcessGroup, startProcessGroup } from './process-group.ts';

/** An installed engine, ready to be started. */
export interface EngineServer {
  readonly name: string;
  /** The engine's folder, where its log is left. */
  readonly directory: string;
  readonly installSeconds: number;
  /** The command for a port and for a run's own directory, which is deleted when the run ends. */
  command(port: number, runDirectory: string): ServerCommand;
  readonly healthPath: string;
  /** What the health page answers once the server is up; any success when absent. */
  readonly healthyStatus?: number;
  readonly startLimitSeconds: number;
  /** How long it may take to end by itself before it is ended. */
  readonly graceSeconds: number;
}

/** What starts a server. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts a server and waits until its health page answers.
 * @throws {EngineError} it ended, or did not answer within its limit
 */
export async function startServer(server: EngineServer): Promise<RunningEngine> {
  const startedMs = performance.now();
  const port = await freeLoopbackPort();
  // Outside the checkout: below it, functions would find its node_modules and its "type": "module".
  const runDirectory = mkdtempSync(join(tmpdir(), `rebootstorm-${server.name.toLowerCase()}-`));
  const logFile = join(server.directory, 'engine.log');
  rmSync(logFile, { force: true });
  const { command, args, environment } = server.command(port, runDirectory);
  const group = startProcessGroup({
    command,
    args,
    directory: runDirectory,
    environment: engineEnvironment(process.env, {
      // Both engines unpack functions into the temporary directory, and leave some there.
      HOME: runDirectory,
      TMPDIR: runDirectory,
      ...environment,
    }),
    logFile,
    scratchDirectory: runDirectory,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = () => group.stop(server.graceSeconds * 1000);
  try {
    await waitUntilHealthy(server, group, endpoint, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: server.name,
    endpoint,
    installSeconds: server.installSeconds,
    startSeconds: (performance.now() - startedMs) / 1000,
    environment: loopbackEnvironment(process.env, awsEnvironment(endpoint)),
    stop,
    logTail: () => tailOf(logFile),
  };
}

async function waitUntilHealthy(
  server: EngineServer,
  group: ProcessGroup,
  endpoint: string,
  logFile: string,
): Promise<void> {
  const untilMs = performance.now() + server.startLimitSeconds * 1000;
  while (performance.now() < untilMs) {
    if (group.hasEnded()) {
      throw new EngineError(
        `${server.name} ended while starting; its log ends:\n${tailOf(logFile)}`,
      );
    }
    if (await answers(`${endpoint}${server.healthPath}`, server.healthyStatus)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new EngineError(
    `${server.name} did not answer at ${endpoint}${server.healthPath} within ` +
      `${server.startLimitSeconds} s; its log ends:\n${tailOf(logFile)}`,
  );
}

async function answers(url: string, healthyStatus: number | undefined): Promise<boolean> {
  try {
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return healthyStatus === undefined ? ok : status === healthyStatus;
  } catch {
    return false;
  }
}

/** A port that nobody listened on a moment ago. */
async function freeLoopbackPort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const POLL_MS = 100;
