// Measures the lab in Chromium, for docs/lab.md: sizes, first paint, and how long runs take side by
// side. `node infra-tests/lab/measure-lab.ts 2000 100000` takes the numbers of nodes.
import { loadavg } from 'node:os';
import { findTool } from '#tools/needs.ts';
import { openLab } from './open-lab.ts';

/** In the page: moves the slider once a frame for two seconds. */
const medianFrame = `new Promise((resolve) => {
  const scrub = document.getElementById('scrub');
  const times = [];
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    scrub.value = String((times.length * 7) % Number(scrub.max));
    scrub.dispatchEvent(new Event('input'));
    if (times.length < 120) requestAnimationFrame(step);
    else resolve(times.sort((a, b) => a - b)[60]);
  };
  requestAnimationFrame(step);
})`;

const given = process.argv.slice(2).map(Number);
const nodeCounts = given.length > 0 ? given : [2_000, 100_000];
const presence = findTool('chromium', process.env);
if (presence.kind !== 'present') throw new Error(presence.notice);
const lab = await openLab(presence.program);
try {
  for (const { name, bytes, gzipBytes } of lab.files)
    say(`${name}: ${bytes} bytes, gzip ${gzipBytes}`);
  say(`Chromium ${lab.browser.version()}`);
  for (const nodes of nodeCounts) await measure(nodes);
} finally {
  await lab.close();
}

async function measure(nodes: number): Promise<void> {
  const startedMs = performance.now();
  const { page } = await lab.open(`#nodes=${nodes}`);
  const paint = await page.evaluate(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null",
  );
  await page.locator('#status', { hasText: 'Done.' }).waitFor({ timeout: 3_600_000 });
  const tookMs = performance.now() - startedMs;
  const frame = await page.evaluate(medianFrame);
  say(
    `${nodes} nodes: first paint ${Math.round(Number(paint))} ms, done after ` +
      `${(tookMs / 1_000).toFixed(1)} s; a frame while scrubbing takes ` +
      `${Number(frame).toFixed(1)} ms (median); load average ${loadavg()[0]?.toFixed(1)}`,
  );
  await page.context().close();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
