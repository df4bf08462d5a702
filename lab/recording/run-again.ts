// The inputs of the page that come nearest to a recorded run, and in what they differ from it.
import type { RecordedManifest, RecordedRun } from '#cli/run-folder/recorded-run.ts';
import { policyCalled } from '#domain/policies.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { stableJson } from '#runner/stable-json.ts';
import { usualRetries, usualScale } from '#runner/twin/twin-order.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { nearestIn, seedRange } from '../inputs/address.ts';
import { fieldFacts } from '../inputs/field-facts.ts';
import { inputsFor, type LabInputs, nodesRange } from '../inputs/inputs.ts';
import { plannedRun } from '../inputs/planned-run.ts';
import { policiesMax } from '../policy/compared-policies.ts';
import { regionsPriced } from '../prices.ts';

/** A run of the page in place of a recorded one. */
export interface RunHere {
  /** Null: the page does not have the scenario. */
  readonly inputs: LabInputs | null;
  /** In what it is another run than the recorded one, a sentence each; none: it is the same. */
  readonly differences: readonly string[];
}

/** Finds the run of the page that is nearest to a recorded one. */
export function runHere({ result, manifest }: RecordedRun): RunHere {
  const { scenario: name, seed, nodes, cloud, scale, retries, runs } = result;
  const scenario = scenarios[name];
  if (scenario === undefined) return { inputs: null, differences: [noScenario(name)] };
  const usual = inputsFor(name);
  const { policies, left } = offeredAmong(
    runs.map(({ policy }) => policy),
    usual.policies,
  );
  const region = runs[0]?.bill.region ?? usual.region;
  const plain: LabInputs = {
    ...usual,
    policies,
    nodes: nearestIn(nodesRange, nodes),
    seed: nearestIn(seedRange, seed),
    region: regionsPriced.includes(region) ? region : usual.region,
  };
  const isSameScale = scale === usualScale(scenario);
  const inputs = isSameScale && manifest !== null ? withFields(plain, manifest) : plain;
  const differences = [
    ...(cloud === 'local' ? ['the twin runs it here, a model, in place of the local cloud'] : []),
    ...(isSameScale ? [] : [`it runs at ${usualScale(scenario)} scale in place of ${scale}`]),
    ...left.map((policy) => `${policy} is no policy of the page`),
    ...(inputs.nodes === nodes ? [] : [`it has ${formatCount(inputs.nodes)} nodes`]),
    ...(inputs.seed === seed ? [] : [`its seed is ${inputs.seed}`]),
    ...(inputs.region === region ? [] : [`its prices are those of ${inputs.region}`]),
    ...(retries === null || retries === usualRetries(nodes)
      ? []
      : [`retries are ${usualRetries(nodes)} in place of ${retries}`]),
    ...(isSameScale && manifest !== null && !hasSettings(inputs, manifest)
      ? ['not all of its settings can be set here']
      : []),
  ];
  return { inputs, differences };
}

function noScenario(name: string): string {
  return `the page has no scenario called ${name.slice(0, 40)}`;
}

/** The first that the page has, at most three; usual ones in place of those that it has not. */
function offeredAmong(names: readonly string[], usual: LabInputs['policies']) {
  const known = names.filter((name) => policyCalled(name) !== undefined).slice(0, policiesMax);
  const [first = usual[0], ...more] = known;
  const [second = usual[1] === first ? usual[0] : usual[1], ...third] = more;
  const policies: LabInputs['policies'] = [first, second, ...third];
  const left = names.filter((name) => !policies.some((one) => one === name));
  return { policies, left };
}

/** The inputs with the fields that the manifest has otherwise than the scenario's record. */
function withFields(inputs: LabInputs, { settings }: RecordedManifest): LabInputs {
  const { timings, storm, scale } = settings;
  const scenario = scenarios[inputs.scenario];
  if (scenario === undefined) return inputs;
  const { shape, sizes } = scale;
  const own = { timings, storm, shape, sizes, [usualScale(scenario)]: scale };
  const fields = fieldFacts(scenario).flatMap(({ input: { name }, recorded, range, setAs }) => {
    const [set = name] = setAs;
    const value = valueAt(own, set) ?? valueAt(own, name);
    if (typeof value !== 'number' || value === recorded) return [];
    return nearestIn(range, value) === value ? [[name, value] as const] : [];
  });
  return { ...inputs, fields: Object.fromEntries(fields) };
}

function valueAt(settings: Readonly<Record<string, unknown>>, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (parent, key) =>
        typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
          ? (parent as Readonly<Record<string, unknown>>)[key]
          : undefined,
      settings,
    );
}

/** Whether the run of these inputs has the settings that the manifest reports. */
function hasSettings(inputs: LabInputs, { settings }: RecordedManifest): boolean {
  const { scenario, scale } = plannedRun(inputs);
  const { startMs, storm, timings } = scenario;
  const here = { startMs, storm, timings, scale: scenario[scale] ?? scenario.embedded };
  const { startMs: thenMs, storm: then, timings: thenTimings, scale: thenScale } = settings;
  const there = { startMs: thenMs, storm: then, timings: thenTimings, scale: thenScale };
  return stableJson(here) === stableJson(there);
}
