import { Command, CommanderError } from 'commander';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { costCapOf, maxCostOption, type RawCostOptions } from './max-cost-option.ts';

function parse(...words: string[]) {
  const said: string[] = [];
  const command = new Command('storm')
    .addOption(maxCostOption('ends the run'))
    .exitOverride()
    .configureOutput({ writeErr: (text) => said.push(text) })
    .action(() => {});
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return { said: said.join(''), options: command.opts<RawCostOptions>() };
}

test('dollars are a cap, with the prices that it is held against', () => {
  const { options } = parse('--max-cost', '0.01');
  expect(costCapOf(options)).toMatchObject({
    maxUsd: 0.01,
    rates: { perUnitUsd: { sqsRequests: 4e-7 } },
  });
});

test('without a word there is no cap', () => {
  expect(costCapOf(parse().options)).toBeUndefined();
});

test.each(['$1', '0', '0.00001', '-1', '1e3', '', 'much'])('%j is refused', (text) => {
  expect(parse(`--max-cost=${text}`).said).toMatch(/It takes US dollars, at least 0.0001/);
});

test('prices that lack one which a cap needs are refused by its name', () => {
  const book = { ...shippedPriceBook('us-east-1'), region: 'mine', prices: [] };
  const make = () => costCapOf({ maxCost: 1, prices: { book } });
  expect(make).toThrow(WrongInputError);
  expect(make).toThrow(/--max-cost: the prices of mine have none for requests/);
});
