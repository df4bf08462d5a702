import type { RenderedDeck } from './render-deck.ts';

/** A page for the presenter: each slide, small, with what is said to it and when it ends. */
export function notesPage({ title, html, notes }: RenderedDeck): string {
  let minutes = 0;
  const rows = notes.map((note) => {
    minutes += minutesOf(note);
    return `<aside><p><b>until ${minutes} min</b></p><p>${note}</p></aside>`;
  });
  let at = 0;
  const beside = html.replaceAll(oneSlide, (slide) => {
    const row = rows[at] ?? '';
    at += 1;
    return slide + row;
  });
  if (at !== notes.length) throw new Error(`expected ${notes.length} slides, found ${at}`);
  return beside
    .replace(`<title>${title}`, `<title>Notes: ${title}`)
    .replace('</style>\n</head>', `${notesStyle}</style>\n</head>`);
}

const oneSlide = /<svg data-marpit-svg[\s\S]*?<\/foreignObject><\/svg>/g;

/** How long a slide takes, which its note begins with. @throws {Error} it does not */
export function minutesOf(note: string): number {
  const [, minutes] = /^(\d+) min\.(?: |$)/.exec(note) ?? [];
  if (minutes === undefined) throw new Error(`a note begins as in "3 min. ", not: ${note}`);
  return Number(minutes);
}

// The rules of a deck hold for slides that are children of its first element, so notes stand
// between them.
const notesStyle = `
@page { size: A4 portrait; margin: 12mm; }
body { background: #fff !important; }
div.marpit { display: grid; grid-template-columns: 55% 1fr; gap: 18px 20px; max-width: 900px;
  margin: 0 auto; }
div.marpit > svg { width: 100% !important; height: auto !important;
  border: 1px solid #d8dee4;
  break-after: auto !important; break-inside: avoid; page-break-before: auto !important; }
aside { font: 14px/1.45 system-ui, "DejaVu Sans", sans-serif; }
aside p { margin: 0 0 6px; }
`;
