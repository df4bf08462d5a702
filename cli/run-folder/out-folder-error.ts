import { plainLine } from '#domain/plain-text.ts';

/** The folder for the results, which the user named, cannot be written to. */
export class OutFolderError extends Error {
  override readonly name = 'OutFolderError';

  constructor(out: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(plainLine(`--out ${out} cannot be written to: ${reason}`), { cause });
  }
}
