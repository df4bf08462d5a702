import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ProcessUsage } from './usage-at-exit.ts';

/** A sweep or months, and what is done of it. */
export interface SweepWork {
  readonly name: string;
  /** What stands behind `rebootstorm`. */
  readonly words: readonly string[];
}

/** One whole process that ran all of a sweep. */
export interface SweepFigure extends ProcessUsage {
  readonly points: number;
  /** From the process's start until it says that a run is done. */
  readonly firstRowMs: number;
  /** CPU time by the time that all cores had; 1: no core was ever idle. */
  readonly coreUse: number;
}

/**
 * Runs a sweep in a folder of its own, from nothing. The current folder is the checkout's root.
 * @throws Error where it does not end well
 */
export async function measureSweep(
  { name, words }: SweepWork,
  node = process.execPath,
): Promise<SweepFigure> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sweep-'));
  try {
    const usagePath = join(folder, 'usage.json');
    const entry = [resolve('cli', 'main.ts'), ...words, '--out', join(folder, 'out')];
    const startedMs = performance.now();
    const child = spawn(node, ['--import', resolve('bench', 'usage-at-exit.ts'), ...entry], {
      env: { ...process.env, REBOOTSTORM_USAGE: usagePath },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'close');
    let said = '';
    let firstRowMs = Number.NaN;
    for await (const text of child.stderr.setEncoding('utf8')) {
      said += text;
      if (Number.isNaN(firstRowMs) && /^1 of /m.test(said))
        firstRowMs = performance.now() - startedMs;
    }
    const [exitCode] = await ended;
    // Whether the storms went as expected is not what is measured.
    if (exitCode !== 0 && exitCode !== 1) throw new Error(`${name}: ${said}`);
    const usage: ProcessUsage = JSON.parse(readFileSync(usagePath, 'utf8'));
    const coreUse = usage.cpuMs / (usage.wallMs * availableParallelism());
    const points = Number(/^(\d+) runs/m.exec(said)?.[1]);
    return { points, firstRowMs, coreUse, ...usage };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
