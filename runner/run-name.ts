import { nameLengthMax } from '#domain/stack-names.ts';
import { fullRunName } from './full-run-name.ts';
import { sha256 } from './sha256.ts';

/**
 * The name of a run. It is shorter than that of a policy and allows fewer characters: see
 * `plainName`.
 */
export function runNameOf(scenario: string, policy: string, seed: number): string {
  const name = fullRunName(scenario, policy, seed);
  if (name.length <= nameLengthMax) return name;
  const hash = sha256(name).slice(0, 8);
  return `${name.slice(0, nameLengthMax - hash.length - 1)}-${hash}`;
}

/**
 * The name of a run on a deployed stack: its scenario's, with the time, which tells it from others
 * of that scenario. A long one is cut, since its messages carry it.
 */
export function timedRunName(scenario: string, nowMs: number): string {
  const time = `-${nowMs}`;
  return `${scenario.slice(0, nameLengthMax - time.length)}${time}`;
}
