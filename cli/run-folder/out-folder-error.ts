import { plainLine } from '#domain/plain-text.ts';

/** The place for results that the user named cannot be written to. */
export class OutFolderError extends Error {
  override readonly name = 'OutFolderError';

  /** @param option the option that names the place */
  constructor(out: string, cause: unknown, option = '--out') {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(plainLine(`${option} ${out} cannot be written to: ${reason}`), { cause });
  }
}
