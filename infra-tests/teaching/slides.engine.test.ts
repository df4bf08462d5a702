// Each slide in a real browser: nothing of it is cut off.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { describeIfPresent } from '#tools/needs.ts';
import { renderDeck } from '#tools/slides/render-deck.ts';
import { readThemes, slidesFolder } from '#tools/slides/slide-sources.ts';

const decks = readdirSync(slidesFolder).filter((name) => name.endsWith('.md'));

describeIfPresent('chromium', 'slides in Chromium', (program) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  test.each(decks)('%s fits on its slides, and its pictures are there', async (name) => {
    const { html } = renderDeck(join(slidesFolder, name), readThemes());
    const page = await browser.newPage();
    await page.setContent(html);
    const slides = await page.$$eval('section', (sections) =>
      sections.map((one) => ({
        title: one.querySelector('h1, h2')?.textContent,
        tooHigh: Math.max(0, one.scrollHeight - one.clientHeight),
        tooWide: Math.max(0, one.scrollWidth - one.clientWidth),
        lostPictures: [...one.querySelectorAll('img')].filter((img) => img.naturalWidth === 0)
          .length,
      })),
    );
    expect(slides.length).toBeGreaterThan(0);
    for (const slide of slides)
      expect(slide).toEqual({
        title: expect.any(String),
        tooHigh: 0,
        tooWide: 0,
        lostPictures: 0,
      });
    await page.close();
  });
});
