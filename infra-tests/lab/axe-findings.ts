// What axe finds on a page. The page has to be opened with `bypassCSP`, or it lets no script in.
import type { Page } from 'playwright-core';
import { type LabInBrowser, untilDone } from './open-lab.ts';

/** How a page is looked at: its colours, and its width in CSS pixels. */
export interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
}

/** Opens the page so that axe may look at it, and waits until its run is done. */
export async function openForAxe(
  lab: LabInBrowser,
  hash: string,
  { colorScheme, width }: Look,
): Promise<Page> {
  const viewport = { width, height: 900 };
  const { page } = await lab.open(hash, { colorScheme, viewport, bypassCSP: true });
  await untilDone(page);
  return page;
}

/**
 * A line for each rule that is broken, with the first element that breaks it.
 * @param within a selector of the part that is looked at; all of the page, if it is left out
 */
export async function axeFindings(page: Page, within = 'html'): Promise<string[]> {
  await page.addScriptTag({ path: require.resolve('axe-core') });
  const found = (await page.evaluate(`axe.run(${JSON.stringify(within)})`)) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** How many pixels the page is wider than its window. */
export async function tooWideBy(page: Page): Promise<number> {
  return (await page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - innerWidth)',
  )) as number;
}
