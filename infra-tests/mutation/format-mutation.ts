// What is said of mutants, and what is kept of them.
import type { MutantGroup } from './draw-mutants.ts';
import type { TriedMutant } from './mutant.ts';

/** How many of a group were tried and found; those that the compiler refuses do not count. */
export interface GroupCount {
  readonly tried: number;
  readonly found: number;
  readonly refusedByTypes: number;
}

/** Counts one group. */
export function countGroup({ name }: MutantGroup, tried: readonly TriedMutant[]): GroupCount {
  const all = tried.filter(({ group }) => group === name);
  const asked = all.filter(({ verdict }) => verdict !== 'types');
  const found = asked.filter(({ verdict }) => verdict !== 'survived').length;
  return { tried: asked.length, found, refusedByTypes: all.length - asked.length };
}

/** Whether enough of a group were found. */
export function isGoalMet(group: MutantGroup, tried: readonly TriedMutant[]): boolean {
  const count = countGroup(group, tried);
  return count.tried > 0 && count.found >= group.goal * count.tried;
}

/** One line for a group. */
export function formatGroup(group: MutantGroup, tried: readonly TriedMutant[]): string {
  const { tried: asked, found, refusedByTypes } = countGroup(group, tried);
  const percent = asked === 0 ? 0 : (100 * found) / asked;
  const goal = `goal ${100 * group.goal} %`;
  const share = `${found} of ${asked} found, ${percent.toFixed(1)} % (${goal})`;
  return `${group.name}: ${share}; ${refusedByTypes} more refused by the compiler`;
}

/** One mutant: what was changed, and who found it. */
export function formatMutant(mutant: TriedMutant, text: string): string {
  const { verdict, file, line, mutator, from, to, replacement, seconds } = mutant;
  const mark = verdict === 'survived' ? 'LEFT' : '  ok';
  const change = `${oneLine(text.slice(from, to))}  ->  ${oneLine(replacement)}`;
  return `${mark}  ${verdict} (${seconds.toFixed(0)} s)  ${file}:${line} ${mutator}: ${change}`;
}

/** The result file: counts by group, and every mutant with its verdict. */
export function resultOf(
  seed: string,
  groups: readonly MutantGroup[],
  tried: readonly TriedMutant[],
): object {
  const counts = groups.map((group) => [group.name, countGroup(group, tried)]);
  return { schemaVersion: 1, seed, groups: Object.fromEntries(counts), mutants: tried };
}

function oneLine(text: string): string {
  const folded = text.replaceAll(/\s+/g, ' ');
  return folded.length > 80 ? `${folded.slice(0, 77)}...` : folded;
}
