import { TraceSampler } from './trace-sampler.ts';

test('the first request of each second is sampled, and of the others a twentieth', () => {
  let nowMs = 10_000;
  const sampler = new TraceSampler({ nowMs: () => nowMs });
  expect(sampler.meters()).toEqual({});
  const begun = [10_000, 10_400, 10_999, 11_000, 13_500].map((atMs) => {
    nowMs = atMs;
    return sampler.begin();
  });
  expect(begun).toEqual([true, false, false, true, true]);
  expect(sampler.meters()['xray.traces']).toBeCloseTo(3 + 2 / 20, 9);
});
