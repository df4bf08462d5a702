// The page in a real browser: built, served from a sub-path of this machine, and watched.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type BuiltFile, buildLab } from '#lab/serve/build-lab.ts';
import { type FolderServer, serveFolder } from '#lab/serve/serve-folder.ts';

/** A browser with the page's server. */
export interface LabInBrowser {
  readonly browser: Browser;
  readonly server: FolderServer;
  readonly folder: string;
  readonly files: readonly BuiltFile[];
  /** Opens the page with what stands after `#` in its address. */
  open(hash?: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  close(): Promise<void>;
}

/** A page, and all that it asked for and complained of. */
export interface WatchedPage {
  readonly page: Page;
  /** Addresses that it asked a server for; what it makes itself is left out. */
  readonly requests: string[];
  /** Errors and warnings of its console, and what it threw. */
  readonly complaints: string[];
}

/** Builds, serves and starts a browser. @param program the browser's path */
export async function openLab(program: string): Promise<LabInBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'rebootstorm-lab-'));
  const files = await buildLab(process.cwd(), folder);
  const server = await serveFolder(folder, 0, '/courses/storm/');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic'];
  const browser = await chromium.launch({ executablePath: program, args });
  return {
    browser,
    server,
    folder,
    files,
    open: (hash = '', options = {}) => openPage(browser, server.address + hash, options),
    close: async () => {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens a page at an address, and watches it. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  // Much that a test waits for is there only when a run is over.
  context.setDefaultTimeout(runLimitMs);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url())) requests.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, requests, complaints };
}

/** Waits until the run on the page is done, and the page has loaded what every run loads. */
export async function untilDone(page: Page): Promise<void> {
  await page.locator('#status', { hasText: 'Done.' }).waitFor({ timeout: runLimitMs });
  await page.waitForFunction('window.rebootstormPictureKit');
}

/** A small run takes a second or two; beside other work, minutes. */
const runLimitMs = 300_000;
