// A recorded run in the lab: dropped or chosen in Chromium, and compared with the command that made
// it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { laterScripts } from '#lab/page/later-scripts.ts';
import { describeIfPresent } from '#tools/needs.ts';
import { axeFindings, openForAxe, tooWideBy } from './axe-findings.ts';
import { type LabInBrowser, openLab, untilDone } from './open-lab.ts';

const main = join(process.cwd(), 'cli', 'main.ts');
/** The page's own run, which is over in a second. */
const small = '#scenario=drill&nodes=100';

/** In the page: drops files with their contents on it, each at the top. */
const dropScript = `(files) => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
}`;

describeIfPresent('chromium', 'a recorded run in the lab', (chromium) => {
  let lab: LabInBrowser;
  let folder: string;
  let run: string;
  let printed: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rebootstorm-recorded-'));
    lab = await openLab(chromium);
    const words = 'run drill --nodes 80 --seed 5 --faults none --expect any --json --quiet --out';
    const all = [main, ...words.split(' '), folder];
    printed = execFileSync(process.execPath, all, { encoding: 'utf8' });
    run = realpathSync(join(folder, 'drill', 'latest'));
  });

  afterAll(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const text = (name: string) => readFileSync(join(run, name), 'utf8');

  async function drop(page: Page, ...files: [name: string, text: string][]): Promise<void> {
    await page.evaluate(`(${dropScript})(${JSON.stringify(files)})`);
  }

  /** A drag from the system's own windows, which a page cannot make. */
  async function dropFolder(page: Page, path: string): Promise<void> {
    const browser = await page.context().newCDPSession(page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await browser.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data });
  }

  async function saved(page: Page, name: string): Promise<string> {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    return readFileSync(await (await waiting).path(), 'utf8');
  }

  test('a dropped folder shows the numbers of the command, and asks for nothing else', async () => {
    const { page, requests, complaints } = await lab.open(small);
    await untilDone(page);
    await dropFolder(page, run);
    await page.locator('.origin', { hasText: 'A recorded run: drill, 80 nodes, seed 5' }).waitFor();
    await expect(page.locator('.origin').textContent()).resolves.toMatch(
      /on the local cloud, which runs every handler\. Nothing is computed here\.\s*Made on \d{4}-/,
    );
    expect(await saved(page, 'JSON')).toBe(printed);
    expect(await saved(page, 'CSV')).toBe(text('series.csv'));
    await expect(page.locator('#verdicts p').count()).resolves.toBe(2);
    await expect(page.locator('#measures').textContent()).resolves.toContain('Injected faults');
    // A run folder has no details.
    await expect(page.locator('#unmeasured').textContent()).resolves.toMatch(
      /^Not recorded: Clients of a supernode.*, Invocations throttled a minute\.$/,
    );
    // Those of the page's own run before are not left there.
    await expect(page.locator('.strip-surface').isVisible()).resolves.toBe(false);
    // The page, its two files, two that every run loads, and the script that reads.
    expect(requests.at(-1)).toBe(`${lab.server.address}${laterScripts.reader}`);
    expect(requests).toHaveLength(6);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a run that was under way does not draw over the recording', async () => {
    // With reduced motion charts are drawn each two seconds, so that a drawing waits at the drop.
    const { page } = await lab.open('#scenario=august-2007&nodes=40000', {
      reducedMotion: 'reduce',
    });
    await page.locator('#progress', { hasText: /[1-9]\d?(\.\d+)? %/ }).waitFor();
    await drop(page, ['result.json', text('result.json')], ['series.csv', text('series.csv')]);
    await page.locator('.origin', { hasText: 'A recorded run' }).waitFor();
    const shown = () => page.locator('#unmeasured, .legend').allTextContents();
    const before = await shown();
    expect(before.join()).toMatch(/Not recorded/);
    await page.waitForTimeout(3_000);
    expect(await shown()).toEqual(before);
    await page.context().close();
  });

  test('dropped files are played like any run, and have no address of inputs', async () => {
    const { page, complaints } = await lab.open(small);
    await untilDone(page);
    await drop(page, ['result.json', text('result.json')], ['series.csv', text('series.csv')]);
    await page.locator('.origin', { hasText: 'no manifest.json' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await page.getByLabel('Moment of the run').fill('0');
    await expect(page.locator('.clock').textContent()).resolves.toBe('0:02');
    await page
      .getByRole('button', { name: /Go to .* The first wave/ })
      .first()
      .click();
    await expect(page.locator('.clock').textContent()).resolves.toBe('0:05');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('Back leads from the story to the recording', async () => {
    const { page, complaints } = await lab.open(small);
    await untilDone(page);
    await drop(page, ['result.json', text('result.json')], ['series.csv', text('series.csv')]);
    await page.locator('.origin', { hasText: 'A recorded run' }).waitFor();
    const measured = await page.locator('#measures').textContent();
    await page.getByRole('button', { name: 'Story' }).click();
    await page.locator('#story-title').waitFor();
    await untilDone(page);
    await page.goBack();
    await page.locator('.origin', { hasText: 'A recorded run' }).waitFor();
    expect(await page.locator('#measures').textContent()).toBe(measured);
    await expect(page.locator('#story-title').isVisible()).resolves.toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a run without its curves has verdicts and measures, and says what is missing', async () => {
    const { page, complaints } = await lab.open(small);
    await untilDone(page);
    await drop(page, ['result.json', text('result.json')]);
    await page.locator('.origin', { hasText: 'no series.csv' }).waitFor();
    await expect(page.locator('#unmeasured').textContent()).resolves.toMatch(
      /^Not recorded: Signed in, Missing/,
    );
    await expect(page.locator('#verdicts p').count()).resolves.toBe(2);
    await expect(page.getByRole('button', { name: 'PNG' }).count()).resolves.toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a run of the twin is run here again, and its numbers are the same', async () => {
    const out = join(folder, 'twin');
    const words = `run drill --cloud twin --nodes 300 --seed 9 --set timings.leaseMs=2min --prices
      eu-central-1 --json --quiet --out`.split(/\s+/);
    const line = [process.execPath, main, ...words, out].map((word) => `"${word}"`).join(' ');
    const twin = execFileSync('sh', ['-c', `${line} || test $? -eq 1`], { encoding: 'utf8' });
    const { page } = await lab.open(small);
    await untilDone(page);
    await page.getByText('Open a recorded run').click();
    await page.getByLabel('Its folder').setInputFiles(realpathSync(join(out, 'drill', 'latest')));
    await page.locator('.origin', { hasText: 'With the same inputs' }).waitFor();
    await page.getByRole('button', { name: 'Run it here' }).click();
    await page.waitForFunction("location.hash.includes('nodes=300')");
    await untilDone(page);
    await expect(page.locator('#origin').textContent()).resolves.toBe('');
    expect(await saved(page, 'JSON')).toBe(twin);
    await page.context().close();
  });

  test('each file that is no run is refused with a word, and the page goes on', async () => {
    const { page, complaints } = await lab.open(small);
    await untilDone(page);
    const result = JSON.parse(text('result.json'));
    const json = (change: object) => JSON.stringify({ ...result, ...change });
    const [first] = result.runs;
    const hostile: [files: [string, string][], words: RegExp][] = [
      [[['result.json', 'hello']], /result\.json is not that of a run: it is not JSON/],
      [[['result.json', json({ schemaVersion: 7 })]], /schema version 7, and this page reads .* 8/],
      [[['result.json', json({ runs: [{ ...first, healMs: 'soon' }] })]], /runs\.0\.healMs/],
      [[['result.json', json({ runs: [{ ...first, endMs: 1e300 }] })]], /runs\.0\.endMs/],
      [[['result.json', json({ runs: [first, first] })]], /a policy is there twice/],
      [[['result.json', json({ title: 'x'.repeat(10_000) })]], /title/],
      [[['result.json', '{"kind":"stations","stations":[{"name":"a"}]}']], /run of stations/],
      [[['report.html', '<p>']], /no result\.json in it/],
      [
        [
          ['result.json', text('result.json')],
          ['series.csv', 'policy,atMs\nx,1'],
        ],
        /series\.csv is not that of a run: it has no column onlineCount/,
      ],
      [
        [
          ['result.json', text('result.json')],
          ['series.csv', 'policy,atMs,onlineCount,wantedCount\nresilient,1e999,1,1'],
        ],
        /row 2: atMs is no number/,
      ],
    ];
    for (const [files, words] of hostile) {
      await drop(page, ...files);
      await page.locator('.notice', { hasText: words }).waitFor();
    }
    await drop(page, [
      'result.json',
      json({ title: '<img src=x onerror=alert(1)>', runs: [{ ...first, policy: '<b>bold</b>' }] }),
    ]);
    await page.locator('#title', { hasText: '<img src=x' }).waitFor();
    await page.locator('#verdicts', { hasText: '<b>bold</b>' }).waitFor();
    await expect(page.locator('#title img, #verdicts b').count()).resolves.toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing, in the %s', async (colorScheme) => {
    for (const width of [360, 1280]) {
      const page = await openForAxe(lab, small, { colorScheme, width });
      await drop(
        page,
        ...['result.json', 'manifest.json', 'series.csv'].map((name): [string, string] => [
          name,
          text(name),
        ]),
      );
      await page.locator('.origin').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await tooWideBy(page)).toBe(0);
      await page.context().close();
    }
  });

  test('a page that is opened as a file reads a run, too', async () => {
    const context = await lab.browser.newContext();
    const page = await context.newPage();
    await page.goto(`file://${join(lab.folder, 'index.html')}${small}`);
    await untilDone(page);
    writeFileSync(join(folder, 'own.json'), text('result.json'));
    await page.getByText('Open a recorded run').click();
    await page.getByLabel(/^Or its files/).setInputFiles(join(folder, 'own.json'));
    await page.locator('.origin', { hasText: 'A recorded run' }).waitFor();
    await context.close();
  });
});
