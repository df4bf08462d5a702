// Loads the file with the editor, once, when it is first asked for.
import { element } from '../page/element.ts';
import type { PolicyKit } from './policy-kit.ts';

let asked: Promise<PolicyKit> | undefined;

/** The editor and its worker's code. @throws {Error} where the file is not beside the page */
export function loadKit(): Promise<PolicyKit> {
  asked ??= new Promise<PolicyKit>((resolve, reject) => {
    const fail = () => {
      asked = undefined;
      script.remove();
      reject(new Error('The editor cannot be loaded: policy-kit.js is not beside the page.'));
    };
    const script = element('script', { src: './policy-kit.js' });
    script.addEventListener('error', fail);
    script.addEventListener('load', () => {
      const kit = globalThis.rebootstormPolicyKit;
      if (kit === undefined) fail();
      else resolve(kit);
    });
    document.head.append(script);
  });
  return asked;
}
