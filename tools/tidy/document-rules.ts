import { posix } from 'node:path';
import { type Findings, findInLines, type SourceFile } from './source-file.ts';

/** The text of a file of the repository, '' for a folder or a binary, undefined for neither. */
export type Lookup = (path: string) => string | undefined;

/** Relative Markdown links that lead to no file, or to no heading of it. */
export function findBrokenLinks(file: SourceFile, lookup: Lookup): Findings {
  if (!file.path.endsWith('.md')) return [];
  const prose = { ...file, text: withoutCode(file.text) };
  return findInLines(prose, (line) => {
    const targets = [...line.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(
      ([, to]) => to ?? '',
    );
    const broken = targets.filter((target) => !leadsSomewhere(file, target, lookup));
    return broken.length > 0 ? `links to nothing: ${broken.join(', ')}` : undefined;
  });
}

/** `npm run x`, `npm test` and `node file` in a document that package.json or the tree lacks. */
export function findUnknownCommands(
  file: SourceFile,
  scripts: readonly string[],
  lookup: Lookup,
): Findings {
  if (!file.path.endsWith('.md')) return [];
  return findInLines(file, (line) => {
    const named = [...line.matchAll(/\bnpm (?:run (?:-s |--silent )?([\w:.-]+)|(test|start)\b)/g)];
    const unknown = named
      .map(([, run, own]) => run ?? own ?? '')
      .filter((name) => !scripts.includes(name));
    const programs = [...line.matchAll(/(?:^|[`$(]\s*)node ([\w./-]+\.[cm]?[jt]s)\b/g)].map(
      ([, path]) => path ?? '',
    );
    const missing = programs.filter((path) => lookup(posix.normalize(path)) === undefined);
    const complaints = [
      ...unknown.map((name) => `package.json has no script "${name}"`),
      ...missing.map((path) => `there is no program ${path}`),
    ];
    return complaints.length > 0 ? complaints.join('; ') : undefined;
  });
}

// Blanks fenced and inline code, keeping the number of lines.
function withoutCode(markdown: string): string {
  return markdown
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, (block) => block.replace(/[^\n]/g, ' '))
    .replace(/`[^`\n]*`/g, '``');
}

function leadsSomewhere(file: SourceFile, target: string, lookup: Lookup): boolean {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return true;
  const [path = '', anchor] = decodeURI(target).split('#');
  const from = posix.dirname(file.path);
  const text = path === '' ? file.text : lookup(posix.join(from, path).replace(/\/$/, ''));
  if (text === undefined) return false;
  return anchor === undefined || !/\.md$/.test(path || file.path) || anchorsOf(text).has(anchor);
}

// GitHub's rule: lower case, punctuation dropped, spaces to hyphens; HTML anchors as written.
function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
  const marked = [...markdown.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, name]) => name ?? '');
  return new Set([...headings, ...marked]);
}
