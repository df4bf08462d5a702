// What is kept of a run, so that a later program can be held to it.

/** Numbers by name, and how the run ended. */
export type Figures = Readonly<Record<string, number | string>>;

/** A run and its figures are kept here, all runs of both clouds. */
export const figuresPath = 'infra-tests/recorded-figures/figures.json';

/**
 * Numbers in the order of their names, each called `<kind>.<name>`. Twelve digits are kept: the
 * last ones of a sum may differ between processors.
 */
export function named(kind: string, numbers: object): Record<string, number> {
  const entries = Object.entries(numbers).map(([name, value]) => [
    `${kind}.${name}`,
    digits(value),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

function digits(value: number): number {
  return Number(value.toPrecision(12));
}
