// Which metric counts an outcome. The plans say it; their executors only add.
import type { Metric } from './stack-names.ts';

/** The metric of a write or another try, by whether it was done; null where none counts it. */
export interface Counted<Name extends Metric = Metric> {
  readonly done: Name | null;
  readonly notDone: Name | null;
}

/** Of each message of a batch. One that failed comes again. */
export const countedMessage = {
  done: 'MessagesHandled',
  notDone: 'MessagesFailed',
} as const satisfies Counted;
