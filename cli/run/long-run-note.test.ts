import { usualRunCost } from '#runner/sweep/run-costs.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { drill } from '#scenarios/drill.ts';
import { longRunNote } from './long-run-note.ts';

const full = { scenario: august2007, cloud: 'twin', retries: 'aggregated' } as const;

test('a run of minutes says nothing', () => {
  const small = { scenario: drill, cloud: 'local', retries: 'executed', nodes: 300 } as const;
  expect(longRunNote(small, ['legacy-2007', 'resilient'], 2)).toBe('');
});

test('a run of hours says how many, by the processor time of all its parts', () => {
  const order = { ...full, nodes: 100_000_000 };
  const { cpuMs } = usualRunCost({ ...order, policy: 'legacy-2007' });
  const hours = (cores: number) => {
    const [, told] = /about (\d+) h/.exec(longRunNote(order, ['legacy-2007'], cores)) ?? [];
    return Number(told);
  };
  expect(Math.abs(hours(1) - cpuMs / 3_600_000)).toBeLessThan(1);
  expect(Math.abs(hours(2) - cpuMs / 2 / 3_600_000)).toBeLessThan(1);
});

test('no core helps a network of one shard', () => {
  const order = { ...full, retries: 'executed', nodes: 400_000 } as const;
  const told = longRunNote(order, ['legacy-2007'], 1);
  expect(told).toMatch(/^This takes about .* on 1 idle core, and some [\d,]+ MB of memory, by /);
  expect(longRunNote(order, ['legacy-2007'], 8).replace('8 idle cores', '1 idle core')).toBe(told);
});
