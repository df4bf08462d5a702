// How the execution of a storm ended, and whether that is the storm's doing or its conductor's: one
// whose state machine failed says nothing of whether the network heals.
import { plainLine } from '../plain-text.ts';
import { type QuotaName, quotas } from '../quotas/quotas.ts';

/** The errors by which the state machine `RebootStorm` itself fails an execution. */
export const stormErrors = {
  /** The storm was watched to its end, and did not heal. */
  notHealed: 'NotHealed',
  /** A state failed for good, and the run was ended. */
  broken: 'StormBroke',
  /** The run was ended before its time; the cause says why, in the words of `StopReason`. */
  stopped: 'StormStopped',
  /** The run may not be started, or not by this execution; the run stays as it is. */
  refused: 'StartRefused',
} as const;

/** Why a run was ended before its time: it would have passed its cost cap, or somebody said so. */
export const stopReasons = ['cost', 'by hand'] as const;

/** Why a run was ended before its time. */
export type StopReason = (typeof stopReasons)[number];

/** An execution as Step Functions describes it. */
export interface ExecutionEnd {
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`. */
  readonly status: string;
  readonly error: string | null;
  readonly cause: string | null;
}

/** Why a storm was not conducted to its end. */
export interface ExecutionFailure extends ExecutionEnd {
  /** The quota of AWS that it met, where its words say so. */
  readonly quota: QuotaName | null;
}

/** Why an execution was stopped; null where it was not. */
export function stopReasonOf({ error, cause }: ExecutionEnd): StopReason | null {
  if (error !== stormErrors.stopped) return null;
  return stopReasons.find((reason) => reason === cause) ?? 'by hand';
}

/**
 * What failed an execution; null where it runs, succeeded, reported that nothing healed, or was
 * stopped on purpose.
 */
export function executionFailure(end: ExecutionEnd): ExecutionFailure | null {
  const { status, error, cause } = end;
  if (status === 'RUNNING' || status === 'SUCCEEDED') return null;
  if (status === 'FAILED' && error === stormErrors.notHealed) return null;
  if (stopReasonOf(end) !== null) return null;
  const quota = quotaMet(`${error ?? ''} ${cause ?? ''}`);
  return { status, error, cause: cause === null ? null : causeWords(cause), quota };
}

/**
 * A cause in words. That of a function which failed is a JSON document with its message (Lambda
 * developer guide, errors of Node.js); all other causes are words already.
 */
export function causeWords(cause: string): string {
  try {
    const document: unknown = JSON.parse(cause);
    const isOfFunction = typeof document === 'object' && document !== null;
    if (isOfFunction && 'errorMessage' in document && typeof document.errorMessage === 'string')
      return document.errorMessage;
    return cause;
  } catch {
    return cause;
  }
}

/** The words by which AWS says that a quota was met. */
const signs: readonly (readonly [RegExp, QuotaName])[] = [
  [/maximum number of history events/i, 'historyEvents'],
  [/States\.DataLimitExceeded/, 'stateDataBytes'],
  [/TooManyRequestsException|Rate exceeded/i, 'accountConcurrency'],
  [/ExecutionLimitExceeded/, 'openExecutions'],
  [/RequestEntityTooLarge|payload size exceeded/i, 'payloadBytes'],
  [/Item size has exceeded/i, 'itemBytes'],
  [/OverLimit/, 'inFlight'],
];

/** The quota that an error's words name, if any. */
export function quotaMet(words: string): QuotaName | null {
  return signs.find(([sign]) => sign.test(words))?.[1] ?? null;
}

/** Says in one sentence why a storm was not conducted to its end. */
export function formatFailure({ status, error, cause, quota }: ExecutionFailure): string {
  const why = plainLine([error, cause].filter((part) => part !== null && part !== '').join(': '));
  const ended = `the execution of its state machine ended as ${status}`;
  const met = quota === null ? '' : `; it met a quota of AWS: ${formatQuota(quota)}`;
  return `${ended}${why === '' ? '' : ` (${why})`}${met}`;
}

/** A quota in words: `25,000 events in the history of one execution`. */
export function formatQuota(name: QuotaName): string {
  const { value, service, name: what } = quotas[name];
  return `${what}: ${value.toLocaleString('en-US')} (${service})`;
}
