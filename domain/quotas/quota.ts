/** How this project meets a quota of AWS in one of its clouds. */
export type Handling =
  /** What would pass it is answered as AWS answers. */
  | 'enforced'
  /** Its peak is measured, and reported beside the quota; what would pass it goes on. */
  | 'counted'
  /** A constant of the stack, or its plan, keeps every run below it. */
  | 'kept'
  /** Nothing here knows of it. */
  | 'not modelled';

/** Where and how, in words. */
export interface Handled {
  readonly how: Handling;
  readonly words: string;
}

/** One quota of AWS that the stack can meet. */
export interface Quota {
  readonly service: string;
  /** What is limited, in a reader's words. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The page that says so. */
  readonly source: string;
  /** The day on which that was read. */
  readonly lookedUp: string;
  /** Whether an account may ask for more. */
  readonly isAdjustable: boolean;
  readonly local: Handled;
  readonly twin: Handled;
  /** What refuses a plan that would pass it; null where nobody can know before a run. */
  readonly plan: string | null;
}

/** The day on which the pages were read; the prices of docs/facts.md are older. */
export const lookedUp = '2026-11-29';

/** What it is, in a row of the tables beside this file. */
export function quota(
  service: string,
  row: Omit<Quota, 'service' | 'lookedUp' | 'source'> & { readonly page: string },
): Quota {
  const { page, ...rest } = row;
  return { service, ...rest, source: page, lookedUp };
}

export const enforced = (words: string): Handled => ({ how: 'enforced', words });
export const counted = (words: string): Handled => ({ how: 'counted', words });
export const kept = (words: string): Handled => ({ how: 'kept', words });
export const notModelled = (words: string): Handled => ({ how: 'not modelled', words });
