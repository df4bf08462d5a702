// Over HTTP the local cloud keeps the whole contract, too: here a difference is a bug.
import { allCases } from '../all-cases.ts';
import { runSuite } from '../run-suite.ts';
import { localEndpointEngine } from './local-endpoint-engine.ts';

test('behind its endpoint the local cloud keeps the whole contract', async () => {
  const { outcomes } = await runSuite(localEndpointEngine, allCases);
  const others = outcomes
    .filter(({ verdict }) => verdict.kind !== 'passed')
    .map(({ contractCase: { service, title }, verdict }) => ({ service, title, verdict }));
  expect(others).toEqual([]);
  expect(outcomes).toHaveLength(allCases.length);
});
