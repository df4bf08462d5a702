import { readFileSync } from 'node:fs';

/** Reads a file of JSON. @throws the refusal, which says which file, and why not */
export function readJsonOrRefuse(path: string, refusal: new (message: string) => Error): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new refusal(`${path} cannot be read: ${(error as Error).message}`);
  }
}
