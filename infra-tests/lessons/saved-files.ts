/** A file that a page asks the student to save. */
export interface SavedFile {
  readonly name: string;
  readonly text: string;
}

/** All files that a page has in full, each after "Save it as `name`". */
export function savedFiles(page: string): SavedFile[] {
  return [...page.matchAll(savedFile)].map(([, name = '', text = '']) => ({ name, text }));
}

const savedFile = /Save\s+(?:it|this)\s+as `([\w.-]+)`[^`]*?\n+```\w+\n([\s\S]*?)^```$/gm;
