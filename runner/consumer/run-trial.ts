// A trial of a stranger's consumer: confined, and in a thread that can be ended.
import { announce } from '../threads/answer-orders.ts';
import { enterOwnCode, leaveOwnCode } from '../threads/decision-watch.ts';
import { ConsumerError } from './consumer-code.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import { type ConsumerResult, tryConsumer } from './try-consumer.ts';

/** A trial, as plain data that can be sent to a thread. */
export interface TrialOrder {
  readonly trial: ConsumerSettings;
  /** The consumer's file, and its text. */
  readonly file: string;
  readonly text: string;
}

/** Carries out one trial, in this thread or in another one. */
export type TrialRunner = (order: TrialOrder) => Promise<ConsumerResult>;

/**
 * Runs a trial in this thread.
 * @throws {ConsumerError} where the file cannot be run, or uses more than it may
 */
export async function runTrial({ trial, file, text }: TrialOrder): Promise<ConsumerResult> {
  const { confinedConsumer } = await import('../confined/confined-consumer.ts');
  announce(file);
  const entrance = { enter: () => enterOwnCode('its handler'), leave: leaveOwnCode };
  const inside = await confinedConsumer(text, file, entrance);
  try {
    const result = await tryConsumer(inside.consumer, file, trial);
    const fault = inside.fault();
    if (fault === undefined) return result;
    throw new ConsumerError(fault.sentence);
  } finally {
    inside.dispose();
  }
}

/** Whether a file caused the error. From a thread it has lost its class, but not its name. */
export function isConsumerFault(error: unknown): error is Error {
  return error instanceof Error && ['ConsumerError', 'PolicyChoiceError'].includes(error.name);
}
