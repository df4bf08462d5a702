// The lab as a reader meets it: in Chromium, by pointer and by keys.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { laterScripts } from '#lab/page/later-scripts.ts';
import { describeIfPresent } from '#tools/needs.ts';
import { axeFindings, openForAxe, tooWideBy } from './axe-findings.ts';
import { type LabInBrowser, openLab, untilDone } from './open-lab.ts';

const drill = '#scenario=drill&nodes=300';
/** Other inputs than the record's, of each kind that a command has to say. */
const changed = [
  '#scenario=drill&nodes=400&seed=11&prices=eu-central-1',
  'concurrency=20&restarts=1.2&sizes.headroom=1.5&timings.leaseMs=120000',
].join('&');

/** In the page: the first worker is never told to run, so that it can be killed while it lives. */
const holdBackTheFirstRun = `window.Worker = class extends Worker {
  postMessage(message) {
    if (window.isHeldBack) super.postMessage(message);
    window.isHeldBack = true;
  }
}`;

describeIfPresent('chromium', 'the lab in Chromium', (chromium) => {
  let lab: LabInBrowser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rebootstorm-lab-test-'));
    lab = await openLab(chromium);
  });

  afterAll(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function saved(page: Page, name: string): Promise<Buffer> {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    return readFileSync(await (await waiting).path());
  }

  test('a storm runs by itself, asks nobody, and says what came of it', async () => {
    const { page, requests, complaints } = await lab.open(drill);
    await untilDone(page);
    await expect(page.locator('#verdicts').textContent()).resolves.toMatch(
      /legacy-2007 ✗ stuck \(as expected\)\.[\s\S]*resilient ✓ healed \(as expected\)\./,
    );
    await expect(page.locator('.chart-panel').count()).resolves.toBe(18);
    // The page and its two files, from the sub-path; then what a run can begin without.
    expect(requests.map((url) => url.replace(lab.server.address, '').replace(/#.*/, ''))).toEqual([
      '',
      'lab.css',
      'lab.js',
      laterScripts.service,
      laterScripts.pictures,
    ]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('its numbers are those of the command that it shows', async () => {
    const { page } = await lab.open(changed);
    await untilDone(page);
    const command = await page.getByLabel('Command', { exact: true }).inputValue();
    expect(command).toMatch(/^npx rebootstorm run drill .*--set timings\.leaseMs=2min/);
    const words = command.replace(/^npx rebootstorm /, '');
    const main = join(process.cwd(), 'cli', 'main.ts');
    const line = `"${process.execPath}" "${main}" ${words} --json --quiet --out "${folder}"`;
    const printed = execFileSync('sh', ['-c', `${line} || test $? -eq 1`], { encoding: 'utf8' });
    expect((await saved(page, 'JSON')).toString()).toBe(printed);
    const series = readFileSync(join(folder, 'drill', 'latest', 'series.csv'), 'utf8');
    expect((await saved(page, 'CSV')).toString()).toBe(series);
    await page.context().close();
  });

  test('a link gives the same run in another page', async () => {
    const { page } = await lab.open(changed);
    await untilDone(page);
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    const other = await lab.open(link.slice(link.indexOf('#')));
    await untilDone(other.page);
    expect(await saved(other.page, 'JSON')).toEqual(await saved(page, 'JSON'));
    await expect(other.page.locator('#notices').textContent()).resolves.toBe('');
    await page.context().close();
    await other.page.context().close();
  });

  test('pictures have title, legend, parameters and seed in them', async () => {
    const { page, complaints } = await lab.open(drill);
    await untilDone(page);
    const svg = (await saved(page, 'SVG')).toString();
    expect(svg).toMatch(/A two-minute drill, seed 2007/);
    expect(svg).toMatch(
      /legacy-2007: stuck[\s\S]*resilient: healed[\s\S]*--nodes 300[\s\S]*--seed 2007/,
    );
    expect(svg.match(/<svg/g)).toHaveLength(4);
    const png = await saved(page, 'PNG');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeGreaterThan(50_000);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('keys alone choose, run, step and read', async () => {
    const { page } = await lab.open(drill);
    await untilDone(page);
    await page.getByLabel('Seed').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Command', { exact: true }).inputValue()).resolves.toContain(
      '--seed 5',
    );
    await untilDone(page);
    const surface = page.locator('.surface').first();
    await surface.focus();
    await page.keyboard.press('Home');
    const spoken = page.locator('#spoken', { hasText: /^0:00: Signed in: legacy-2007 300/ });
    await spoken.waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.locator('#spoken', { hasText: /^0:[^0]/ }).waitFor();
    await page.getByText('Table: Signed in').press('Enter');
    await page.locator('.chart-panel').first().locator('tbody tr').nth(24).waitFor();
    await page.context().close();
  });

  test('all charts show the moment that is scrubbed to, and playing goes on from it', async () => {
    const { page } = await lab.open(drill);
    await untilDone(page);
    await page.getByLabel('Moment of the run').fill('0');
    await expect(page.locator('.clock').textContent()).resolves.toBe('0:00');
    const [first] = await page.locator('.legend b').allTextContents();
    expect(first).toBe('300');
    await page.getByLabel('Speed').selectOption('600');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('.clock', { hasText: /^[1-9]/ }).waitFor();
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await page.getByRole('button', { name: /Go to .* The domino/ }).click();
    await expect(page.locator('.clock').textContent()).resolves.toBe('0:30');
    await page.context().close();
  });

  test('another policy is compared with the seed and the storm of before', async () => {
    const { page } = await lab.open(drill);
    await untilDone(page);
    await page.getByLabel('First policy').selectOption('herd');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('#verdicts', { hasText: /herd/ }).waitFor();
    await untilDone(page);
    expect(page.url()).toContain('policies=herd%2Cresilient&nodes=300&seed=2007');
    await page.context().close();
  });

  test('a new run ends the one before, and a run can be stopped', async () => {
    const { page } = await lab.open('#nodes=200000');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('#status', { hasText: 'Stopped.' }).waitFor();
    await page.getByLabel('Scenario').selectOption('drill');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await untilDone(page);
    // The browser says so some time after the page has ended them.
    while (page.workers().length > 0) await page.waitForTimeout(50);
    await page.context().close();
  });

  test('a worker that is killed is missed, and starts again', async () => {
    const context = await lab.browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(holdBackTheFirstRun);
    await page.goto(`${lab.server.address}${drill}`);
    // One worker has no order and waits; the other has done its run and is gone.
    await page.waitForFunction('window.isHeldBack');
    while (page.workers().length !== 1) await page.waitForTimeout(50);
    await page.workers()[0]?.evaluate('close()');
    await page
      .locator('.notice', { hasText: /The run of .* died: the browser ended its worker/ })
      .waitFor();
    await page.getByRole('button', { name: 'Start it again' }).click();
    await untilDone(page);
    await expect(page.locator('#verdicts p').count()).resolves.toBe(2);
    await context.close();
  });

  test('an absurd link is mended, and each thing that was mended is said', async () => {
    const { page, complaints } = await lab.open(
      [
        '#v=9&scenario=dril&policies=herd,herd&nodes=-7&seed=x&prices=mars-1',
        'timings.leaseMs=1&leas=2&__proto__=1',
      ].join('&'),
    );
    await untilDone(page);
    const said = await page.locator('.notice').textContent();
    for (const words of [
      "version '9'",
      "'dril': drill is taken",
      'Different policies are compared',
      'nodes',
      'seed',
      "'mars-1'",
      'timings.leaseMs',
      "'leas'",
      '__proto__',
    ])
      expect(said).toContain(words);
    expect(page.url()).toContain('scenario=drill&policies=herd%2Cresilient&nodes=100&seed=2007');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a script that cannot be had is named, and it is asked for again', async () => {
    const context = await lab.browser.newContext();
    const page = await context.newPage();
    await page.route(`**/${laterScripts.service}`, (route) => route.abort());
    await page.goto(`${lab.server.address}${drill}&follow=7`);
    await untilDone(page);
    await page.locator('#inside', { hasText: laterScripts.service }).waitFor();
    await page.unroute(`**/${laterScripts.service}`);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Table: The deployed parts').waitFor();
    await page.locator('#follow .status', { hasText: 'Followed n00000007' }).waitFor();
    await context.close();
  });

  test('once it is loaded it needs no network', async () => {
    const { page, requests } = await lab.open(drill);
    await untilDone(page);
    await page.context().setOffline(true);
    await page.getByLabel('Seed').fill('3');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await untilDone(page);
    await saved(page, 'PNG');
    expect(requests).toHaveLength(5);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing, in the %s, wide and narrow',
    async (colorScheme) => {
      for (const width of [360, 1280]) {
        const page = await openForAxe(lab, drill, { colorScheme, width });
        for (const group of await page.locator('aside summary').all())
          if ((await group.evaluate('(one) => one.parentElement.open')) === false)
            await group.click();
        await page.getByText('Table: Signed in').click();
        expect(await axeFindings(page)).toEqual([]);
        expect(await tooWideBy(page)).toBe(0);
        await page.context().close();
      }
    },
  );

  test('opened as a file, without any server, it runs too', async () => {
    const context = await lab.browser.newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`file://${join(lab.folder, 'index.html')}${drill}`);
    await untilDone(page);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('its scripts and styles are small', () => {
    const later: readonly string[] = Object.values(laterScripts);
    const isAtOnce = (name: string) => /\.(js|css)$/.test(name) && !later.includes(name);
    const atOnce = lab.files.filter(({ name }) => isAtOnce(name));
    const total = atOnce.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
    expect(total).toBeLessThan(170_000);
  });
});
