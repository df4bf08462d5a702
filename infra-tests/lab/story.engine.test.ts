// The story as a reader meets it: in Chromium, by keys alone.
import type { Page } from 'playwright-core';
import { storySteps } from '#lab/story/story-steps.ts';
import { describeIfPresent } from '#tools/needs.ts';
import { axeFindings, openForAxe, tooWideBy } from './axe-findings.ts';
import { type LabInBrowser, openLab, untilDone } from './open-lab.ts';

/** All ten steps have five runs among them. */
const walkLimitMs = 1_800_000;

/** In the page: whether anything is shown that would answer the question. */
const shownAnswers = `[...document.querySelectorAll('[data-answers]')].filter(
  (one) => one.getClientRects().length > 0).length`;

describeIfPresent('chromium', 'the story in Chromium', (chromium) => {
  let lab: LabInBrowser;

  beforeAll(async () => {
    lab = await openLab(chromium);
  });

  afterAll(async () => {
    await lab?.close();
  });

  /** Tab by Tab, as somebody without a pointer gets there. */
  async function tabTo(page: Page, id: string): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      if ((await page.evaluate('document.activeElement?.id')) === id) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`expected to reach #${id} by Tab`);
  }

  async function predictByKeys(page: Page, question: (typeof storySteps)[number]['question']) {
    if (question.kind === 'choice') {
      await tabTo(page, 'guess-0');
      await page.keyboard.press('Space');
    } else {
      await tabTo(page, 'guess');
      await page.keyboard.type('7');
    }
    await page.keyboard.press('Enter');
  }

  test(
    'keys alone go through all ten steps; each answer is hidden until its question is answered',
    async () => {
      const { page, complaints, requests } = await lab.open('#mode=story');
      for (const [index, { title, question, charts }] of storySteps.entries()) {
        await page.locator('#story-title', { hasText: title }).waitFor();
        await untilDone(page);
        expect(await page.evaluate(shownAnswers)).toBe(0);
        await expect(page.locator('.story-answer').textContent()).resolves.toBe('');
        await predictByKeys(page, question);
        await page.locator('.story-measured', { hasText: /^You said.* run: / }).waitFor();
        expect(await page.evaluate(shownAnswers)).toBeGreaterThan(0);
        const shown = await page.locator('.chart-panel:not([hidden])').count();
        expect(shown).toBe(charts.length);
        expect(page.url()).toMatch(new RegExp(`#mode=story(&step=${index + 1})?$`));
        if (index + 1 < storySteps.length) await page.keyboard.press('ArrowRight');
      }
      await page.keyboard.press('ArrowRight');
      await page.locator('#story-title', { hasText: storySteps.at(-1)?.title ?? '' }).waitFor();
      await page.keyboard.press('ArrowLeft');
      await page.locator('#story-title', { hasText: storySteps.at(-2)?.title ?? '' }).waitFor();
      // Answered before, so the answer is there at once.
      await page.locator('.story-measured').waitFor();
      expect(complaints).toEqual([]);
      expect(requests).toHaveLength(5);
      await page.context().close();
    },
    walkLimitMs,
  );

  test('the link of a step opens that step, with its question unanswered', async () => {
    const { page } = await lab.open('#mode=story&step=2');
    await untilDone(page);
    await page.getByRole('button', { name: 'I do not want to guess' }).click();
    const said = await page.locator('.story-measured').textContent();
    const other = await lab.open(new URL(page.url()).hash);
    await other.page.locator('#story-title', { hasText: storySteps[1]?.title ?? '' }).waitFor();
    await untilDone(other.page);
    expect(await other.page.evaluate(shownAnswers)).toBe(0);
    await other.page.getByRole('button', { name: 'I do not want to guess' }).click();
    expect(await other.page.locator('.story-measured').textContent()).toBe(said);
    await page.context().close();
    await other.page.context().close();
  });

  test('what a reader tries stands beside what the step measured, and in the link', async () => {
    const { page } = await lab.open('#mode=story&step=7');
    await untilDone(page);
    await page.getByRole('button', { name: 'I do not want to guess' }).click();
    const measured = await page.locator('.story-measured').textContent();
    await page.getByRole('button', { name: 'Run it with a lease of 1 h' }).click();
    await page.locator('.story-changed', { hasText: /^With the change: .* Before: / }).waitFor();
    const [, before] = /run: (.*)\.$/.exec(measured ?? '') ?? [];
    await expect(page.locator('.story-changed').textContent()).resolves.toContain(
      `Before: ${before}.`,
    );
    expect(page.url()).toMatch(/#mode=story&step=7&v=1&scenario=.*timings\.leaseMs=3600000/);
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    await page.locator('aside').waitFor();
    expect(page.url()).toMatch(/#v=1&scenario=.*timings\.leaseMs=3600000/);
    await page.goBack();
    await page.locator('#story-title', { hasText: storySteps[6]?.title ?? '' }).waitFor();
    await page.context().close();
  });

  test('charts that were hidden during their run are not veiled when they are opened', async () => {
    const { page } = await lab.open('#mode=story&step=1');
    await untilDone(page);
    await page.getByRole('button', { name: 'I do not want to guess' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    // The run of the second step is done while its charts, drawn before, are hidden.
    await page.locator('#story-title', { hasText: storySteps[1]?.title ?? '' }).waitFor();
    await untilDone(page);
    await page.getByRole('button', { name: 'I do not want to guess' }).click();
    const widths = `[...document.querySelectorAll('.chart-panel:not([hidden]) .veil')].map(
      (one) => one.getBoundingClientRect().width)`;
    for (const width of (await page.evaluate(widths)) as number[]) expect(width).toBeLessThan(2);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing, in the %s, wide and narrow, before an answer and after it',
    async (colorScheme) => {
      for (const width of [360, 1280]) {
        const page = await openForAxe(lab, '#mode=story&step=4', { colorScheme, width });
        expect(await axeFindings(page)).toEqual([]);
        await page.getByRole('button', { name: 'I do not want to guess' }).click();
        await page.locator('.story-measured').waitFor();
        expect(await axeFindings(page)).toEqual([]);
        expect(await tooWideBy(page)).toBe(0);
        await page.context().close();
      }
    },
  );
});
