/** What `cost.json` says of the whole. */
export interface CostHead {
  readonly schemaVersion: 1;
  readonly scenario: string;
  readonly title: string;
  readonly scale: string;
  readonly program: string;
  readonly argv: readonly string[];
  readonly seeds: readonly number[];
  readonly prices: { readonly region: string; readonly asOf: string };
}
