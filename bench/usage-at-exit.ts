// Loaded before a command (`node --import`), so that its whole process is measured, start and all:
// writes what it took to the file that REBOOTSTORM_USAGE names.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** What a process took. */
export interface ProcessUsage {
  /** From the process's start to its end. */
  readonly wallMs: number;
  /** Of all threads, in the system too. */
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

const path = process.env.REBOOTSTORM_USAGE;
if (isMainThread && path !== undefined)
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const usage: ProcessUsage = {
      wallMs: performance.now(),
      cpuMs: (user + system) / 1000,
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    };
    writeFileSync(path, JSON.stringify(usage));
  });
