// Text for HTML or SVG. All text is escaped when it is put into markup, so no caller can forget it.

/** Markup that is already escaped. All other text is escaped when it is put into markup. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The values that a template may hold. Lists are written without separators. */
export type MarkupPart = Markup | string | number | readonly MarkupPart[];

/** Builds HTML or SVG from a template. It escapes strings, and leaves markup as it is. */
export function html(fixed: TemplateStringsArray, ...parts: MarkupPart[]): Markup {
  const texts = fixed.map((text, index) => text + written(parts[index] ?? ''));
  return new Markup(texts.join(''));
}

/** The text with no line break between a number and its unit. */
export function unbroken(prose: string): string {
  return prose.replace(/(\d) (?=(?:%|ms|s|min|h|d|k|M)(?!\w))/g, '$1\u00a0');
}

function written(part: MarkupPart): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(Math.round(part * 100) / 100);
  return part.map(written).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
