// Loads the file with the panels of the service, once.
import { laterScripts } from '../page/later-scripts.ts';
import { loadedOnce } from '../page/load-script.ts';
// It declares what the file leaves behind.
import type {} from './service-kit.ts';

/** The panels of the service. @throws {Error} where the file is not beside the page */
export const loadService = loadedOnce(
  laterScripts.service,
  () => globalThis.rebootstormServiceKit,
  `The service cannot be shown: ${laterScripts.service} is not beside the page.`,
);
