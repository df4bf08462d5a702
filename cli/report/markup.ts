// Text that goes into HTML or SVG: escaped by construction, so no caller can forget it.

/** Text that is markup already; everything else is escaped when it is put into markup. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: lists are written one after the other, nothing between them. */
export type MarkupPart = Markup | string | number | readonly MarkupPart[];

/** Builds HTML or SVG from a template; strings put into it are escaped, markup is not. */
export function html(fixed: TemplateStringsArray, ...parts: MarkupPart[]): Markup {
  const texts = fixed.map((text, index) => text + written(parts[index] ?? ''));
  return new Markup(texts.join(''));
}

/** Prose in which no line breaks between a number and its unit. */
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
