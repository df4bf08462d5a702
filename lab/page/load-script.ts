// Loads a script that lies beside the page, when it is needed for the first time.
import { element } from './element.ts';

/**
 * What a script leaves behind, loaded once. A script that could not be had is asked for again.
 * @param file its name, in the page's folder
 * @param read what it has left behind; undefined for nothing
 * @param failure why it cannot be used, in words
 * @returns what loads it. It throws an error with the words of `failure`
 */
export function loadedOnce<Left>(
  file: string,
  read: () => Left | undefined,
  failure: string,
): () => Promise<Left> {
  let loading: Promise<Left> | null = null;
  return () => {
    loading ??= new Promise<Left>((resolve, reject) => {
      // A module could not be loaded where the page is opened as a file.
      const script = element('script', { src: `./${file}` });
      const fail = () => {
        loading = null;
        script.remove();
        reject(new Error(failure));
      };
      script.addEventListener('error', fail);
      script.addEventListener('load', () => {
        const left = read();
        if (left === undefined) fail();
        else resolve(left);
      });
      document.head.append(script);
    });
    return loading;
  };
}
