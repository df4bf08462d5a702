// What a local cloud is started from.

import type { FaultPlan } from './faults.ts';
import type { CallRecord } from './gateway/gateway.ts';
import type { CommitListener, MessageListener } from './history-facts.ts';
import type { CrashAt } from './lambda/execution-environment.ts';
import type { LambdaCode, LogEntry } from './lambda/lambda-code.ts';
import type { JsonObject, Random } from './service.ts';
import type { LogFormat } from './telemetry/log-format.ts';

/** What a cloud is started from. */
export type LocalCloudOptions = {
  /** A synthesised CloudFormation template. */
  template: JsonObject;
  /** Function code by the template's metadata `local-cloud:entry`, e.g. `functions/login.ts`. */
  code: Readonly<Record<string, LambdaCode>>;
  seed: number;
  startMs: number;
  faults: FaultPlan;
  onLog?: (functionName: string, entry: LogEntry) => void;
  /** What lines the code's libraries make of what it says and counts; JSON when absent. */
  logFormat?: LogFormat | undefined;
  /** Called for every call that a service carried out, in order: the history of the run. */
  onCall?: (call: CallRecord) => void;
  /** Called for every call that changed a table, in order: what a history is judged by. */
  onCommit?: CommitListener | undefined;
  /** Called for every step of every message, in order. */
  onMessage?: MessageListener | undefined;
  /** Invocations at a time that the account allows: 1,000 by default, 10 in a new account. */
  accountConcurrency?: number | undefined;
  /** Kills invocations at chosen places, for tests that try every place. */
  crashAt?: CrashAt | undefined;
  /**
   * Whether a transaction that is under way refuses others at its items, as on AWS; by default
   * where the plan has the fault `conflict`, since a plan of other faults is to show these alone.
   */
  naturalConflicts?: boolean | undefined;
  /** Decides which of a queue's pollers is answered; drawn from the seed by default. */
  pollerChance?: Random | undefined;
  /** Where clients outside the process reach it: the origin of its queues' addresses. */
  endpoint?: string | undefined;
  /** Twelve digits; all zeros by default. */
  accountId?: string | undefined;
  /** The stack's name, which begins the names of its parts; `local` by default. */
  stackName?: string | undefined;
  /** Hears what the cloud lacks when a function asks for it. Without it, that ends the run. */
  onUnsupported?: ((error: Error) => void) | undefined;
};
