// Loads the file that makes pictures, once, when it is first asked for.
import { laterScripts } from './later-scripts.ts';
import { loadedOnce } from './load-script.ts';
// It declares what the file leaves behind.
import type {} from './picture-kit.ts';

/** What makes pictures. @throws {Error} where the file is not beside the page */
export const loadPictures = loadedOnce(
  laterScripts.pictures,
  () => globalThis.rebootstormPictureKit,
  `Pictures cannot be made: ${laterScripts.pictures} is not beside the page.`,
);
