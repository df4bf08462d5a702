/** What `wire.json` says of the whole. */
export interface WireHead {
  readonly schemaVersion: 1;
  readonly scenario: string;
  readonly title: string;
  readonly scale: string;
  readonly retries: string;
  readonly nodes: number;
  readonly hosts: number;
  readonly seeds: readonly number[];
  readonly program: string;
  readonly argv: readonly string[];
}
