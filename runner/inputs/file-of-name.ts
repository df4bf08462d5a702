import { existsSync } from 'node:fs';

/**
 * The file in the working folder that a name without an ending may mean: `./mine.ts` for `mine`.
 * @param endings such as `.ts`; the first that is there counts
 */
export function fileOfName(name: string, endings: readonly string[]): string | undefined {
  if (!/^\w[\w.-]*$/.test(name)) return undefined;
  const ending = endings.find((one) => existsSync(`${name}${one}`));
  return ending === undefined ? undefined : `./${name}${ending}`;
}
