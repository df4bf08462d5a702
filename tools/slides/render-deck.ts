// Slides from Markdown: one page of HTML that needs nothing else, and the notes of each slide.
import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { Marpit } from '@marp-team/marpit';

/** A deck, rendered. */
export interface RenderedDeck {
  readonly title: string;
  /** A page with a slide below the other. Pictures are in it. */
  readonly html: string;
  /** What the presenter says, for each slide. */
  readonly notes: readonly string[];
}

/** Where a number is from, as in the lessons. It is for the test that compares. */
const numberMark = /<!-- lesson\d+\w+: [^>]*? -->/g;

/** Renders a deck. @param themes the texts of style sheets, of which the deck names one */
export function renderDeck(path: string, themes: readonly string[]): RenderedDeck {
  const marpit = new Marpit({ inlineSVG: true, markdown: { html: true } });
  for (const theme of themes) marpit.themeSet.add(theme);
  const text = readFileSync(path, 'utf8').replaceAll(numberMark, '');
  const { html, css, comments } = marpit.render(text);
  const [, title = ''] = /^title: (.+)$/m.exec(text) ?? [];
  return {
    title,
    html: pageOf(title, css, withPictures(html, dirname(path))),
    notes: comments.map((ofSlide) => ofSlide.join('\n').replaceAll(/\s+/g, ' ').trim()),
  };
}

function pageOf(title: string, css: string, slides: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${css}
body { margin: 0; }
@media screen {
  body { background: #444c56; }
  .marpit > svg { display: block; margin: 0 auto 1vh; max-width: 100vw; max-height: 99vh; }
}
</style>
</head>
<body>
${slides}
</body>
</html>
`;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Puts each picture into the page. @throws {Error} one is not there, or of another kind */
function withPictures(html: string, folder: string): string {
  const embedded = (name: string) => {
    const type = mediaTypes[extname(name)];
    if (type === undefined) throw new Error(`${name}: a slide takes svg and png`);
    return `data:${type};base64,${readFileSync(join(folder, name)).toString('base64')}`;
  };
  return html
    .replaceAll(/src="([^":]+)"/g, (_, name: string) => `src="${embedded(name)}"`)
    .replaceAll(
      /url\(&quot;([^&:]+)&quot;\)/g,
      (_, name: string) => `url(&quot;${embedded(name)}&quot;)`,
    );
}
