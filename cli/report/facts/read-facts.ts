// Reads the project's page of facts, so that a report can say what its assumptions stand on.

/** One row of docs/facts.md. */
export interface Fact {
  /** Its number, such as `1.12`. */
  readonly row: string;
  /** What it is, and its figure. */
  readonly sentence: string;
  readonly source: string;
  /** How it is known, such as `found`. */
  readonly known: string;
}

const numbered = /^\d+\.\d+$/;

/** The rows of the page's tables: number, what, perhaps a figure, source, how known. */
export function readFacts(page: string): Fact[] {
  return page.split('\n').flatMap((line) => {
    const [row = '', ...cells] = line.split('|').slice(1, -1).map(plain);
    const known = cells.pop();
    const source = cells.pop();
    if (!numbered.test(row) || known === undefined || source === undefined) return [];
    return [{ row, sentence: cells.join(': '), source, known }];
  });
}

/** A cell without the marks of Markdown. */
function plain(cell: string): string {
  return cell
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim();
}

/**
 * The numbers of rows that a text cites after the word `facts`: `facts 1.17, 2.11`. A range such as
 * `1.8 to 1.12` is each row of the page between its ends.
 */
export function citedRows(text: string, facts: readonly Fact[]): string[] {
  const lists = text.matchAll(/\bfacts?\s+(\d+\.\d+(?:\s*(?:,|to|and|-)\s*\d+\.\d+)*)/g);
  return [...lists].flatMap(([, list = '']) => rowsOf(list, facts));
}

function rowsOf(list: string, facts: readonly Fact[]): string[] {
  return list.split(/,|and/).flatMap((part) => {
    const [first = '', last] = part.split(/to|-/).map((row) => row.trim());
    if (last === undefined) return [first];
    return facts.map(({ row }) => row).filter((row) => isBetween(row, first, last));
  });
}

function isBetween(row: string, first: string, last: string): boolean {
  return inOrder(first, row) <= 0 && inOrder(row, last) <= 0;
}

/** Orders rows by chapter and number: 1.9 comes before 1.12. */
export function inOrder(a: string, b: string): number {
  const [chapterA = 0, numberA = 0] = a.split('.').map(Number);
  const [chapterB = 0, numberB = 0] = b.split('.').map(Number);
  return chapterA - chapterB || numberA - numberB;
}
