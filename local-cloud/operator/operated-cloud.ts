// The cloud as the services of its operator see it.

import type { InvocationOutcome } from '../lambda/invocation-outcome.ts';
import type { JsonObject } from '../service.ts';
import type { ResolvedTemplate } from '../template/read-template.ts';

/** The functions, as whoever invokes one needs them. */
export type InvokedFunctions = {
  has(nameOrArn: string): boolean;
  invoke(nameOrArn: string, event: unknown): Promise<InvocationOutcome>;
};

/** The cloud as its operator sees it. */
export type OperatedCloud = {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly template: JsonObject;
  readonly resolved: ResolvedTemplate;
  readonly createdAtMs: number;
  readonly accountConcurrency: number;
  readonly lambda: InvokedFunctions;
};
