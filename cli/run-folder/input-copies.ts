// The user's own files that went into a run, as the run's folder keeps them: so a folder that is
// moved or sent can be run again without the originals.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { InputFile } from '#runner/inputs/input-file.ts';
import { sha256 } from '#runner/sha256.ts';

/** One of the user's own files, as the manifest names it. */
export interface KeptInput {
  /** Where its copy is, below the run folder. */
  readonly copy: string;
  /** A digest of the file and of all that it imports. */
  readonly digest: string;
  /** SHA-256 of each copied file, by its path below the run folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** By the path that the user gave. */
export type KeptInputs = Readonly<Record<string, KeptInput>>;

/** The folder of the copies, below a run folder. */
export const inputsFolder = 'inputs';

/** Copies files into a run's folder. @returns what its manifest says of them */
export function keepInputs(folder: string, inputs: readonly InputFile[]): KeptInputs {
  for (const input of inputs) {
    for (const { name, bytes } of input.files) {
      const path = join(folder, copyOf(input, name));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    }
  }
  return reportInputs(inputs);
}

/** What a manifest says of files. */
export function reportInputs(inputs: readonly InputFile[]): KeptInputs {
  return Object.fromEntries(
    inputs.map((input) => [
      input.given,
      {
        copy: copyOf(input, input.entry),
        digest: input.digest,
        files: Object.fromEntries(
          input.files.map(({ name, bytes }) => [copyOf(input, name), sha256(bytes)]),
        ),
      },
    ]),
  );
}

/** The copies that are missing or are not what was run, in words. */
export function faultsOfCopies(folder: string, inputs: KeptInputs): string[] {
  return Object.values(inputs)
    .flatMap(({ files }) => Object.entries(files))
    .flatMap(([copy, digest]) => {
      const path = join(folder, copy);
      if (!existsSync(path)) return [`${copy} is missing`];
      return sha256(readFileSync(path)) === digest ? [] : [`${copy} is not what was run`];
    });
}

/** Two files of the same name, or of two contents, have folders of their own. */
function copyOf({ given, digest }: InputFile, name: string): string {
  const stem = basename(given)
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[^A-Za-z0-9_-]/g, '_');
  return `${inputsFolder}/${stem.slice(0, 40)}-${digest.slice(0, 8)}/${name}`;
}
