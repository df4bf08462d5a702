// The report as a browser shows it: one file, no script, nothing fetched, readable in both themes.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderReport } from '#cli/report/render-report.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { describeIfPresent } from '#tools/needs.ts';

/**
 * A page without scripts is drawn in a second or two; the first start of a browser takes longer.
 */
const browserLimitMs = 60_000;

describeIfPresent('chromium', 'the report in Chromium', (chromium) => {
  let folder: string;
  let page: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rebootstorm-report-'));
    page = join(folder, 'report.html');
    writeFileSync(page, renderReport(exampleResult(), exampleManifest()));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function browse(...options: readonly string[]): string {
    const quiet = [
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ];
    const profile = `--user-data-dir=${mkdtempSync(join(folder, 'profile-'))}`;
    const common = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
    ];
    const args = [...common, ...quiet, profile, ...options, `file://${page}`];
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync(chromium, args, { encoding: 'utf8', timeout: browserLimitMs, stdio });
  }

  function picture(name: string, ...options: readonly string[]): Buffer {
    const path = join(folder, `${name}.png`);
    browse(`--screenshot=${path}`, '--window-size=1100,2400', '--hide-scrollbars', ...options);
    return readFileSync(path);
  }

  test(
    'is parsed whole: every chart with its title, and the verdicts in words',
    () => {
      const dom = browse('--dump-dom');
      expect(dom.match(/<svg[^>]*role="img"/g)?.length).toBeGreaterThanOrEqual(3);
      expect(dom.match(/<svg/g)?.length).toBe(dom.match(/<title id=/g)?.length);
      for (const { policy } of exampleResult().runs) expect(dom).toContain(policy);
      expect(dom).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    },
    browserLimitMs,
  );

  test(
    'is drawn, and differently in the dark',
    () => {
      const light = picture('light');
      const dark = picture('dark', '--blink-settings=preferredColorScheme=0');
      expect(statSync(join(folder, 'light.png')).size).toBeGreaterThan(50_000);
      expect(light.equals(dark)).toBe(false);
    },
    2 * browserLimitMs,
  );
});
