// The command that repeats a run, as a reader can paste it into a shell.

import type { RunManifest } from '#cli/run-folder/manifest.ts';

/** The run's own command line, with the seed spelled out where it was chosen for the user. */
export function shellCommand({ argv, seed }: RunManifest): string {
  const hasSeed = argv.some((word) => word === '--seed' || word.startsWith('--seed='));
  const words = hasSeed ? argv : [...argv, '--seed', String(seed)];
  return ['npx', 'rebootstorm', ...words.map(quoted)].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
