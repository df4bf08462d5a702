import { chanceOf } from '#domain/chance.ts';
import { nameLengthMax } from '#domain/stack-names.ts';

/**
 * The name of a run. It is shorter than that of a policy and allows fewer characters: see
 * `plainName`. A longer one is cut, and ends in eight digits that tell it from others. They are
 * made by sums alone, because a page in a browser gives a run the same name.
 */
export function runNameOf(scenario: string, policy: string, seed: number): string {
  const name = `${scenario}-${policy.replaceAll('+', '.')}-${seed}`;
  if (name.length <= nameLengthMax) return name;
  const hash = (chanceOf(0, name) * 2 ** 32).toString(16).padStart(8, '0');
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
