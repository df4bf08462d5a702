import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where decks and their style sheets are. */
export const slidesFolder = join('docs', 'teaching', 'slides');

/** The texts of all style sheets. */
export function readThemes(): string[] {
  return readdirSync(slidesFolder)
    .filter((name) => name.endsWith('.css'))
    .map((name) => readFileSync(join(slidesFolder, name), 'utf8'));
}
