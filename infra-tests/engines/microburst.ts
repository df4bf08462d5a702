// microburst, a proxy that nobody here wrote: it stands before an engine and lets calls fail on the
// wire as AWS lets them fail, in the words and with the status that the SDK knows.

import { join } from 'node:path';
import type { RunningEngine } from './engine.ts';
import { ensureInstalled } from './engine-installation.ts';
import { startServer } from './engine-server.ts';
import { findPython } from './python-interpreter.ts';
import { venvSteps } from './python-venv.ts';

const VERSION = '0.10.0';

/** One way in which a share of a service's calls fails; the fields are microburst's own. */
export interface WireFault {
  /** As the signature names the service. */
  readonly service: 'dynamodb' | 'sqs' | 'secretsmanager';
  readonly probability: number;
  /** Refused, before anything is done. */
  readonly error?: { readonly code: string; readonly status?: number };
  /** The connection is gone, before anything is done. */
  readonly reset?: true;
  /** The call is done, and its answer cut off or cut short. */
  readonly response?: { readonly abort_frac: number } | { readonly truncate_frac: number };
}

/** What has come through a proxy so far. */
export interface WireCounts {
  readonly total: number;
  readonly faulted: number;
  /** How often each kind of fault struck, in microburst's words. */
  readonly byFault: Readonly<Record<string, number>>;
}

/** A proxy before an engine. Whoever holds it must stop it. */
export interface FaultyWire {
  readonly endpoint: string;
  setFaults(faults: readonly WireFault[]): Promise<void>;
  counts(): Promise<WireCounts>;
  stop(): Promise<void>;
}

/**
 * Starts microburst before an engine; no call fails until faults are set.
 * @throws {EngineError} it cannot be installed here, or it did not become healthy in time
 */
export async function startFaultyWire(
  projectDirectory: string,
  upstream: RunningEngine,
  say: (line: string) => void,
): Promise<FaultyWire> {
  const directory = join(projectDirectory, '.engines', 'microburst');
  const installSeconds = await install(directory, say);
  const { endpoint, stop } = await startServer({
    name: 'microburst',
    directory,
    installSeconds,
    command: (port) => ({
      command: join(directory, 'venv', 'bin', 'python'),
      args: [
        '-m',
        'microburst',
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--upstream',
        upstream.endpoint,
        '--no-resign',
      ],
      environment: {},
    }),
    healthPath: '/_microburst/health',
    startLimitSeconds: 60,
    graceSeconds: 5,
  });
  return {
    endpoint,
    stop,
    setFaults: async (faults) => {
      await control(endpoint, 'rules', { method: 'POST', body: JSON.stringify(faults) });
    },
    counts: async () => countsOf(await control(endpoint, 'stats')),
  };
}

const CONTROL_LIMIT_MS = 10_000;

async function control(endpoint: string, page: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(`${endpoint}/_microburst/${page}`, {
    ...init,
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(CONTROL_LIMIT_MS),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`microburst refused ${page}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

function countsOf(stats: unknown): WireCounts {
  const { requests, by_rule: rules } = stats as {
    requests: { total: number; faulted: number };
    by_rule: readonly { describe: string; fired: number }[];
  };
  const byFault: Record<string, number> = {};
  // Two services may fail in the same way, and are reported by the same words.
  for (const { describe, fired } of rules) byFault[describe] = (byFault[describe] ?? 0) + fired;
  return { total: requests.total, faulted: requests.faulted, byFault };
}

async function install(directory: string, say: (line: string) => void): Promise<number> {
  const python = findPython('microburst', [3, 10], [3, 13]);
  return ensureInstalled(
    {
      name: 'microburst',
      directory,
      pins: [`microburst==${VERSION}`, python],
      steps: venvSteps(directory, python, {
        what: `microburst ${VERSION}`,
        args: [`microburst==${VERSION}`],
        limitSeconds: 240,
      }),
    },
    say,
  );
}
