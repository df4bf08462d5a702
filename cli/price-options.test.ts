import { Command, CommanderError } from 'commander';
import { priceChoice, type RawPriceOptions, withPriceOptions } from './price-options.ts';

function parse(...words: string[]) {
  const said: string[] = [];
  const command = withPriceOptions(new Command('run'))
    .exitOverride()
    .configureOutput({ writeErr: (text) => said.push(text) })
    .action(() => {});
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { said: said.join(''), choice: undefined };
  }
  return { said: said.join(''), choice: priceChoice(command.opts<RawPriceOptions>()) };
}

test('--prices refuses a region without a book, naming the nearest', () => {
  const { choice, said } = parse('--prices', 'us-east-2');
  expect(choice).toBeUndefined();
  expect(said).toMatch(/us-east-2.*Did you mean us-east-1\?/s);
});

test('a region, and the free tier, are taken; without a word it is us-east-1 at full price', () => {
  expect(parse('--prices', 'eu-central-1', '--free-tier').choice).toMatchObject({
    book: { region: 'eu-central-1' },
    isFreeTierUsed: true,
  });
  expect(parse().choice).toMatchObject({ book: { region: 'us-east-1' }, isFreeTierUsed: false });
});
