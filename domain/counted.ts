// What is counted of something that is tried. The plans say it; those who carry them out only add.
import type { Metric } from './stack-names.ts';

/** The metric that counts something, by whether it was done; null: none does. */
export interface Counted<Name extends Metric = Metric> {
  readonly done: Name | null;
  readonly notDone: Name | null;
}

/** Messages of a batch, once it is decided: those that failed come again. */
export const countedMessage = {
  done: 'MessagesHandled',
  notDone: 'MessagesFailed',
} as const satisfies Counted;
