import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { aRow, aYearRound } from '#runner/months/a-month-run.ts';
import { judgedMonth, policyLikelihoods } from '#runner/months/judge-months.ts';
import { monthPointsInTime, monthRunCount } from '#runner/months/month-points.ts';
import { policySource } from '#runner/policy-choice.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';
import { varyWords } from '../sweep/vary-words.ts';
import { monthVariants, variantInWords } from './month-variants.ts';
import { variantSummaries, variantTable } from './variant-table.ts';

const june = patchTuesdays.filter(({ label }) => label === '2007-06');
const variants = (...words: string[]) => monthVariants(words.map(varyWords), june);

/** The June of each variant, for one seed and policy. */
function junesOf(...words: string[]) {
  const choices = {
    months: ['2007-06'],
    nodes: 80_000,
    retries: 'aggregated' as const,
    policies: [policySource('resilient')],
    seeds: [7],
    spreads: [0.08],
    variants: variants(...words),
  };
  return { points: [...monthPointsInTime(choices, 'it')], count: monthRunCount(choices) };
}

test('a number fixes an input, a factor moves what is declared, and the rest stays', () => {
  const { points, count } = junesOf('restartShare=0.4,x0.5,x1');
  expect(count).toBe(3);
  const [fixed, moved, same] = points;
  const [plain] = junesOf('load=x1').points;
  expect(fixed?.drawn.restartShare).toBe(0.4);
  expect(fixed?.inputs.restartShare).toMatchObject({ kind: 'fixed', source: 'set by --vary' });
  const mean = Number(
    june[0]?.inputs.restartShare.kind === 'beta' && june[0].inputs.restartShare.mean,
  );
  expect(moved?.inputs.restartShare).toMatchObject({ kind: 'beta', mean: mean / 2 });
  for (const point of points) expect(point.drawn.load).toBe(plain?.drawn.load);
  // What is not changed is the same run as without --vary, and is not run twice.
  expect(same?.key).toBe(plain?.key);
  expect(new Set(points.map(({ key }) => key)).size).toBe(3);
});

test('a field of the scenario is set in every month, and several are combined', () => {
  const { points } = junesOf('timings.leaseMs=24h,33h', 'load=1,1.1');
  expect(points.map(({ variant }) => variantInWords(variant))).toEqual([
    'timings.leaseMs=86400000, load=1',
    'timings.leaseMs=86400000, load=1.1',
    'timings.leaseMs=118800000, load=1',
    'timings.leaseMs=118800000, load=1.1',
  ]);
  const leases = points.map(({ scenario }) => scenario.timings.leaseMs / 3_600_000);
  expect(leases).toEqual([24, 24, 33, 33]);
});

test.each([
  ['restartShare=x3', /2007-06 with restartShare=x3: restartShare: expected a mean within 0 to 1/],
  ['restartShare=1.5', /restartShare: expected more than 0 and at most 1/],
  ['load=-1', /load: expected more than 0/],
  ['restartShar=x2', /no input restartShar\. Did you mean restartShare\?/],
  ['timings.leasMs=1h', /no field timings\.leasMs/],
  ['nodes=80k', /Of months nodes is chosen with --nodes/],
  ['target.onlineShare=7', /2007-06 with target\.onlineShare=7: .*onlineShare/],
])('%s is refused', (words, reason) => {
  expect(() => variants(words)).toThrow(reason);
});

test('a line says of each variant and policy how many fell', () => {
  const falls = ({ label, policy }: { label: string; policy: string }) =>
    policy === 'legacy-2007' && label >= '2007-01' ? 0.5 : 0;
  const runs = aYearRound([1], falls);
  const summaries = variantSummaries(runs, policyLikelihoods(runs));
  expect(summaries.map(({ policy, fellCount, runCount }) => [policy, fellCount, runCount])).toEqual(
    [
      ['legacy-2007', 8, 47],
      ['resilient', 0, 47],
    ],
  );
  const table = variantTable(summaries);
  expect(table).toMatch(/^legacy-2007 +8 of 47 +1\d\.\d % \(.*\) +0 % \(50\.0 %\) +1 min \(1 d/m);
  const never = runs.map(({ point }) => judgedMonth(point, aRow({ healMs: null })));
  expect(variantTable(variantSummaries(never, []))).toMatch(/^resilient +0 of 47 +1\.0 % +never$/m);
});

test('the command runs each variant, and its rows say which', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'month-variants-'));
  try {
    const words = ['months', '--month', '2004-06', '--nodes', '200', '--policy', 'resilient'];
    const vary = ['--vary', 'restartShare=0.1,0.3', '--out', folder];
    const ran = await runCommand([...words, ...vary]);
    expect([exitCodes.asExpected, exitCodes.notAsExpected]).toContain(ran.exitCode);
    expect(ran.stderr).toMatch(/^2 runs, 0 of them done already/);
    expect(ran.stdout).toMatch(/^0\.3 +resilient +\d of 1 /m);
    const home = join(folder, 'patch-tuesdays');
    const [name = ''] = readdirSync(home).filter((found) => !found.includes('.'));
    const csv = readFileSync(join(home, name, 'months.csv'), 'utf8');
    const rows: Record<string, string>[] = parse(csv, { columns: true });
    expect(rows.map((row) => [row['vary.restartShare'], row.restartShare])).toEqual([
      ['0.1', '0.1'],
      ['0.3', '0.3'],
    ]);
    expect(Number(rows[1]?.restarts)).toBeGreaterThan(Number(rows[0]?.restarts));
    const again = await runCommand([...words, ...vary, '--json']);
    const { varied, runs } = JSON.parse(again.stdout);
    expect(varied).toHaveLength(2);
    expect(runs[1]).toMatchObject({ values: { restartShare: 0.3 } });
    expect(runs[1].command).toMatch(/ --vary 'restartShare=0\.3'$/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
