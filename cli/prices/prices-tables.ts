// Tables of price books for people.
import { plainLine } from '#domain/plain-text.ts';
import { billableMeterNames, billableMeters } from '#pricing/billable-meters.ts';
import type { Price, PriceBook } from '#pricing/price-book.ts';
import type { PriceChange, UpdatedBook } from '#runner/pricing/update-book.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';
import { formatListPrice } from './format-list-price.ts';

/** The books that ship, one a line, as text that ends in a newline. */
export function bookList(books: readonly PriceBook[]): string {
  const rows = books.map((book) => [
    book.region,
    book.asOf,
    String(book.prices.length),
    String(book.prices.filter(({ confidence }) => confidence === 'unconfirmed').length),
    unpriced(book).join(', ') || '–',
  ]);
  return table(['region', 'as of', 'prices', 'unconfirmed', 'without a price'], rows);
}

/** Every price of a book, as text that ends in a newline. */
export function bookTable(book: PriceBook): string {
  const rows = book.prices.flatMap(rowsOf);
  const missing = unpriced(book).map((meter) => [billableMeters[meter].service, meter, 'no price']);
  const free = book.freeTier.map(
    ({ meter, unitsPerMonth }) =>
      `${formatCount(unitsPerMonth)} ${billableMeters[meter].pricedUnit}s (${meter})`,
  );
  return `${plainLine(`${book.region}, list prices in ${book.currency} as of ${book.asOf}`)}

${table(['service', 'meter', 'price', 'known', 'note'], [...rows, ...missing])}
Free each month, and taken off only with --free-tier: ${free.join(', ') || 'nothing'}.
`;
}

/** What changed between two books, as text that ends in a newline. */
export function changesTable({ changes, notFound }: UpdatedBook, before: string): string {
  const rows = changes.map((change) => [
    change.meter,
    change.fromUnits === 0 ? '' : `from ${formatCount(change.fromUnits)}`,
    change.oldUsd === null ? '–' : formatListPrice(change.meter, change.oldUsd),
    change.newUsd === null ? '–' : formatListPrice(change.meter, change.newUsd),
    percent(change),
  ]);
  const said =
    rows.length === 0
      ? `No price differs from ${before}.\n`
      : table(['meter', '', before, 'now', 'change'], rows);
  const kept = notFound.map(({ meter, reason }) => `Not read: ${meter}: ${reason}.\n`);
  return [said, ...kept.map((line) => `${plainLine(line.trimEnd())}\n`)].join('');
}

function rowsOf({ meter, tiers, confidence, note }: Price): string[][] {
  return tiers.map(({ fromUnits, usdPerUnit }, index) =>
    index === 0
      ? [billableMeters[meter].service, meter, formatListPrice(meter, usdPerUnit), confidence, note]
      : ['', `  from ${formatCount(fromUnits)} a month`, formatListPrice(meter, usdPerUnit)],
  );
}

function unpriced({ prices }: PriceBook) {
  return billableMeterNames.filter((name) => prices.every(({ meter }) => meter !== name));
}

function percent({ oldUsd, newUsd }: PriceChange): string {
  if (oldUsd === null) return 'new';
  if (newUsd === null) return 'gone';
  if (oldUsd === 0) return '–';
  const change = (newUsd / oldUsd - 1) * 100;
  return `${change > 0 ? '+' : ''}${change.toFixed(1)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const full = rows.map((row) => [...row, ...Array<string>(head.length - row.length).fill('')]);
  return `${plainTable([head, ...full].map((row) => row.map(plainLine)))}\n`;
}
