import type { Assumption, Mark } from '#domain/scenario/scenario.ts';

/** Notes a value with where it comes from, and hands the value on unchanged. */
type Note = (name: string, value: number, unit: string, source: string) => number;

/** Notes values under the mark that each deserves. */
export type Ledger = Readonly<Record<Mark, Note>> & { readonly assumptions: Assumption[] };

/**
 * Keeps a scenario's values and their sources together, so that what a report says of a value
 * cannot drift from the value that was used.
 */
export function openLedger(): Ledger {
  const assumptions: Assumption[] = [];
  const noteAs =
    (mark: Mark): Note =>
    (name, value, unit, source) => {
      assumptions.push({ name, value: `${value.toLocaleString('en-US')} ${unit}`, mark, source });
      return value;
    };
  return {
    found: noteAs('found'),
    derived: noteAs('derived'),
    fitted: noteAs('fitted'),
    guess: noteAs('guess'),
    assumptions,
  };
}
