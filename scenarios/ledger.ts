import type { Assumption, Provenance } from '#domain/scenario/scenario.ts';

/** Notes a value with where it comes from, and hands the value on unchanged. */
type Note = (name: string, value: number, unit: string, source: string) => number;

/** Notes values under the provenance that each deserves. */
export type Ledger = Readonly<Record<Provenance, Note>> & { readonly assumptions: Assumption[] };

/**
 * Keeps a scenario's values and their sources together, so that what a report says of a value
 * cannot drift from the value that was used.
 */
export function openLedger(): Ledger {
  const assumptions: Assumption[] = [];
  const noteAs =
    (provenance: Provenance): Note =>
    (name, value, unit, source) => {
      assumptions.push({
        name,
        value: `${value.toLocaleString('en-US')} ${unit}`,
        provenance,
        source,
      });
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
