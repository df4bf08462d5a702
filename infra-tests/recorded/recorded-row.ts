// What one answer of AWS is to the table: what was asked, what AWS answered, and who recorded it.

import type { ContractBench, ContractResources } from '../contract/contract-case.ts';

/** The parts of the table, one folder each. */
export type RecordedService = 'sqs' | 'mappings' | 'step-functions' | 'dynamodb';

/** Who saw AWS answer so: a public suite or report, its test, and when. */
export type RecordedSource = {
  /** A name of docs/peer-suites.md, or a repository: `LocalStack`, `moto`, `aws/aws-cdk`. */
  readonly suite: string;
  /** The test, the issue or the page by which a reader finds it. */
  readonly test: string;
  /** The day of the recording as YYYY-MM-DD or YYYY-MM; of a page, the day it was looked up. */
  readonly date: string;
};

/** One recorded answer. */
export type RecordedRow = {
  readonly service: RecordedService;
  /** A sentence about what AWS does, unique in the table. */
  readonly title: string;
  /** As CloudFormation spells them, by logical id. */
  readonly resources?: ContractResources;
  /** Asks, and answers with plain JSON that comes out the same on every run. */
  ask(bench: ContractBench): Promise<unknown>;
  /** What AWS answered, as `ask` puts it; `NOT_MADE` where AWS refuses the resources. */
  readonly answer: unknown;
  readonly source: RecordedSource;
  /** The local cloud is known to answer otherwise, and why that is left so. */
  readonly differs?: string;
};

/** The answer where AWS does not make the resources, so that nothing can be asked. */
export const NOT_MADE = { notMade: true } as const;
