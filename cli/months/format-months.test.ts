import { aRow, aYearRound } from '#runner/months/a-month-run.ts';
import { judgedMonth, monthSummaries, policyLikelihoods } from '#runner/months/judge-months.ts';
import { formatInput, formatLikelihood } from './format-likelihood.ts';
import { monthsTable } from './months-table.ts';

const falls = ({ label, seed, policy }: { label: string; seed: number; policy: string }) =>
  policy === 'legacy-2007' && (label === '2007-08' || (label === '2007-03' && seed === 2))
    ? 0.5
    : 0;

test('the table has a line a month: its size, what was drawn, and each policy', () => {
  const table = monthsTable([...monthSummaries(aYearRound([1, 2], falls))]);
  expect(table).toMatch(/^ +legacy-2007 +resilient$/m);
  expect(table).toMatch(/^2003-10 +1\d\d k +0\.\d\d \(0\.\d\d-0\.\d\d\) +0 % +1 min +no +0 %/m);
  expect(table).toMatch(/^2007-03 .* 25\.0 % \(50\.0 %\) +15 h 1 min \(1 d 6 h\) +1 of 2 +0 %/m);
  expect(table).toMatch(/^2007-08 +10 M +0\.68 +50\.0 % +1 d 6 h +2 of 2 /m);
  expect(table).toContain('Median (worst) over 2 seeds');
  expect(table).toMatch(/^Fell: more than a tenth .* within two hours/m);
  expect(table.match(/^20\d\d-/gm)).toHaveLength(47);
});

test('what never healed is never, in the median too', () => {
  const runs = aYearRound([1], falls).map(({ point }) =>
    judgedMonth(point, aRow({ worstOfflineShare: 0.9, healMs: null })),
  );
  expect(monthsTable([...monthSummaries(runs)])).toMatch(
    /^2007-08 .* 90\.0 % +never +yes +90\.0 %/m,
  );
});

test('the likelihood is reported in words, beside the record, and as what was declared', () => {
  const words = formatLikelihood(policyLikelihoods(aYearRound([1, 2], falls)));
  expect(words).toContain('legacy-2007: 1 of 92 drawn months fell.\n  2007-03 of seed 2\n');
  expect(words).toMatch(/A month: 1\.3 % \(0\.1 % to 5\.0 %\); at least one in twelve: 14\.3 %\./);
  expect(words).toMatch(/last twelve that were drawn: 1 of 24\.\s+A month: 4\.9 %/);
  expect(words).toContain('August 2007, fitted: fell in 2 of 2.');
  expect(words).toContain('resilient: 0 of 92 drawn months fell.\n');
  expect(words).toContain('The record: 1 of 47 fell.\n');
  expect(words).toContain('Bare counting: 2.1 % a month; at least one in twelve: 22.7 %.\n');
  expect(words).toContain('By the rule above: 2.5 % (0.2 % to 9.5 %); 26.2 %.\n');
  expect(words).toMatch(/declared, not known/);
});

test('of many that fell only a few are named', () => {
  const words = formatLikelihood(policyLikelihoods(aYearRound([1], () => 0.5)));
  expect(words).toMatch(/46 of 46 drawn months fell\.\n.*2004-01 of seed 1, and 42 more$/m);
});

test('several spreads are reported side by side', () => {
  const runs = aYearRound([1], falls, [0.05, 0.1]);
  const words = formatLikelihood(policyLikelihoods(runs));
  expect(words).toMatch(/^spread +policy +fell +a month +in twelve/m);
  expect(words).toMatch(/^0\.05 +legacy-2007 +0 of 46 +0\.5 % \(/m);
  expect(words).toMatch(/^0\.1 +resilient +0 of 46 /m);
  expect(words).toContain('The record: 1 of 47');
});

test('what was declared is printed with its provenance and source', () => {
  const words = formatInput(aYearRound([1], falls).map(({ point }) => point));
  expect(words).toMatch(/^Declared, not known, of 2003-10:$/m);
  expect(words).toMatch(/of 2007-07:\n.*beta, mean 0\.4\d+, sd 0\.08\d+ \[guess: mean: trend/);
  expect(words).toMatch(/triangular, 0\.85 to 1\.1, mostly 1 \[guess: facts 1\.3/);
  expect(words).toMatch(/lognormal, median 9,\d+,\d+, sigma 0\.05 \[derived/);
  expect(words).toMatch(/^Of 2007-08, fitted and not drawn:\n.*: 0\.68 \[fitted: /m);
});
