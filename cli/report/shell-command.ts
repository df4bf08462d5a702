// The command that repeats a run. A reader can paste it into a shell.

import type { RunManifest } from '#cli/run-folder/manifest.ts';
import { shellWord } from '../shell-word.ts';

/** The run's own command line. If the program chose the seed, the seed is added. */
export function shellCommand({ argv, seed }: RunManifest): string {
  const hasSeed = argv.some((word) => word === '--seed' || word.startsWith('--seed='));
  const words = hasSeed ? argv : [...argv, '--seed', String(seed)];
  return quotedCommand(words);
}

/** A command line of this program, quoted for a shell. */
export function quotedCommand(words: readonly string[]): string {
  return ['npx', 'rebootstorm', ...words.map(shellWord)].join(' ');
}
