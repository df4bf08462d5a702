/**
 * The d3 packages are ES modules, which jest loads without flags only in their UMD form.
 * @jest-environment-options {"customExportConditions": ["umd", "node", "node-addons"]}
 */

import type { ComparisonResult } from '#runner/result.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { renderReport } from './render-report.ts';

function report(change: (result: ComparisonResult) => void = () => {}): string {
  const result = exampleResult();
  change(result);
  return renderReport(result, exampleManifest());
}

function figures(page: string): string[] {
  return page.match(/<figure>.*?<\/figure>/gs) ?? [];
}

test('the answer of every policy stands at the top, in words', () => {
  const [answers = ''] = /<div class="answer">.*?<\/div>/s.exec(report()) ?? [];
  expect(answers).toMatch(/legacy-2007.*✗ stuck \(as expected\)\..*Sixteen hours/s);
  expect(answers).toMatch(/resilient.*✓ healed \(as expected\)\./s);
});

test('the file is whole by itself: no script, no link, no address but the SVG name space', () => {
  const page = report();
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|src=|href=/i);
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  expect(page).toContain("default-src 'none'");
});

test('text from the run cannot become markup, wherever it stands', () => {
  const attack = '"><script>alert(1)</script>&';
  const page = report((result) => {
    Object.assign(result, { scenario: attack, title: attack, faults: attack });
    for (const run of result.runs) {
      Object.assign(run, { policy: attack, endedEarly: attack, violations: [attack] });
      run.verdict.sentence = attack;
      run.expected = [attack];
      for (const wave of run.waves) wave.label = attack;
    }
    for (const point of result.recoveryPoints) Object.assign(point, { label: attack });
    for (const row of result.assumptions) Object.assign(row, { name: attack, source: attack });
  });
  expect(page).not.toContain('<script');
  expect(page.split('&lt;script&gt;alert(1)').length).toBeGreaterThan(20);
});

test('every picture is an image with a title, a description and where it comes from', () => {
  const svgs = report().match(/<svg.*?<\/svg>/gs) ?? [];
  expect(svgs).toHaveLength(12);
  for (const svg of svgs) {
    const [, title, description] = /aria-labelledby="(\S+) (\S+)"/.exec(svg) ?? [];
    expect(svg).toContain('role="img"');
    expect(svg).toContain(`<title id="${title}">`);
    expect(svg).toContain(`<desc id="${description}">`);
    expect(svg).toContain('august-2007, seed 7, commit d999631');
  }
});

test('no id is used twice', () => {
  const ids = [...report().matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('no coordinate is violated, even of runs without samples, waves or supernodes', () => {
  const page = report((result) => {
    for (const run of result.runs) Object.assign(run, { samples: [], waves: [] });
  });
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
  expect(report()).not.toMatch(/NaN|undefined|Infinity/);
  expect(page).toContain('recorded no samples');
});

test('the points reported at the time are drawn and their facts are named', () => {
  const page = report();
  expect(figures(page)[0]).toContain('16 Aug 22:15: 149,608, client counter');
  expect(page).toContain('not a replay; the run stops: legacy-2007 on 17 Aug 02:00');
  expect(page).toContain('>facts 1.31<');
});

test('the large picture ends where the run ends, and later points have a small one', () => {
  const page = report();
  expect(figures(page)).toHaveLength(5);
  expect(figures(page)[0]).not.toContain('18 Aug 00:00: 8,000,000');
  expect(figures(page)[1]).toContain('18 Aug 00:00: 8,000,000');
  expect(page).toContain('Beside what was reported at the time');
  const whole = report((result) => {
    for (const run of result.runs) run.endMs = run.startMs + 44 * 3_600_000;
  });
  expect(figures(whole)).toHaveLength(4);
  expect(figures(whole)[0]).toContain('18 Aug 00:00: 8,000,000');
});

test('what happened, what each policy does and what came when stand in words', () => {
  const page = report().replaceAll('\u00a0', ' ');
  expect(page).toContain('In August 2007 the network went down.');
  expect(page).toMatch(/<dt class="name p1">resilient<\/dt>\n<dd>The mended network:/);
  expect(page).toMatch(/<span class="when">16 Aug 07:00<\/span>\n<span>The first wave \(/);
  expect(page).toContain('The network collapses: half of its fall is done.');
  expect(page).toContain('It is healed, 30 min after the last restart: 99 % are signed in');
});

test('the first thing to see is the picture, and the assumptions are folded at the end', () => {
  const page = report();
  expect(page.indexOf('<svg')).toBeLessThan(page.indexOf('<table'));
  expect(page.indexOf('<svg')).toBeLessThan(page.indexOf('class="answer"'));
  expect(page).toContain('<details><summary>All 4 assumptions</summary>');
});

test('waves are named by continent, and the collapse is marked in each picture over time', () => {
  const page = report();
  expect(figures(page)[0]).toMatch(/class="wave-name"[^>]*>Europe</);
  expect(figures(page)[0]).toContain('>legacy-2007 collapses<');
  for (const at of [0, 2, 3]) expect(figures(page)[at]).toContain('class="collapse"');
  const [, well] = exampleResult().runs;
  const healed = report((result) => {
    result.runs = well === undefined ? [] : [{ ...well, worstOfflineShare: 0.5 }];
  });
  expect(healed).not.toContain('class="collapse"');
});

test('attempts stand on a log scale with what the log-in service can serve', () => {
  const logins = figures(report())[3] ?? '';
  const rules = [...logins.matchAll(/class="grid"[^>]* y1="([\d.]+)"/g)].map(([, y]) => Number(y));
  const [one = 0, ten = 0, hundred = 0] = rules;
  expect(one - ten).toBeCloseTo(ten - hundred, 1);
  expect(logins).toContain('what the log-in service can serve: 140');
});

test('a scenario without history says nothing of one', () => {
  const page = report((result) => {
    result.recoveryPoints = [];
  });
  expect(page).not.toMatch(/renewed (at|in)|class="history"/);
});

test('the ghosts are reported in words', () => {
  expect(report()).toMatch(/legacy-2007 counted 11 while 4 were live .*never overcounted/);
});

test('violated invariants are listed, and no heading stands over none', () => {
  expect(report()).not.toContain('<h3>Violated invariants');
  const page = report((result) => {
    for (const run of result.runs) run.violations = ['slot 3 of s-9 is held twice'];
  });
  expect(page).toContain('</strong>: slot 3 of s-9 is held twice');
});

test('the command repeats the run with its seed', () => {
  expect(report()).toContain('npx rebootstorm demo --nodes 2000 --seed 7');
});

test('the same run makes the same bytes', () => {
  expect(report()).toBe(report());
});

test('the dotted line, and the words, are at the target of the scenario', () => {
  const dotted = (targetShare: number) => {
    const page = report((result) => {
      result.targetShare = targetShare;
    });
    const [, firstY] = /class="target" d="M[\d.]+,([\d.]+)/.exec(page) ?? [];
    return { page, y: Number(firstY) };
  };
  const [half, whole] = [dotted(0.5), dotted(1)];
  expect(half.y - whole.y).toBeCloseTo((dotted(0).y - whole.y) / 2, 0);
  expect(whole.page).toMatch(/dotted: 100\s% of demand/);
  expect(whole.page).toMatch(/was back at 100\s%/);
  expect(half.page).not.toMatch(/(99|100)\s% of demand/);
});

describe('a run on the twin at full scale', () => {
  const full = (change: (result: ComparisonResult) => void = () => {}) =>
    report((result) => {
      // A tenth of a network of 10 M: each of its 2,000 nodes stands for 5,000 PCs.
      Object.assign(result, { cloud: 'twin', scale: 'full', retries: 'aggregated' });
      result.fullNodeCount = 10_000_000;
      change(result);
    });

  test('says which cloud it was, and that no history was checked', () => {
    expect(full()).toMatch(/on the twin, a model of the stack, at full scale/);
    expect(full().replaceAll('\u00a0', ' ')).toContain('none violated (checked at the end only)');
    expect(full()).not.toMatch(/\d+ hold/);
    const violated = full((result) => {
      for (const run of result.runs) run.violations = ['x'];
    });
    expect(violated).toContain('violated: see below');
    expect(report()).toMatch(/on the local cloud, which runs every handler/);
  });

  test('is drawn in people, with what was reported at its own height', () => {
    const [first = '', picture = ''] = figures(full());
    expect(picture).toContain('PCs signed in (dotted');
    expect(picture).toMatch(/>8 M</);
    expect(picture).not.toContain('% of peak demand');
    expect(first).toMatch(/>[\d.]+ M restarts in \d+ waves, at most [\d.]+ M</);
    expect(full()).toContain('Each PC of the run stands for 5,000; tables count those of the run.');
  });

  test('shows how far it misses each point that it saw, in the picture and in numbers', () => {
    const page = full();
    // The runs of the example end on 17 August at 02:00 and 04:00.
    expect(figures(page)[1]?.match(/class="miss"/g)).toHaveLength(2);
    expect(page).toMatch(/misses them\. It meets 0 of 1 .* 16 Aug 22:15 \(150 k reported\)/);
    expect(full(({ runs }) => runs.reverse())).toContain('how far legacy-2007 misses them');
    expect(page).toContain('legacy-2007 (off by)');
    expect(page).toMatch(
      /<td>149,608<\/td><td>exactly<\/td>\n[^\n]*\n<td>[\d,]+ \(\+[\d,]+\)<\/td>/,
    );
    expect(report()).not.toContain('off by');
  });
});
