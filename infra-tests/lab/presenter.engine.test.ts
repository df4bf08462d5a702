// The presenter as a room meets it: in Chromium, by keys alone.
import { describeIfPresent } from '#tools/needs.ts';
import { axeFindings, tooWideBy } from './axe-findings.ts';
import { type LabInBrowser, openLab } from './open-lab.ts';

const drill = '#mode=presenter&scenario=drill&nodes=300';

/** In the page: the smallest letters that are seen, in CSS pixels. */
const smallestLetters = `Math.min(...[...document.querySelectorAll('main *')].filter((one) =>
  one.getClientRects().length > 0 && !one.closest('.spoken, .presenter-foot') &&
  [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== ''))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))`;

describeIfPresent('chromium', 'the presenter in Chromium', (chromium) => {
  let lab: LabInBrowser;

  beforeAll(async () => {
    lab = await openLab(chromium);
  });

  afterAll(async () => {
    await lab?.close();
  });

  async function presented(hash: string, options = {}) {
    const opened = await lab.open(hash, options);
    await opened.page.locator('#status', { hasText: 'Done.' }).waitFor({
      state: 'attached',
      timeout: 300_000,
    });
    return opened;
  }

  test.each([
    [1280, 720],
    [1920, 1080],
  ])('at %d x %d all is on one screen, in letters for the last row', async (width, height) => {
    const { page, complaints } = await presented(drill, { viewport: { width, height } });
    await page.locator('#verdicts', { hasText: 'stuck' }).waitFor();
    await expect(page.locator('.chart-panel:visible').count()).resolves.toBe(2);
    await expect(page.locator('form:visible, aside:visible').count()).resolves.toBe(0);
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(
      height,
    );
    expect(await tooWideBy(page)).toBe(0);
    // A fortieth of the height is read from six times the height of the picture.
    expect(await page.evaluate(smallestLetters)).toBeGreaterThanOrEqual(height / 40);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('keys play, move, choose charts, show the keys, and leave', async () => {
    const { page } = await presented(drill);
    await page.keyboard.press('Home');
    await expect(page.locator('.clock').textContent()).resolves.toBe('0:00');
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('.clock').textContent()).resolves.not.toBe('0:00');
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.locator('.presenter-caption', { hasText: 'The first wave' }).waitFor();
    await page.keyboard.press('Space');
    await page.locator('.clock', { hasText: /^([1-9]|0:[1-9])/ }).waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('3');
    const shown = page.locator('.chart-panel:visible h3');
    await expect(shown.allTextContents()).resolves.toContain('Log-in attempts a minute');
    await page.keyboard.press('3');
    await expect(shown.allTextContents()).resolves.toEqual(['Log-in attempts a minute']);
    await page.keyboard.press('PageDown');
    await expect(shown.allTextContents()).resolves.toEqual(['Log-ins served a minute']);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
    expect(page.url()).toContain('mode=presenter');
    await page.keyboard.press('Escape');
    await page.locator('aside').waitFor();
    expect(page.url()).toMatch(/#v=1&scenario=drill/);
    await page.context().close();
  });

  test('a step of the story is presented: its question first, its answer at Enter', async () => {
    const { page } = await presented('#mode=presenter&step=4');
    await page.locator('.presenter-ask').waitFor();
    await expect(page.locator('.chart-panel:visible').count()).resolves.toBe(0);
    await expect(page.locator('.presenter-caption').textContent()).resolves.toBe('');
    await page.keyboard.press('Enter');
    await page.locator('.presenter-question .story-measured').waitFor();
    await page.locator('.presenter-caption', { hasText: /legacy-2007: / }).waitFor();
    await expect(page.locator('.chart-panel:visible').count()).resolves.toBe(2);
    await page.keyboard.press('PageDown');
    await page.locator('h2', { hasText: /^5\./ }).waitFor();
    await expect(page.locator('.chart-panel:visible').count()).resolves.toBe(0);
    expect(page.url()).toMatch(/#mode=presenter&step=5$/);
    await page.keyboard.press('Escape');
    await page.locator('.story-step').waitFor();
    expect(page.url()).toMatch(/#mode=story&step=5$/);
    await page.context().close();
  });

  test('the mode is switched at the page’s top, by keys', async () => {
    const { page } = await lab.open('#scenario=drill&nodes=300');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.presenter-foot').waitFor();
    expect(page.url()).toMatch(/#mode=presenter&v=1&scenario=drill/);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing, in the %s', async (colorScheme) => {
    for (const width of [360, 1280]) {
      const options = { colorScheme, viewport: { width, height: 720 }, bypassCSP: true };
      const { page } = await presented(drill, options);
      expect(await axeFindings(page)).toEqual([]);
      expect(await tooWideBy(page)).toBe(0);
      await page.keyboard.press('?');
      expect(await axeFindings(page)).toEqual([]);
      await page.context().close();
    }
  });
});
