/** What `what-if.json` says of the whole. */
export interface WhatIfHead {
  readonly schemaVersion: 1;
  readonly retries: string;
  readonly nodes: number;
  readonly seeds: readonly number[];
  readonly program: string;
  readonly argv: readonly string[];
  readonly prices: { readonly region: string; readonly asOf: string };
}
