// What a reader of the page chooses. The form, the address and the command line are made of it.

import { cellsMax, concurrencyMin, nodesMin } from '#domain/limits.ts';
import { lambdaQuotas } from '#domain/quotas/lambda-quotas.ts';
import type { NumberRange } from '#domain/scenario/scenario-ranges.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { usualScale } from '#runner/twin/twin-order.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import type { ComparedPolicies } from '../policy/compared-policies.ts';
import { usualRegion } from '../prices.ts';

/** Everything that is chosen. The same inputs give the same run. */
export interface LabInputs {
  /** The name of a scenario that ships. */
  readonly scenario: string;
  readonly policies: ComparedPolicies;
  /** The text of the reader's own policy, as `packed` makes it; null: there is none. */
  readonly own: string | null;
  readonly nodes: number;
  readonly seed: number;
  /** How many invocations the account allows at a time. */
  readonly concurrency: number;
  /** The region whose prices make the bill. */
  readonly region: string;
  /** Fields of the scenario that are otherwise than it has them, by `FieldInput.name`. */
  readonly fields: Readonly<Record<string, number>>;
}

/** A field of a scenario that the page can change. */
export interface FieldInput {
  /** The name that `rebootstorm scenario fields` has for it; of a scale, without the scale. */
  readonly name: string;
  /** What a reader who does not know the project calls it. */
  readonly label: string;
  /** Another field that a scenario must have the same value in. */
  readonly alsoSets?: string;
  readonly group: 'The storm' | 'Supernodes and healing' | 'Clients and log-in';
}

/** How many times as many PCs restart as in the record: each share of each night, times this. */
export const restartsName = 'restarts';

/** Which fields the page can change, in the order of its form. */
export const fieldInputs: readonly FieldInput[] = [
  storm(restartsName, 'PCs that restart, times the record'),
  storm('storm.spreadMs', 'Restarts of a wave spread over'),
  storm('timings.bootMsMin', 'Boot to first log-in, at least'),
  storm('timings.bootMsMax', 'Boot to first log-in, at most'),
  healing('shape.clientsPerSupernode', 'Clients for each supernode'),
  {
    ...healing('sizes.slotsPerSupernode', 'Slots of a supernode'),
    alsoSets: 'shape.slotsPerSupernode',
  },
  healing('sizes.headroom', 'Head-room: slots for each client'),
  healing('sizes.promotionsPerStep', 'Promotions in a heal step'),
  healing('timings.healPaceMs', 'Pause between heal steps'),
  healing('timings.healOverdueMs', 'A heal step is presumed lost after'),
  healing('timings.leaseMs', 'Lease of a supernode'),
  healing('timings.renewEveryMs', 'Supernode renews its lease every'),
  healing('sizes.attemptsPerMinuteMax', 'Attempts a minute at which a supernode signs off'),
  clients('timings.clientTimeoutMs', 'Client waits for an answer'),
  clients('timings.retryMs', 'Retry pause, without backpressure'),
  clients('timings.backoffMsBase', 'First back-off, with backpressure'),
  clients('timings.backoffMsMax', 'Longest back-off, with backpressure'),
  clients('timings.loginsPerRateLimitWindow', 'Log-ins served in a window, by a cell'),
];

/** How many nodes the page offers: a log scale from the first to the second. */
export const nodesRange: NumberRange = { min: 100, max: 10_000_000, isWhole: true };

/** How many nodes a scenario takes: a network has so many cells at most, of the scenario's size. */
export function nodesRangeOf(name: string): NumberRange {
  const scenario = scenarioOf(name);
  const { shape } = scenario[usualScale(scenario)] ?? scenario.embedded;
  return { ...nodesRange, max: Math.min(nodesRange.max, cellsMax * shape.cellNodes) };
}

/** From so many on the page says how long a run may take, and waits to be told. */
export const nodesUnasked = 1_000_000;

/** A smaller network cannot run at all; the command line takes it, the page's scale does not. */
if (nodesRange.min < nodesMin) throw new Error(`expected at least ${nodesMin} nodes`);

/** What `--account-concurrency` takes; the page needs an end to its range. */
export const concurrencyRange: NumberRange = { min: concurrencyMin, max: 10_000, isWhole: true };

/** What AWS gives an account, unless it is new. */
export const usualConcurrency = lambdaQuotas.accountConcurrency.value;

/** A network of so many takes seconds. */
const secondsNodes = 2_000;

/** What is chosen where nothing is said: August 2007, cut down to a size that takes seconds. */
export const usualInputs: LabInputs = inputsFor('august-2007');

/** A scenario as it is recorded, at a size that takes seconds. */
export function inputsFor(scenario: string): LabInputs {
  return {
    scenario,
    policies: ['legacy-2007', 'resilient'],
    own: null,
    nodes: usualNodes(scenario),
    seed: 2007,
    concurrency: usualConcurrency,
    region: usualRegion,
    fields: {},
  };
}

/** A scenario at a real size of millions is begun small; any other at its own size. */
function usualNodes(name: string): number {
  const own = scenarios[name];
  if (own === undefined || own.full !== undefined) return secondsNodes;
  return own.embedded.shape.nodeCount;
}

function storm(name: string, label: string): FieldInput {
  return { name, label, group: 'The storm' };
}

function healing(name: string, label: string): FieldInput {
  return { name, label, group: 'Supernodes and healing' };
}

function clients(name: string, label: string): FieldInput {
  return { name, label, group: 'Clients and log-in' };
}
