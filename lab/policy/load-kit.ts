// Loads the file with the editor, once, when it is first asked for.
import { loadedOnce } from '../page/load-script.ts';
// It declares what the file leaves behind.
import type {} from './policy-kit.ts';

/** The editor and its worker's code. @throws {Error} where the file is not beside the page */
export const loadKit = loadedOnce(
  'policy-kit.js',
  () => globalThis.rebootstormPolicyKit,
  'The editor cannot be loaded: policy-kit.js is not beside the page.',
);
