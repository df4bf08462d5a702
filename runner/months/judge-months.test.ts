import { aRow, aYearRound } from './a-month-run.ts';
import { judgedMonth, monthSummaries, policyLikelihoods } from './judge-months.ts';
import { likelihoodOfRepeat } from './likelihood-of-repeat.ts';

const hourMs = 3_600_000;
const isLegacy = ({ policy }: { policy: string }) => policy === 'legacy-2007';

test('a month fell that had a tenth offline and was not well again within two hours', () => {
  const [{ point } = { point: undefined }] = aYearRound([1], () => 0);
  if (point === undefined) throw new Error('expected a run');
  const fell = (worstOfflineShare: number, healMs: number | null) =>
    judgedMonth(point, aRow({ worstOfflineShare, healMs })).fell;
  expect([fell(0.11, null), fell(0.11, 2 * hourMs + 1)]).toEqual([true, true]);
  // Other months had a bad hour or a slow end alone. Nobody reported those.
  expect([fell(0.9, 2 * hourMs), fell(0.1, null)]).toEqual([false, false]);
});

test('a month is reported by the median and the worst of its seeds', () => {
  const runs = aYearRound([1, 2, 3], ({ label, seed, policy }) =>
    policy === 'legacy-2007' && label === '2006-05' ? seed / 10 : 0,
  );
  const month = [...monthSummaries(runs)].find(({ label }) => label === '2006-05');
  expect(month?.policies).toMatchObject([
    {
      policy: 'legacy-2007',
      seedCount: 3,
      fellCount: 2,
      worstOfflineShare: { median: 0.2, max: 0.3 },
    },
    { policy: 'resilient', fellCount: 0, healMs: { min: 60_000, median: 60_000, max: 60_000 } },
  ]);
  expect(month?.restartShare.min).toBeLessThan(month?.restartShare.max ?? 0);
  expect([...monthSummaries(runs)]).toHaveLength(47);
});

test('only what was drawn counts for the likelihood; August stands beside it', () => {
  const falls = ({ label, policy }: { label: string; policy: string }) =>
    isLegacy({ policy }) && ['2004-01', '2007-07', '2007-08'].includes(label) ? 0.5 : 0;
  const [legacy, resilient] = policyLikelihoods(aYearRound([2, 1], falls));
  expect(legacy).toMatchObject({
    all: likelihoodOfRepeat(4, 92),
    lastYear: likelihoodOfRepeat(2, 24),
    august: { fellCount: 2, seedCount: 2 },
    fallen: [
      { label: '2004-01', seed: 1 },
      { label: '2004-01', seed: 2 },
      { label: '2007-07', seed: 1 },
      { label: '2007-07', seed: 2 },
    ],
  });
  expect(resilient).toMatchObject({ all: likelihoodOfRepeat(0, 92), fallen: [] });
});

test('each spread has a likelihood of its own, and chosen months have none', () => {
  const runs = aYearRound(
    [1],
    ({ spread, label }) => (spread === 0.1 && label === '2007-05' ? 0.5 : 0),
    [0.05, 0.1],
  );
  const counts = policyLikelihoods(runs).map(({ spread, all }) => [spread, all.fellCount]);
  expect(counts).toEqual([
    [0.05, 0],
    [0.05, 0],
    [0.1, 1],
    [0.1, 1],
  ]);
  expect(policyLikelihoods(runs.filter(({ point }) => point.label > '2003-10'))).toEqual([]);
});
