// Files that keep what was paid for: whether one can be written is found out before that.
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** The error of whoever writes; its message says which file, and why not. */
type Refusal = new (message: string) => Error;

/** Writes a file. @throws the refusal */
export function writeOrRefuse(path: string, text: string, refusal: Refusal): void {
  orRefuse(path, refusal, () => writeFileSync(path, text));
}

/** Makes sure that a file can be written. It stays as it is. @throws the refusal */
export function refuseUnwritable(path: string, refusal: Refusal): void {
  const isThere = existsSync(path);
  orRefuse(path, refusal, () => writeFileSync(path, '', { flag: 'a' }));
  if (!isThere) rmSync(path);
}

function orRefuse(path: string, refusal: Refusal, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new refusal(`${path} cannot be written: ${(error as Error).message}`);
  }
}
