import type { Findings } from './source-file.ts';

/** A lock file pins versions and hashes, never the address that they came from. */
export function findResolvedAddresses(path: string, text: string): Findings {
  const { packages = {} }: { packages?: Record<string, { resolved?: string; link?: boolean }> } =
    JSON.parse(text);
  return Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && !link)
    .map(
      ([name]) => `${path}: "${name}" has a resolved address: set omit-lockfile-registry-resolved`,
    );
}
