import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { pinnedNode } from '#testing/cli/child-command.ts';
import type { PlantedBug } from './planted-bug.ts';

/** What came of a hunt. */
export interface Hunt {
  readonly seedsTried: number;
  /** The seed that found what was expected; null: none did. */
  readonly foundAt: { readonly seed: number; readonly what: string; readonly words: string } | null;
  /** How many failures there were of each kind, expected or not. */
  readonly broken: Readonly<Record<string, number>>;
}

const folder = resolve('infra-tests', 'planted-bugs');

/**
 * A seed takes a second or more where its copies meet often and the machine does other things, too;
 * 150 of them have to end.
 */
const limitMs = 600_000;

/**
 * Runs seeds of the swarm in a process of its own until one finds the bug.
 * @param bug null: no bug is planted, and nothing ends the hunt before its last seed
 * @throws {Error} with what the process said, if it did not end well and in time
 */
export async function huntBug(
  bug: PlantedBug | null,
  { from, seeds }: { from: number; seeds: number },
): Promise<Hunt> {
  const plant = bug === null ? [] : ['--import', resolve(folder, 'plant.ts')];
  const words = [resolve(folder, 'hunt.ts'), String(from), String(seeds)];
  const expected = bug === null ? [] : [bug.foundBy.join(',')];
  const env = { ...process.env, ...(bug !== null && { PLANTED_BUG: bug.name }) };
  const { stdout } = await promisify(execFile)(pinnedNode, [...plant, ...words, ...expected], {
    env,
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  return JSON.parse(stdout);
}
