// A run that is followed in Chromium while it goes on: by the command itself, and by a server whose
// events the test gives.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { LiveBegin, LiveSample } from '#cli/live/live-event.ts';
import { stormOf } from '#cli/live/live-run.ts';
import { type LiveServer, serveLive } from '#cli/live/live-server.ts';
import { drill } from '#scenarios/drill.ts';
import { commandEntry, startCommand } from '#testing/cli/child-command.ts';
import { describeIfPresent } from '#tools/needs.ts';
import { axeFindings } from './axe-findings.ts';
import { type LabInBrowser, openLab, openPage } from './open-lab.ts';

/** A storm on a deployed stack, as the command `storm` tells of it. */
const begin: LiveBegin = {
  kind: 'begin',
  ...stormOf(drill, 0),
  place: 'on the stack Rebootstorm at http://127.0.0.1:4566',
  seed: 1,
  nodes: 300,
  policies: ['resilient'],
  scale: 'embedded',
  cellCount: 1,
  sizes: drill.embedded,
  isDeployed: true,
  isSampled: true,
  command: null,
};

const sampleAt = (atMs: number): LiveSample => ({
  atMs,
  onlineCount: 200,
  wantedCount: 300,
  waitingCount: 100,
});

describeIfPresent('chromium', 'a followed run in the lab', (chromium) => {
  let lab: LabInBrowser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rebootstorm-followed-'));
    lab = await openLab(chromium);
  });

  afterAll(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a run of the local cloud, and waits until it has said where it is shown. */
  async function startRun(...more: string[]) {
    const words = ['run', 'drill', '--expect', 'any', '--live', '--out', folder, ...more];
    const command = startCommand([commandEntry, ...words], { limitMs: 280_000 });
    const address = await new Promise<string>((resolve) => {
      let said = '';
      command.child.stderr?.on('data', (part: string) => {
        said += part;
        const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    return { address, ended: command.ended };
  }

  const over = (page: Page) =>
    page.locator('.origin', { hasText: 'The run is over.' }).waitFor({ timeout: 120_000 });

  async function saved(page: Page, name: string): Promise<string> {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    return readFileSync(await (await waiting).path(), 'utf8');
  }

  test('a local run is followed to its verdict, and then the command ends', async () => {
    // Large enough to be under way still when the page is open.
    const { address, ended } = await startRun('--nodes', '300', '--seed', '4');
    const { page, requests, complaints } = await openPage(lab.browser, address);
    await page.locator('.origin', { hasText: 'drill, 300 nodes, seed 4, on the local' }).waitFor();
    const progress = /legacy-2007 [\d.<]+ %.*(Waves of restarts|No restart yet)/;
    await page.locator('#progress', { hasText: progress }).waitFor();
    await over(page);
    await expect(page.locator('#verdicts p').count()).resolves.toBe(2);
    const { exitCode } = await ended;
    expect(exitCode).toBe(0);
    const path = (name: string) => join(folder, 'drill', 'latest', name);
    expect(await saved(page, 'JSON')).toBe(readFileSync(path('result.json'), 'utf8'));
    expect(await saved(page, 'CSV')).toBe(readFileSync(path('series.csv'), 'utf8'));
    const { argv } = JSON.parse(readFileSync(path('manifest.json'), 'utf8'));
    expect(argv).not.toContain('--live');
    const own = requests.filter((url) => url.startsWith(address));
    expect(own).toHaveLength(requests.length);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a page that is opened late has all, and one that leaves holds nothing up', async () => {
    const { address, ended } = await startRun('--nodes', '100');
    const early = await openPage(lab.browser, address);
    await early.page.locator('#progress', { hasText: '%' }).waitFor();
    const late = await openPage(lab.browser, address);
    await early.page.context().close();
    await over(late.page);
    await late.page.getByLabel('Moment of the run').fill('0');
    await expect(late.page.locator('.clock').textContent()).resolves.toBe('0:02');
    await expect(ended).resolves.toMatchObject({ exitCode: 0 });
    await late.page.context().close();
  });

  describe('with the events of a test', () => {
    let server: LiveServer;
    beforeEach(async () => {
      server = await serveLive(lab.folder, 0, { firstViewMs: 100, lastViewMs: 100 });
    });
    afterEach(() => server.close());

    test('of a deployed storm only what is seen is drawn, and all else is named', async () => {
      const { page, complaints } = await openPage(lab.browser, server.address);
      server.tell(begin);
      for (const atMs of [1_000, 3_000])
        server.tell({
          kind: 'progress',
          policy: 'resilient',
          fraction: null,
          atMs,
          samples: [sampleAt(atMs)],
        });
      const missing = /^Not measured on a deployed stack: .*Log-in attempts/;
      await page.locator('#unmeasured', { hasText: missing }).waitFor();
      await expect(page.locator('.chart-panel h3').allTextContents()).resolves.toEqual([
        'Signed in',
        'Missing: on, and not signed in',
      ]);
      const verdict = { kind: 'healed', sentence: 'It healed.' } as const;
      const rows = [['Online, full scan', '300 of 300']] as const;
      server.tell({ kind: 'outcome', policy: 'resilient', verdict, expected: ['healed'], rows });
      server.tell({ kind: 'end', words: 'The storm is over.' });
      await page.locator('#verdicts', { hasText: 'healed (as expected). It healed.' }).waitFor();
      await page.locator('#measures', { hasText: '300 of 300' }).waitFor();
      await server.seen();
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    test('a server that dies is missed, and another run there is followed', async () => {
      const { page } = await openPage(lab.browser, server.address);
      server.tell(begin);
      await page.locator('.origin', { hasText: '300 nodes, seed 1' }).waitFor();
      await server.close();
      await page.locator('.origin', { hasText: 'The connection to the run is lost.' }).waitFor();
      server = await serveLive(lab.folder, Number(new URL(server.address).port));
      server.tell({ ...begin, seed: 2 });
      await page.locator('.origin', { hasText: '300 nodes, seed 2' }).waitFor();
      await expect(page.locator('.origin').textContent()).resolves.not.toContain('lost');
      await page.context().close();
    });

    test('runs of the page itself are made beside it, and there is a way back', async () => {
      const { page, complaints } = await openPage(lab.browser, server.address);
      server.tell(begin);
      await page.locator('.origin', { hasText: 'A run that is followed' }).waitFor();
      await page.getByLabel('Scenario').selectOption('drill');
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByRole('button', { name: 'Back to that run' }).click();
      await page.locator('.origin', { hasText: '300 nodes, seed 1' }).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    test('axe finds nothing half-way, light and dark', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const options = { colorScheme, viewport: { width: 360, height: 900 }, bypassCSP: true };
        const { page } = await openPage(lab.browser, server.address, options);
        if (colorScheme === 'light') server.tell(begin);
        await page.locator('.origin', { hasText: '300 nodes' }).waitFor();
        expect(await axeFindings(page)).toEqual([]);
        await page.context().close();
      }
    });
  });
});
