// The strips and charts that show the twin's details, in Chromium.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describeIfPresent } from '#tools/needs.ts';
import { axeFindings, openForAxe, tooWideBy } from './axe-findings.ts';
import { type LabInBrowser, openLab, untilDone } from './open-lab.ts';

const drill = '#scenario=drill&nodes=600';

/** In the page: how many pixels of the first strips have the policy's own colour. */
const colouredPixels = `(() => {
  const canvas = document.querySelector('.strip-panel canvas');
  const own = getComputedStyle(document.body).getPropertyValue('--p0').trim();
  const parts = [1, 3, 5].map((at) => Number.parseInt(own.slice(at, at + 2), 16));
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (parts.every((part, index) => data[at + index] === part)) count += 1;
  return count;
})()`;

describeIfPresent('chromium', 'strips and charts of details in Chromium', (chromium) => {
  let lab: LabInBrowser;

  beforeAll(async () => {
    lab = await openLab(chromium);
  });

  afterAll(() => lab?.close());

  /** The samples of the CSV that the page saves, each by the names of its columns. */
  async function savedSamples(page: Page): Promise<Record<string, string>[]> {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV', exact: true }).click();
    const text = readFileSync(await (await waiting).path(), 'utf8');
    const [head = [], ...rows] = text
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','));
    return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
  }

  /** The rows of the strips' table, without their names. */
  async function tableRows(page: Page): Promise<number[][]> {
    const rows = page.locator('#strips tbody tr');
    const words = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );
    return words.map((row) => row.map((cell) => Number(cell.replaceAll(',', ''))));
  }

  test('the table of the strips adds up to the samples of the result, at any moment', async () => {
    const { page, complaints } = await lab.open(drill);
    await untilDone(page);
    const samples = await savedSamples(page);
    const times = [...new Set(samples.map(({ atMs }) => Number(atMs)))];
    times.sort((one, other) => one - other);
    await page.locator('#strips summary').click();
    for (const share of [0, 0.2, 0.4, 0.3]) {
      const index = Math.floor(share * (times.length - 1));
      await page.getByLabel('Moment of the run').fill(String(index));
      const rows = await tableRows(page);
      expect(rows.length).toBeGreaterThan(1);
      for (const [at, policy] of ['legacy-2007', 'resilient'].entries()) {
        const sample = samples.findLast(
          (one) => one.policy === policy && Number(one.atMs) <= (times[index] ?? 0),
        );
        const sum = (column: number) =>
          rows.reduce((total, row) => total + (row[4 * at + column] ?? 0), 0);
        const { wantedCount, onlineCount, supernodesLive } = sample ?? {};
        const saved = [wantedCount, onlineCount, supernodesLive].map(Number);
        expect([sum(0), sum(1), sum(3)]).toEqual(saved);
      }
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('keys choose a row and a moment, and both are spoken', async () => {
    const { page } = await lab.open(drill);
    await untilDone(page);
    await page.locator('.strip-surface').focus();
    await page.keyboard.press('Home');
    await page.locator('#spoken', { hasText: /^0:00: c\d+: legacy-2007 100 % of/ }).waitFor();
    const first = await page.locator('.strip-read-out').textContent();
    await page.keyboard.press('ArrowDown');
    await page.locator('#spoken', { hasText: /^0:00: c/ }).waitFor();
    await expect(page.locator('.strip-read-out').textContent()).resolves.not.toBe(first);
    await page.keyboard.press('Shift+ArrowRight');
    await page.locator('#spoken', { hasText: /^0:[^0]/ }).waitFor();
    await page.context().close();
  });

  test('the strips are painted, and thin out where fewer are signed in', async () => {
    const { page } = await lab.open('#scenario=drill&nodes=600&policies=legacy-2007,resilient');
    await untilDone(page);
    const coloured = async (share: number) => {
      const scrub = page.getByLabel('Moment of the run');
      const last = Number(await scrub.getAttribute('max'));
      await scrub.fill(String(Math.floor(share * last)));
      return Number(await page.evaluate(colouredPixels));
    };
    const [full, late] = [await coloured(0), await coloured(0.9)];
    expect(full).toBeGreaterThan(1_000);
    expect(late).toBeLessThan(full * 0.9);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in strips, shades and their tables, in the %s',
    async (colorScheme) => {
      for (const width of [360, 1280]) {
        const page = await openForAxe(lab, drill, { colorScheme, width });
        await page.locator('#strips summary').click();
        await page.getByText('Table: Clients of a supernode: legacy-2007').click();
        expect(await axeFindings(page)).toEqual([]);
        expect(await tooWideBy(page)).toBe(0);
        await page.context().close();
      }
    },
  );

  test('a network beyond a million nodes is begun when the reader says so', async () => {
    const { page } = await lab.open('#nodes=2000000');
    await page.locator('.notice', { hasText: /2,000,000 nodes/ }).waitFor();
    await expect(page.workers()).toHaveLength(0);
    await page.getByRole('button', { name: 'Run it here' }).click();
    await page.locator('#status', { hasText: /shard 1 of 4/ }).waitFor({ timeout: 120_000 });
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.context().close();
  });
});
