// The service map, the state machine and a followed PC, as a reader meets them in Chromium.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describeIfPresent } from '#tools/needs.ts';
import { axeFindings, openForAxe, tooWideBy } from './axe-findings.ts';
import { type LabInBrowser, openLab, untilDone } from './open-lab.ts';

const drill = '#scenario=drill&nodes=300';
const waitLimitMs = 300_000;

async function untilFollowed(page: Page): Promise<void> {
  await page
    .locator('#follow .status', { hasText: /^Followed n/ })
    .waitFor({ timeout: waitLimitMs });
}

/** The words of a row of the first or second map's table, one for each run. */
async function rowOf(page: Page, map: 'service' | 'storm', part: string): Promise<string[]> {
  const table = page.locator(`section[aria-labelledby="${map}-title"] table`);
  const row = table.getByRole('row').filter({
    has: page.getByRole('rowheader', { name: part, exact: true }),
  });
  return row.getByRole('cell').allTextContents();
}

async function openTables(page: Page): Promise<void> {
  for (const title of ['The deployed parts', 'The state machine RebootStorm'])
    await page.getByText(`Table: ${title}`, { exact: true }).click();
}

const numberIn = (words: string, unit: RegExp) =>
  Number((unit.exec(words)?.[1] ?? 'NaN').replaceAll(',', ''));

describeIfPresent('chromium', 'the service in the lab', (chromium) => {
  let lab: LabInBrowser;

  beforeAll(async () => {
    lab = await openLab(chromium);
  });

  afterAll(async () => {
    await lab?.close();
  });

  test('at the end its counts are those of the result', async () => {
    const { page, complaints } = await lab.open(drill);
    await untilDone(page);
    await openTables(page);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    const result = JSON.parse(readFileSync(await (await waiting).path(), 'utf8'));
    // The runs end at different moments, and the second one's details stand from its end on.
    await page.locator('.surface').first().press('End');
    for (const [at, run] of result.runs.entries()) {
      for (const name of ['membership', 'login', 'heal', 'dispatch-cell', 'observe']) {
        const words = (await rowOf(page, 'service', name))[at] ?? '';
        const calls = numberIn(words, /minute, ([\d,]+) calls$/);
        const billed = run.meters[`lambda.invocations.${name}`];
        // What follows the last sample is drained: a last detail has it.
        expect([name, at, calls]).toEqual([name, at, billed]);
      }
      let entered = 0;
      for (const cells of await page
        .locator('section[aria-labelledby="storm-title"] tbody tr')
        .all())
        entered += numberIn(
          (await cells.getByRole('cell').allTextContents())[at] ?? '',
          /entered ([\d,]+) ×/,
        );
      expect(entered).toBe(run.meters['stepFunctions.transitions']);
    }
    expect(await rowOf(page, 'storm', 'Healed')).toEqual(['entered 0 ×', 'here now; entered 1 ×']);
    expect(await rowOf(page, 'storm', 'NotHealed')).toEqual([
      'here now; entered 1 ×',
      'entered 0 ×',
    ]);
    expect((await rowOf(page, 'service', 'quarantine queue'))[0]).toBe('not on the twin');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('keys lead from box to box, and say what it is and what goes along its arrows', async () => {
    const { page } = await lab.open(drill);
    await untilDone(page);
    const map = page.locator('[aria-labelledby="service-title"][role="group"]');
    await map.focus();
    await page.keyboard.press('Home');
    await page
      .locator('#spoken', { hasText: /RebootStorm\. The state machine of a storm/ })
      .waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const readOut = page.locator('section[aria-labelledby="service-title"] .map-read-out');
    await expect(readOut.textContent()).resolves.toMatch(
      /^observe\. [\s\S]*legacy-2007: .* calls[\s\S]*observe to heal queue: HealStepDue/,
    );
    await page.locator('#inside').getByRole('radio', { name: 'resilient' }).check();
    await expect(readOut.textContent()).resolves.toMatch(/resilient: .* calls/);
    await page.context().close();
  });

  test('who waits longest is found and followed, and a link follows it again', async () => {
    const { page, complaints } = await lab.open(drill);
    await untilDone(page);
    await page.getByRole('button', { name: 'One that waits longest' }).click();
    await untilFollowed(page);
    const name = await page.getByLabel('PC', { exact: true }).inputValue();
    expect(name).toMatch(/^n\d{8}$/);
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    expect(link).toContain(`&follow=${name}`);
    const list = page.locator('.message-list');
    await expect(list.locator('caption').textContent()).resolves.toContain(name);
    const before = await page.locator('.clock').textContent();
    await page.getByRole('button', { name: 'Next message' }).click();
    await page.getByRole('button', { name: 'Next message' }).click();
    await expect(page.locator('.clock').textContent()).resolves.not.toBe(before);
    await expect(page.locator('.standing').textContent()).resolves.toContain(name);
    const other = await lab.open(link.slice(link.indexOf('#')));
    await untilDone(other.page);
    await untilFollowed(other.page);
    await expect(other.page.locator('.message-list caption').textContent()).resolves.toBe(
      await list.locator('caption').textContent(),
    );
    await expect(other.page.locator('#notices').textContent()).resolves.toBe('');
    expect([...complaints, ...other.complaints]).toEqual([]);
    await page.context().close();
    await other.page.context().close();
  });

  test('who cannot be followed is said not to be, and a new run follows nobody', async () => {
    const { page } = await lab.open(`${drill}&follow=first-restar`);
    await page
      .locator('.notice', { hasText: /'first-restar'.*Did you mean first-restart/ })
      .waitFor();
    await untilDone(page);
    await page.getByLabel('PC', { exact: true }).fill('n00000300');
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    const said = page.locator('#follow .status', { hasText: /n00000000 to n00000299/ });
    await said.waitFor({ timeout: waitLimitMs });
    await page.getByLabel('PC', { exact: true }).fill('7');
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await untilFollowed(page);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await untilDone(page);
    expect(page.url()).not.toContain('follow');
    await expect(page.locator('.message-list').count()).resolves.toBe(0);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing, in the %s, wide and narrow',
    async (colorScheme) => {
      for (const width of [360, 1280]) {
        const page = await openForAxe(lab, `${drill}&follow=7`, { colorScheme, width });
        await untilFollowed(page);
        if (width > 600) await openTables(page);
        expect(await axeFindings(page)).toEqual([]);
        expect(await tooWideBy(page)).toBe(0);
        await page.context().close();
      }
    },
  );
});
