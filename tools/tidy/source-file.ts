/** A file of the repository: its path from the root with forward slashes, and its whole text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** One sentence for each breach, starting with `path:line: ` or `path: `. Empty means tidy. */
export type Findings = string[];

/** Runs `check` on each line and says where the complaints arose; lines count from 1. */
export function findInLines(
  { path, text }: SourceFile,
  check: (line: string) => string | undefined,
): Findings {
  return text.split('\n').flatMap((line, index) => {
    const complaint = check(line);
    return complaint === undefined ? [] : [`${path}:${index + 1}: ${complaint}`];
  });
}

/** Whether people write and read the file as code (so the limits on its shape apply). */
export function isCode(path: string): boolean {
  return /\.(ts|js|cjs|mjs|sh|css|html|grit)$/.test(path) || path.startsWith('.ci/');
}

/** Whether the file is a table of data: it may be long, because nobody reads it top-down. */
export function isDataTable(path: string): boolean {
  return /\.data\.ts$/.test(path);
}
