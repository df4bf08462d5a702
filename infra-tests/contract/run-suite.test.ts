import type { ContractBench, ContractCase } from './contract-case.ts';
import type { ContractEngine } from './engines/contract-engine.ts';
import { runSuite } from './run-suite.ts';

test('once it is stopped no further case begins, and the engine is stopped, too', async () => {
  const stopping = new AbortController();
  let stops = 0;
  const engine: ContractEngine = {
    name: 'someone',
    services: ['sqs'],
    casesAtOnce: 1,
    start: async () => ({
      version: '1',
      withBench: (_resources, use) => use({} as ContractBench),
      stop: async () => {
        stops += 1;
      },
    }),
  };
  const cases = ['a', 'b', 'c'].map(
    (title): ContractCase => ({
      service: 'sqs',
      title,
      source: 'nowhere',
      expected: title,
      run: async () => {
        if (title === 'b') stopping.abort();
        return title;
      },
    }),
  );
  const { outcomes } = await runSuite(engine, cases, stopping.signal);
  // The last ones begin first.
  expect(outcomes.map(({ contractCase }) => contractCase.title)).toEqual(['b', 'c']);
  expect(stops).toBe(1);
  expect((await runSuite(engine, cases)).outcomes).toHaveLength(3);
});
