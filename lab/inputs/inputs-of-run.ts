// From a run to the inputs with which the page makes it again: the way back of `cliWords`.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { stableJson } from '#runner/stable-json.ts';
import type { Retries } from '#runner/twin/twin-order.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { readAddress } from './address.ts';
import { fieldFacts } from './field-facts.ts';
import { type LabInputs, restartsName } from './inputs.ts';
import { plannedRun } from './planned-run.ts';

/** What a run is made of. */
export interface RunToOpen {
  /** One that ships, or one of those with other values in some fields. */
  readonly scenario: Scenario;
  /** Names of policies; none: the usual ones. */
  readonly policies: readonly string[];
  /** Absent: as many as take seconds. */
  readonly nodes?: number | undefined;
  readonly seed: number;
  /** How many invocations the account allows at a time; AWS's default when absent. */
  readonly concurrency?: number | undefined;
  /** Whether attempts in vain were executed; null or absent: as the page would. */
  readonly retries?: Retries | null | undefined;
  readonly region: string;
}

/** The page's inputs that come nearest to a run. */
export interface NearestInputs {
  readonly inputs: LabInputs;
  /** In what they make another run, a sentence each; none: it is the same. */
  readonly differences: readonly string[];
}

/** The inputs, or a sentence on each thing that the page cannot show. */
export type OpenedInputs =
  | { readonly kind: 'inputs'; readonly inputs: LabInputs }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** The page's inputs for a run, if it has them all. */
export function inputsOfRun(run: RunToOpen): OpenedInputs {
  const nearest = nearestInputs(run);
  if (nearest === null) return refused('The lab has the scenarios that ship, and no other.');
  const { inputs, differences } = nearest;
  return differences.length === 0 ? { kind: 'inputs', inputs } : refused(...differences);
}

/** The page's inputs that come nearest to a run; null: it does not have the scenario. */
export function nearestInputs(run: RunToOpen): NearestInputs | null {
  const recorded = recordedScenario(run.scenario.name);
  if (recorded === undefined) return null;
  const { inputs, mended } = readAddress(addressWords(run, recorded));
  const { scenario, retries } = plannedRun(inputs);
  const hasFields = mended.length > 0 || isAlike(scenario, run.scenario);
  const isSameWay = (run.retries ?? retries) === retries;
  const differences = [
    ...mended,
    ...(hasFields
      ? []
      : ['A field of the scenario has another value, and the lab has no input for it.']),
    ...(isSameWay ? [] : [`Attempts in vain are ${retries} here, and were ${run.retries} there.`]),
  ];
  return { inputs, differences };
}

/** A scenario that ships, by a name that may come from a file. */
export function recordedScenario(name: string): Scenario | undefined {
  return Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
}

function refused(...reasons: string[]): OpenedInputs {
  return { kind: 'refused', reasons };
}

function addressWords(run: RunToOpen, recorded: Scenario): string {
  const { scenario, policies, nodes, seed, region, concurrency } = run;
  const words = new URLSearchParams({ scenario: scenario.name, seed: String(seed) });
  words.set('prices', region);
  if (policies.length > 0) words.set('policies', policies.join(','));
  if (nodes !== undefined) words.set('nodes', String(nodes));
  if (concurrency !== undefined) words.set('concurrency', String(concurrency));
  for (const [name, value] of changedFields(scenario, recorded)) words.set(name, String(value));
  return words.toString();
}

/** The inputs whose values are not those of the record. */
function changedFields(scenario: Scenario, recorded: Scenario): [string, number][] {
  const before = fieldFacts(recorded);
  const changed = fieldFacts(scenario).flatMap(({ input, recorded: value }): [string, number][] => {
    const own = before.find((one) => one.input.name === input.name);
    return own === undefined || own.recorded === value ? [] : [[input.name, value]];
  });
  const restarts = restartFactor(scenario, recorded);
  return restarts === 1 ? changed : [...changed, [restartsName, restarts]];
}

/** How many times as many restart as in the record. */
function restartFactor(scenario: Scenario, recorded: Scenario): number {
  const before = shareSum(recorded);
  // A share times a factor, divided by the share again, may be off in the last digit.
  return before === 0 ? 1 : Number((shareSum(scenario) / before).toPrecision(12));
}

function shareSum({ storm }: Scenario): number {
  return storm.nights
    .flatMap(({ restartShare }) =>
      typeof restartShare === 'number' ? [restartShare] : Object.values(restartShare),
    )
    .reduce((sum, share) => sum + share, 0);
}

/** Whether two scenarios make the same storm on the same network. */
function isAlike(one: Scenario, other: Scenario): boolean {
  return inWords(one) === inWords(other);
}

function inWords({ startMs, storm, timings, target, embedded, full }: Scenario): string {
  return stableJson(rounded({ startMs, storm, timings, target, embedded, full }));
}

/** A share times a factor may be off in the last digit. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rounded(part)]));
}
