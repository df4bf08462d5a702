// Loads the file with the editor, once, when it is first asked for.
import { laterScripts } from '../page/later-scripts.ts';
import { loadedOnce } from '../page/load-script.ts';
// It declares what the file leaves behind.
import type {} from './policy-kit.ts';

/** The editor and its worker's code. @throws {Error} where the file is not beside the page */
export const loadKit = loadedOnce(
  laterScripts.policy,
  () => globalThis.rebootstormPolicyKit,
  `The editor cannot be loaded: ${laterScripts.policy} is not beside the page.`,
);
