// The local cloud keeps the whole contract: here a difference is a bug.
import { allCases } from '../all-cases.ts';
import { askCase, judgeAnswer } from '../judge-case.ts';
import { localCloudEngine } from './local-cloud-engine.ts';

/** Virtual time passes quickly; only a case that never ends takes this long. */
const limitMs = 20_000;

const services = [...new Set(allCases.map(({ service }) => service))];

describe.each(services)('the local cloud keeps the contract of %s', (service) => {
  const cases = allCases.filter((one) => one.service === service);

  test.each(cases.map((one) => [one.title, one] as const))(
    '%s',
    async (_title, contractCase) => {
      const engine = await localCloudEngine.start();
      const verdict = judgeAnswer(contractCase, await askCase(engine, contractCase, limitMs));
      if (verdict.kind === 'differs') expect(verdict.got).toEqual(contractCase.expected);
      expect(verdict).toEqual({ kind: 'passed' });
    },
    2 * limitMs,
  );
});

test('no two cases have the same title', () => {
  const titles = allCases.map(({ title }) => title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});
