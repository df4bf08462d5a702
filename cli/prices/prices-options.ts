import { type Command, InvalidArgumentError, Option } from 'commander';
import { isLoopbackHost } from '#adapters/loopback.ts';
import { regions } from '#pricing/regions.ts';
import { awsPriceSource } from '#runner/pricing/fetch-offer.ts';
import { shippedRegions } from '#runner/pricing/read-price-book.ts';
import { oneOf } from '../option-values.ts';

/** The options of the command `prices`, checked. */
export type PricesOptions =
  | { readonly action: 'list'; readonly json: boolean }
  | {
      readonly action: 'show';
      /** A region whose prices ship, or the path of a file. */
      readonly book: string;
      readonly json: boolean;
    }
  | {
      readonly action: 'update';
      readonly region: string;
      /** The address of the price files. */
      readonly from: string;
      /** The folder for the new book. */
      readonly out: string;
    };

/** Adds the command `prices`, which calls `onPrices` with checked options. */
export function addPricesCommand(
  program: Command,
  onPrices: (options: PricesOptions) => Promise<void>,
): void {
  const prices = program
    .command('prices')
    .description("AWS's list prices: those that ship, and how they are brought up to date")
    .addHelpText('after', help);
  prices
    .command('list')
    .description('the books that ship: regions, dates, what has no price')
    .option('--json', 'print the list as JSON on standard output', false)
    .action(({ json }: { json: boolean }) => onPrices({ action: 'list', json }));
  prices
    .command('show')
    .description('every price of a region, or of a file of your own')
    .argument('<region>', `${shippedRegions.join(', ')}, or a path such as ./my-prices.json`)
    .option('--json', 'print the book as JSON on standard output', false)
    .action((book: string, { json }: { json: boolean }) =>
      onPrices({ action: 'show', book, json }),
    );
  prices
    .command('update')
    .description("reads AWS's public price files and writes a new, dated book")
    .addOption(
      new Option('--region <region>', 'whose prices')
        .argParser((text) => oneOf('region', text, regions))
        .default('us-east-1'),
    )
    .addOption(
      new Option('--from <address>', 'where the price files are')
        .argParser(priceSource)
        .default(awsPriceSource),
    )
    .option('--out <folder>', 'where the book is written', 'prices')
    .addHelpText('after', updateHelp)
    .action((given: { region: string; from: string; out: string }) =>
      onPrices({ action: 'update', ...given }),
    );
}

const exitCodeHelp = `
Exit codes: 0 done, 64 usage, or a file that cannot be used; nothing was written,
  69 a price file cannot be reached, 70 an internal error`;

const help = `
A bill is made with a region's book, or with one of your own: --prices my-prices.json.
${exitCodeHelp}`;

const updateHelp = `
This is the one command that goes to the network. It asks this address alone, without credentials
and through no proxy. It says what changed, writes <folder>/<region>.<day>.json, and overwrites
nothing.
${exitCodeHelp}`;

/**
 * An address with https, or one on this machine: a test or a user's own mirror may serve the files.
 */
function priceSource(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (url !== undefined && isSafe && url.username === '' && url.search === '' && url.hash === '')
    return text;
  throw new InvalidArgumentError(
    'It takes an address that begins with https://, or http:// on this machine.',
  );
}
