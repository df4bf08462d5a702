// Measures the lab in Chromium, for docs/lab.md: sizes, first paint, how long runs take side by
// side, how long a move of the moment takes, and memory after run upon run.
// `node infra-tests/lab/measure-lab.ts 2000 100000 --repeat 10` takes the numbers of nodes, and how
// often the first of them is run in the same page.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { findTool } from '#tools/needs.ts';
import { type LabInBrowser, openLab } from './open-lab.ts';

/** In the page: moves the slider once a frame, and notes how long frames and moves take. */
const scrubbing = `new Promise((resolve) => {
  const scrub = document.getElementById('scrub');
  const frames = [];
  const moves = [];
  let last = performance.now();
  const step = (now) => {
    frames.push(now - last);
    last = now;
    const begun = performance.now();
    scrub.value = String((frames.length * 7919) % Number(scrub.max));
    scrub.dispatchEvent(new Event('input'));
    document.body.getBoundingClientRect();
    moves.push(performance.now() - begun);
    if (frames.length < 240) requestAnimationFrame(step);
    else resolve({
      frameMs: frames.sort((a, b) => a - b)[120],
      moveMs: moves.sort((a, b) => a - b)[120],
      moveMsMax: moves.at(-1),
    });
  };
  requestAnimationFrame(step);
})`;

interface Scrubbing {
  readonly frameMs: number;
  readonly moveMs: number;
  readonly moveMsMax: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { repeat: { type: 'string', default: '0' } },
});
const nodeCounts = positionals.length > 0 ? positionals.map(Number) : [2_000, 100_000];
const presence = findTool('chromium', process.env);
if (presence.kind !== 'present') throw new Error(presence.notice);
const lab = await openLab(presence.program);
try {
  for (const { name, bytes, gzipBytes } of lab.files)
    say(`${name}: ${bytes} bytes, gzip ${gzipBytes}`);
  say(`Chromium ${lab.browser.version()}`);
  await measurePaint(lab);
  for (const nodes of nodeCounts) await measureRun(lab, nodes);
  const repeats = Number(values.repeat);
  if (repeats > 0) await measureMemory(lab, nodeCounts[0] ?? 2_000, repeats);
} finally {
  await lab.close();
}

/** The first paint of five loads, each in a page that has nothing stored. */
async function measurePaint({ open }: LabInBrowser): Promise<void> {
  const paints: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    const { page } = await open('#scenario=drill&nodes=300');
    const paint = await page.evaluate(`new Promise((resolve) => {
      const found = performance.getEntriesByName('first-contentful-paint')[0];
      if (found !== undefined) resolve(found.startTime);
      new PerformanceObserver((list) => {
        const entry = list.getEntriesByName('first-contentful-paint')[0];
        if (entry !== undefined) resolve(entry.startTime);
      }).observe({ type: 'paint', buffered: true });
    })`);
    paints.push(Math.round(Number(paint)));
    await page.context().close();
  }
  say(`first paint of five loads: ${paints.join(', ')} ms; ${load()}`);
}

async function measureRun({ open }: LabInBrowser, nodes: number): Promise<void> {
  const startedMs = performance.now();
  const { page } = await open(`#nodes=${nodes}`);
  await runIfAsked(page);
  await untilOver(page);
  const tookMs = performance.now() - startedMs;
  const { frameMs, moveMs, moveMsMax } = (await page.evaluate(scrubbing)) as Scrubbing;
  say(
    `${nodes} nodes: done after ${(tookMs / 1_000).toFixed(1)} s; while scrubbing a frame takes ` +
      `${frameMs.toFixed(1)} ms (median of 240), a move of the moment ${moveMs.toFixed(1)} ms ` +
      `(median; most ${moveMsMax.toFixed(1)}); ${load()}`,
  );
  await page.context().close();
}

/** The same run again and again in one page; after each what is left once rubbish is collected. */
async function measureMemory(
  { browser, open }: LabInBrowser,
  nodes: number,
  repeats: number,
): Promise<void> {
  const { page } = await open(`#nodes=${nodes}`);
  const session = await page.context().newCDPSession(page);
  const ofBrowser = await browser.newBrowserCDPSession();
  await session.send('Performance.enable');
  for (let run = 1; run <= repeats; run += 1) {
    if (run > 1) await page.getByRole('button', { name: 'Run', exact: true }).click();
    await untilOver(page);
    const heapMb = await heapMbOf(session);
    const residentMb = await residentMbOf(ofBrowser);
    say(
      `run ${run} of ${nodes} nodes: heap of the page ${heapMb.toFixed(1)} MB, its processes ` +
        `${residentMb.toFixed(0)} MB, workers ${page.workers().length}`,
    );
  }
  await page.context().close();
}

/** A network beyond a million nodes waits to be told. */
async function runIfAsked(page: Page): Promise<void> {
  const go = page.getByRole('button', { name: 'Run it here' });
  if ((await go.count()) > 0) await go.click();
}

async function untilOver(page: Page): Promise<void> {
  await page.locator('#status', { hasText: 'Done.' }).waitFor({ timeout: 7_200_000 });
}

async function heapMbOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 2 ** 20;
}

/** What the browser's processes that show pages keep in memory; of Linux alone. */
async function residentMbOf(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const kilobytes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]);
  return kilobytes.reduce((sum, one) => sum + Number(one ?? 0), 0) / 1_024;
}

function load(): string {
  return `load average ${loadavg()[0]?.toFixed(1)}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
