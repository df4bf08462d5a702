// A policy that is written in the page, as its reader meets it: in Chromium.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { laterScripts } from '#lab/page/later-scripts.ts';
import { describeIfPresent } from '#tools/needs.ts';
import { axeFindings, openForAxe, tooWideBy } from './axe-findings.ts';
import { type LabInBrowser, openLab, untilDone } from './open-lab.ts';

const drill = '#scenario=drill&nodes=300';

/** A policy with one decision, whose code begins at line 4. */
const placingBy = (id: string, ...lines: string[]) =>
  [
    'export const policy = {',
    `  id: '${id}',`,
    '  decisions: (builtIn) => ({ placeClient: (supernodes, settings, random, nowMs) => {',
    ...lines,
    '    return builtIn.placeClient(supernodes, settings, random, nowMs);',
    '  } }),',
    '};',
    '',
  ].join('\n');

describeIfPresent('chromium', 'a policy written in the page', (chromium) => {
  let lab: LabInBrowser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rebootstorm-policy-test-'));
    lab = await openLab(chromium);
  });

  afterAll(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function write(page: Page, text: string): Promise<void> {
    const section = page.locator('#own-policy');
    if ((await section.getAttribute('open')) === null)
      await page.getByText('Write a policy of your own').click();
    const path = join(folder, 'given.mjs');
    writeFileSync(path, text);
    await page.getByRole('textbox', { name: /Text of the policy/ }).waitFor();
    await page.getByLabel('A file with a policy').setInputFiles(path);
    const shown = page.locator('.cm-content', { hasText: text.split('\n')[1] ?? '' });
    await shown.waitFor();
  }

  async function runText(page: Page, text: string): Promise<void> {
    await write(page, text);
    await page.getByRole('button', { name: 'Run it beside the others' }).click();
  }

  async function saved(page: Page, name: string): Promise<Buffer> {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    return readFileSync(await (await waiting).path());
  }

  const jsonOf = async (page: Page) => JSON.parse((await saved(page, 'JSON')).toString());

  test('one that decides as resilient has its numbers, and a curve of its own', async () => {
    const { page, requests, complaints } = await lab.open(drill);
    await untilDone(page);
    await runText(page, placingBy('alike'));
    await page.locator('#verdicts', { hasText: 'alike' }).waitFor();
    await untilDone(page);
    const { runs } = await jsonOf(page);
    expect(runs.map(({ policy }: { policy: string }) => policy)).toEqual([
      'legacy-2007',
      'resilient',
      'alike',
    ]);
    const [, resilient, alike] = runs;
    expect(alike.samples).toEqual(resilient.samples);
    expect(alike.loginAttempts).toBe(resilient.loginAttempts);
    const legend = page.locator('.chart-panel').first().locator('.legend');
    await expect(legend.textContent()).resolves.toMatch(/legacy-2007.*resilient.*alike/);
    expect(
      requests.filter((url) => url.endsWith('.js')).map((url) => url.split('/').at(-1)),
    ).toEqual(['lab.js', laterScripts.service, laterScripts.pictures, laterScripts.policy]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the file that it downloads gives the same numbers on the command line', async () => {
    const { page } = await lab.open(drill);
    await runText(page, placingBy('first-of-all', '    if (nowMs < 0) return;'));
    await page.locator('#verdicts', { hasText: 'first-of-all' }).waitFor();
    await untilDone(page);
    writeFileSync(join(folder, 'policy.mjs'), await saved(page, 'Download policy.mjs'));
    const command = await page.getByLabel('Command', { exact: true }).inputValue();
    expect(command).toContain('--policy legacy-2007,resilient,./policy.mjs');
    const words = command.replace(/^npx rebootstorm /, '');
    const main = join(process.cwd(), 'cli', 'main.ts');
    const line = `"${process.execPath}" "${main}" ${words} --json --quiet`;
    const printed = execFileSync('sh', ['-c', `${line} || test $? -eq 1`], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect((await saved(page, 'JSON')).toString()).toBe(printed);
    await page.context().close();
  });

  test.each([
    ['throws', "    throw new Error('boom');", /^Line 4 Column 11: placeClient threw 'boom'/],
    ['answers 42', '    return 42;', /^Line 3 Column 1: placeClient answered 42/],
    [
      'has a loop without end',
      '    for (;;) random();',
      /^Line 4 .*a loop that has not ended for 3 s/,
    ],
    ['asks the network', "    fetch('/x');", /^Line 4 Column 5: .*fetch is not defined/],
  ])('one that %s is stopped at its line, and the page lives on', async (_, line, words) => {
    const { page, complaints } = await lab.open(drill);
    await untilDone(page);
    await runText(page, placingBy('faulty', line));
    await page.locator('.own .problems', { hasText: words }).waitFor();
    await expect(page.locator('#status').textContent()).resolves.toBe('The run failed.');
    await page.getByRole('button', { name: /Go to line/ }).click();
    await page.locator('.cm-lintRange-error').first().waitFor();
    await page.getByLabel('Third policy').selectOption('');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await untilDone(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('what does not end in one call of the language is ended from outside', async () => {
    const { page } = await lab.open(drill);
    await untilDone(page);
    const slow = `    /^(a+)+$/.test('a'.repeat(60) + 'b');`;
    await runText(page, placingBy('stuck-in-a-call', slow));
    await page.locator('.notice', { hasText: /has not answered for 10 s/ }).waitFor();
    while (page.workers().length > 0) await page.waitForTimeout(50);
    await page.context().close();
  });

  test('a fault of syntax is marked at its line while one types', async () => {
    const { page } = await lab.open(drill);
    await write(page, placingBy('typed'));
    const editor = page.getByRole('textbox', { name: /Text of the policy/ });
    await editor.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('const = 3;');
    await page
      .locator('.own .problems', { hasText: /^Line 7 Column 7: Unexpected token/ })
      .waitFor();
    await page.locator('.cm-lint-marker-error').waitFor();
    await page.keyboard.press('Control+Z');
    await page.locator('.own .problems:empty').waitFor({ state: 'attached' });
    await page.context().close();
  });

  test.each([
    ["importScripts('/x.js')"],
    ["new XMLHttpRequest().open('GET', '/x')"],
    ["new WebSocket('ws://127.0.0.1:1/')"],
    ["new Worker('/x.js')"],
    ["self.fetch('/x')"],
    ["eval('1')"],
    ["new Function('return 1')()"],
    ["builtIn.placeClient.constructor('return fetch')()"],
  ])('%s reaches nothing', async (code) => {
    const { page, requests } = await lab.open(drill);
    await untilDone(page);
    const before = requests.length;
    // The page's own server is the one that its policy would allow scripts from.
    const asked = code.replace("'/x", `'${lab.server.address}x`);
    await runText(page, placingBy('reaching', `    ${asked};`));
    await page.locator('.own .problems', { hasText: /^Line 4 / }).waitFor();
    expect(requests.slice(before).map((url) => url.split('/').at(-1))).toEqual([
      laterScripts.policy,
    ]);
    await page.context().close();
  });

  test('of its worker it has the language, and nothing of the browser', async () => {
    const { page } = await lab.open(drill);
    await untilDone(page);
    const names = ['postMessage', 'indexedDB', 'caches', 'BroadcastChannel', 'navigator', 'close'];
    const more = ['location', 'setTimeout', 'addEventListener', 'onmessage', 'WebAssembly'];
    const list = JSON.stringify([...names, ...more, 'Map']);
    const code = `    throw new Error(${list}.filter((name) => name in globalThis).join());`;
    await runText(page, placingBy('looking', code));
    await page.locator('.own .problems', { hasText: /placeClient threw 'Map'/ }).waitFor();
    await page.context().close();
  });

  test("the page's policy alone keeps a worker from the network, too", async () => {
    const context = await lab.browser.newContext();
    const page = await context.newPage();
    // Workers that get no order have time for questions.
    await page.addInitScript('window.Worker = class extends Worker { postMessage() {} }');
    await page.goto(`${lab.server.address}${drill}`);
    while (page.workers().length === 0) await page.waitForTimeout(50);
    const asked = `fetch('${lab.server.address}').then(() => 'reached', ({ name }) => name)`;
    await expect(page.workers()[0]?.evaluate(asked)).resolves.toBe('TypeError');
    await context.close();
  });

  test('a link carries the policy, and asks before it runs', async () => {
    const { page } = await lab.open(drill);
    await runText(page, placingBy('sent', '    // A word about it: ä, 語.'));
    await page.locator('#verdicts', { hasText: 'sent' }).waitFor();
    await untilDone(page);
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    const { page: other, complaints } = await lab.open(link.slice(link.indexOf('#')));
    await other.locator('.notice', { hasText: 'This link has a policy in it' }).waitFor();
    await other.getByText('ä, 語').waitFor();
    expect(other.workers()).toEqual([]);
    // Run in the form is no answer.
    await other.getByLabel('Seed').fill('2007');
    await other.getByRole('button', { name: 'Run', exact: true }).click();
    await other.waitForTimeout(500);
    await expect(other.locator('.notice').count()).resolves.toBe(1);
    expect(other.workers()).toEqual([]);
    await other.getByRole('button', { name: 'Run it', exact: true }).click();
    await untilDone(other);
    expect(await saved(other, 'JSON')).toEqual(await saved(page, 'JSON'));
    expect(complaints).toEqual([]);
    const { page: third } = await lab.open(link.slice(link.indexOf('#')));
    await third.getByRole('button', { name: 'Leave it out' }).click();
    await untilDone(third);
    expect(third.url()).not.toContain('policy.mjs');
    for (const one of [page, other, third]) await one.context().close();
  });

  test('a policy that is too long for a link is left out of it, with a word', async () => {
    const { page } = await lab.open(drill);
    const noise = Array.from({ length: 400 }, (_, at) => `// ${Math.sin(at)} ${Math.cos(at)}`);
    await runText(page, `${placingBy('long')}${noise.join('\n')}\n`);
    await page.getByText(/The link is without your policy/).waitFor();
    await untilDone(page);
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    expect(link.length).toBeLessThan(1_000);
    expect(link).not.toContain('policy.mjs');
    await page.context().close();
  });

  test('keys alone enter and leave the editor', async () => {
    const { page } = await lab.open(drill);
    await write(page, placingBy('keys'));
    const editor = page.getByRole('textbox', { name: /Text of the policy/ });
    await editor.focus();
    const isInside = () =>
      page.evaluate("document.activeElement === document.querySelector('.editor')");
    await page.keyboard.press('Tab');
    await expect(isInside()).resolves.toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(isInside()).resolves.toBe(false);
    await page.context().close();
  });

  test('several hypotheses make one policy, as on the command line', async () => {
    const { page } = await lab.open(drill);
    await untilDone(page);
    await page.getByLabel('First policy').selectOption('several');
    await page.getByRole('checkbox', { name: /^herd/ }).check();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('#verdicts', { hasText: /no-backpressure/ }).waitFor();
    await untilDone(page);
    const command = await page.getByLabel('Command', { exact: true }).inputValue();
    expect(command).toContain('--policy ghost-slots+no-priority+herd+no-backpressure,resilient');
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in the %s editor, wide and narrow',
    async (colorScheme) => {
      for (const width of [360, 1280]) {
        const page = await openForAxe(lab, drill, { colorScheme, width });
        await write(page, placingBy('seen', '    const = 3;'));
        await page.getByText('Types: what a decision').click();
        for (const type of await page.locator('.type > summary').all()) await type.click();
        expect(await axeFindings(page, '#own-policy')).toEqual([]);
        expect(await tooWideBy(page)).toBe(0);
        await page.context().close();
      }
    },
  );

  test('opened as a file, the page has the editor too', async () => {
    const context = await lab.browser.newContext();
    const page = await context.newPage();
    await page.goto(`file://${join(lab.folder, 'index.html')}${drill}`);
    await untilDone(page);
    await runText(page, placingBy('from-a-file'));
    await page.locator('#verdicts', { hasText: 'from-a-file' }).waitFor();
    await untilDone(page);
    await context.close();
  });
});
