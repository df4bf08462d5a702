// `npm run build:slides`: writes each deck of docs/teaching/slides as HTML, its notes, and, where
// there is a Chromium, as PDF.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { findTool } from '../needs.ts';
import { notesPage } from './notes-page.ts';
import { renderDeck } from './render-deck.ts';
import { readThemes, slidesFolder } from './slide-sources.ts';

const folder = resolve(process.argv[2] ?? 'dist-slides');
mkdirSync(folder, { recursive: true });

const themes = readThemes();
const decks = readdirSync(slidesFolder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.replace('.md', ''));

const pages = decks.flatMap((name) => {
  const deck = renderDeck(join(slidesFolder, `${name}.md`), themes);
  const hasNotes = deck.notes.some((note) => note !== '');
  return [
    { name, html: deck.html },
    ...(hasNotes ? [{ name: `${name}-notes`, html: notesPage(deck) }] : []),
  ];
});
for (const { name, html } of pages) write(`${name}.html`, html);

const browser = findTool('chromium', process.env);
if (browser.kind === 'present') await printAll(browser.program);
else process.stderr.write(`No PDF: ${browser.notice}\n`);

async function printAll(executablePath: string): Promise<void> {
  const args = ['--no-sandbox', '--disable-gpu'];
  const started = await chromium.launch({ executablePath, args });
  const page = await started.newPage();
  for (const { name, html } of pages) {
    await page.setContent(html);
    write(`${name}.pdf`, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  }
  await started.close();
}

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
  process.stdout.write(`${join(folder, name)}\n`);
}
