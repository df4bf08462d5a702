// The points of a sweep as runs: their keys, their orders, and what became of them.
import { type CloudChoice, orderOf } from '#runner/compare-policies.ts';
import type { Journal, JournalEntry } from '#runner/sweep/journal.ts';
import { policyFileDigests, runKey } from '#runner/sweep/run-key.ts';
import type { SweepTask } from '#runner/sweep/run-sweep.ts';
import { type Retries, usualRetries } from '#runner/twin/twin-order.ts';
import { keyedFolder } from '../run-folder/keyed-folder.ts';
import type { SweepPoint } from './grid.ts';
import type { SweepOptions } from './sweep-options.ts';
import type { HowRun, SettingSummary, SweptPoint } from './sweep-table.ts';

/** A point with the key of its run. */
export interface KeyedPoint extends SweepPoint {
  readonly key: string;
}

/**
 * Whether a run of so many nodes executes each failing attempt. The local cloud always does.
 */
export function retriesOf(
  { cloud, retries }: Pick<SweepOptions, 'cloud' | 'retries'>,
  nodes: number,
): Retries {
  return cloud === 'local' ? 'executed' : (retries ?? usualRetries(nodes));
}

/**
 * A run's key contains all that the run depends on. So a larger grid reuses the runs of a smaller
 * one.
 */
export function keyer(options: SweepOptions, program: string) {
  const { grid, cloud, scale } = options;
  const files = policyFileDigests(grid.policies);
  return function* keyed(points: Iterable<SweepPoint>): Generator<KeyedPoint> {
    for (const point of points) {
      const { scenarioHash, source, nodes, seed, faults } = point;
      const file = files.get(source.name) ?? null;
      const retries = retriesOf(options, nodes);
      const by = [source.name, file, nodes, seed, faults.plan];
      const all = [program, cloud, scale, retries, scenarioHash, ...by];
      yield { ...point, key: runKey(all) };
    }
  };
}

/** The same sweep has the same folder, so it is continued even if the user names none. */
export function usualFolder(
  { grid, cloud, scale, retries }: SweepOptions,
  program: string,
): string {
  const { scenario, policies, axes, faultPlans, nodeCounts, seeds } = grid;
  const files = [...policyFileDigests(policies)];
  const names = policies.map(({ name }) => name);
  const varied = [names, files, axes, faultPlans, nodeCounts, seeds];
  const all = [program, cloud, scale, retries, scenario, ...varied];
  return keyedFolder('sweeps', scenario.name, all);
}

/** What the rows of a sweep say of how they were run. */
export type SweptHow = Pick<SweepOptions, 'scenario' | 'cloud' | 'scale' | 'retries'> & {
  readonly commit: string;
};

/** The points whose runs are done. */
export function* doneOf(points: Iterable<KeyedPoint>, journal: Journal): Generator<KeyedPoint> {
  for (const point of points) if (journal.has(point.key)) yield point;
}

/** The points with their results, read from the journal one by one. All of them are done. */
export function* sweptPoints(
  points: Iterable<KeyedPoint>,
  journal: Journal,
  how: SweptHow,
): Generator<SweptPoint> {
  for (const { key, ...point } of points) yield sweptPoint(point, journal.read(key), how);
}

/** A point with its result. */
export function sweptPoint(point: SweepPoint, entry: JournalEntry, how: SweptHow): SweptPoint {
  return { point, ran: howRun(point, how), ...entry };
}

function howRun({ nodes, faults, faultPlan }: SweepPoint, how: SweptHow): HowRun {
  const { scenario, cloud, scale, commit } = how;
  const retries = retriesOf(how, nodes);
  const name = scenario.name;
  return { scenario: name, cloud, scale, retries, faults: faults.name, faultPlan, commit };
}

/** A task that knows its point. */
export interface PointTask extends SweepTask {
  readonly point: SweepPoint;
}

/** The points as tasks, made one by one. */
export function* tasksOf(
  points: Iterable<KeyedPoint>,
  options: SweepOptions,
  template: () => Record<string, unknown>,
): Generator<PointTask> {
  const { cloud: kind, scale } = options;
  const local = kind === 'local' ? template() : {};
  for (const { key, ...point } of points) {
    const { scenario, source, nodes, seed, faults } = point;
    const cloud: CloudChoice =
      kind === 'local'
        ? { kind, faults, template: local }
        : { kind, scale, retries: retriesOf(options, nodes) };
    yield {
      key,
      point,
      words: `${formatPoint(point)}, seed ${seed}`,
      order: orderOf({ scenario, seed, nodeCount: nodes, cloud }, source),
    };
  }
}

/** A point in words, without its seed. */
export function formatPoint({ faults, ...others }: SweepPoint): string {
  return formatSummary({ ...others, faults: faults.name });
}

/** What tells a setting from the others, in words. */
export function formatSummary(
  setting: Pick<SettingSummary, 'values' | 'faults' | 'faultPlan' | 'policy' | 'nodes'>,
): string {
  const { values, faults, faultPlan, policy, nodes } = setting;
  const words = [
    policy,
    `${nodes} nodes`,
    faults === 'none' ? '' : `faults ${faults}`,
    faultPlan === faults ? '' : `fault plan ${faultPlan}`,
    formatSetting(values),
  ];
  return words.filter((word) => word !== '').join(', ');
}

/** The varied values of a point in words. */
export function formatSetting(values: SweepPoint['values']): string {
  return Object.entries(values)
    .map(([field, value]) => `${field}=${value}`)
    .join(', ');
}
