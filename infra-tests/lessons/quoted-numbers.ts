// The numbers of a lesson that were measured: each stands before a comment that no reader sees,
// which names the command and the place in its JSON.

import { formatDuration } from '#runner/sentences/human-numbers.ts';

/** A number in a page, and where it comes from. */
export interface QuotedNumber {
  /** As the page has it: `36`, `42 %`, `2 min 5 s`, `$0.31`, `never`. */
  readonly text: string;
  /** The name of the command. */
  readonly command: string;
  /** As `measuredValue` takes it. */
  readonly value: string;
}

const unit = '(?:%|ms|s|min|h|d|times)';
const number = String.raw`[$]?[+-]?\d[\d,]*(?:\.\d+)?(?: ${unit}(?![a-z]))?(?: \d+ (?:s|min|h))?`;
const quoted = new RegExp(
  String.raw`(?:(${number}|never|none|no)\**)?<!-- ([a-z]\w*): ([^>]*?) -->`,
  'g',
);

/** All marked numbers. @throws {Error} a mark without a number before it */
export function quotedNumbers(page: string): QuotedNumber[] {
  return [...page.matchAll(quoted)].map(([whole, text, command = '', value = '']) => {
    if (text === undefined) throw new Error(`no number stands before ${whole}`);
    return { text, command, value };
  });
}

/** Whether a text is what a measured value rounds to, with as many digits as the text has. */
export function saysTheSame(text: string, measured: number | null): boolean {
  if (measured === null) return text === 'never' || text === 'none';
  if (text === 'no' || text === 'none') return measured === 0;
  if (/\d [a-z]+ \d/.test(text)) return formatDuration(measured) === text;
  const [, sign = '', digits = '', unitName] =
    new RegExp(String.raw`^[$]?([+-]?)([\d,]+(?:\.\d+)?)(?: (${unit}))?$`).exec(text) ?? [];
  const stated = Number(`${sign}${digits.replaceAll(',', '')}`);
  const places = digits.split('.')[1]?.length ?? 0;
  const half = 0.5 * 10 ** -places;
  return Math.abs(stated - measured / unitSize(unitName)) <= half + 1e-9;
}

function unitSize(name: string | undefined): number {
  const sizes: Readonly<Record<string, number>> = {
    '%': 0.01,
    s: 1_000,
    min: 60_000,
    h: 3_600_000,
    d: 86_400_000,
  };
  return sizes[name ?? ''] ?? 1;
}
