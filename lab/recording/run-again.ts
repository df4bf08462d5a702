// The inputs of the page that come nearest to a recorded run, and in what they differ from it.
import type { RecordedRun } from '#cli/run-folder/recorded-run.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { usualScale } from '#runner/twin/twin-order.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { nearestInputs, recordedScenario } from '../inputs/inputs-of-run.ts';

/** A run of the page in place of a recorded one. */
export interface RunHere {
  /** Null: the page does not have the scenario. */
  readonly inputs: LabInputs | null;
  /** In what it is another run than the recorded one, a sentence each; none: it is the same. */
  readonly differences: readonly string[];
}

/** Finds the run of the page that is nearest to a recorded one. */
export function runHere(run: RecordedRun): RunHere {
  const { result } = run;
  const { scenario: name, seed, nodes, cloud, scale, retries, runs, accountConcurrency } = result;
  const recorded = recordedScenario(name);
  if (recorded === undefined) return withoutScenario(name);
  const isSameScale = scale === usualScale(recorded);
  const made = isSameScale ? madeOf(recorded, run) : recorded;
  const nearest = nearestInputs({
    // The fields of another scale are not those that the page would set.
    scenario: made ?? recorded,
    policies: runs.map(({ policy }) => policy),
    nodes,
    seed,
    concurrency: accountConcurrency,
    retries,
    region: runs[0]?.bill.region ?? '',
  });
  if (nearest === null) return withoutScenario(name);
  const differences = [
    ...(cloud === 'local' ? ['The twin runs it here, a model, in place of the local cloud.'] : []),
    ...(isSameScale ? [] : [`It runs at ${usualScale(recorded)} scale in place of ${scale}.`]),
    ...(made === null ? ['Its settings are none that the page can read.'] : []),
    ...nearest.differences,
  ];
  return { inputs: nearest.inputs, differences };
}

function withoutScenario(name: string): RunHere {
  const words = `The page has no scenario called ${name.slice(0, 40)}.`;
  return { inputs: null, differences: [words] };
}

/** The scenario as the run's files report it; null where they report no such scenario. */
function madeOf(recorded: Scenario, { result, manifest }: RecordedRun): Scenario | null {
  const target = { ...recorded.target, onlineShare: result.targetShare };
  if (manifest === null) return { ...recorded, target };
  const { startMs, storm, timings, scale } = manifest.settings;
  const made = { ...recorded, target, startMs, storm, timings, [result.scale]: scale };
  return hasFormOf(recorded, made) ? made : null;
}

/** Whether a value from a file has all that a known one has, each of the same kind. */
function hasFormOf<Known>(known: Known, value: unknown): value is Known {
  if (typeof known !== 'object' || known === null) return typeof value === typeof known;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(known).every(
    ([key, part]) =>
      Object.hasOwn(value, key) &&
      hasFormOf(part, (value as Readonly<Record<string, unknown>>)[key]),
  );
}
