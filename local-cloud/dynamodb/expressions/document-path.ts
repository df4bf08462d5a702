import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { memberOf } from '../values/attribute-value.ts';
import type { Substitutions } from './expression-parameters.ts';
import { rememberingParser } from './parsed-expressions.ts';
import { isReservedWord } from './reserved-words.ts';
import type { TokenReader } from './tokens.ts';

/** The way to a value inside an item: names (`#alias` until resolved) and list indexes. */
export type Path = readonly (string | number)[];

/** Reads the comma-separated paths of a ProjectionExpression. */
export const parseProjection = rememberingParser((reader): readonly Path[] => {
  const paths: Path[] = [];
  do paths.push(readPath(reader));
  while (reader.take(','));
  return paths;
});

/** Reads one path. @throws {ServiceError} ValidationException for bad syntax or a reserved word */
export function readPath(reader: TokenReader): Path {
  const steps: (string | number)[] = [readName(reader)];
  for (;;) {
    if (reader.take('.')) steps.push(readName(reader));
    else if (reader.take('[')) steps.push(readIndex(reader));
    else return steps;
  }
}

/** The path with its aliases replaced by the names they stand for. */
export function resolvePath(path: Path, substitutions: Substitutions): Path {
  return path.map((step) => resolveStep(step, substitutions));
}

/** The value at a path that may hold aliases, or undefined where the item has none. */
export function valueAt(
  item: Item,
  path: Path,
  substitutions: Substitutions,
): AttributeValue | undefined {
  let value: AttributeValue = { M: item };
  for (const step of path) {
    const child = childOf(value, resolveStep(step, substitutions));
    if (child === undefined) return undefined;
    value = child;
  }
  return value;
}

/** A map's member or a list's element, or undefined where there is none. */
export function childOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? memberOf(value.M, step) : undefined;
}

/**
 * The parts of an item at the given resolved paths, nested as in the item. List elements that are
 * left out leave no gap.
 */
export function projectItem(item: Item, paths: readonly Path[]): Item {
  const whole = wholeAttributes(paths);
  if (whole !== null) return whole.of(item);
  const projected = projectValue({ M: item }, paths);
  return projected !== undefined && 'M' in projected ? projected.M : {};
}

/**
 * The picker for a projection that names only whole attributes, as nearly every one does; otherwise
 * null. One request uses its paths for every item that it reads, so they are examined once.
 */
function wholeAttributes(paths: readonly Path[]): WholeAttributes | null {
  const known = wholeAttributesOf.get(paths);
  if (known !== undefined) return known;
  const isWhole = paths.every((path) => path.length === 1);
  const whole = isWhole ? new WholeAttributes(paths.map(([name]) => String(name))) : null;
  wholeAttributesOf.set(paths, whole);
  return whole;
}

const wholeAttributesOf = new WeakMap<readonly Path[], WholeAttributes | null>();

/** Picks attributes by name. Items never change, so the picked part of an item is kept. */
class WholeAttributes {
  readonly #names: ReadonlySet<string>;
  readonly #picked = new WeakMap<Item, Item>();

  constructor(names: readonly string[]) {
    this.#names = new Set(names);
  }

  of(item: Item): Item {
    const known = this.#picked.get(item);
    if (known !== undefined) return known;
    const picked: { [name: string]: AttributeValue } = {};
    // A loop over an item's own members is much faster than a look-up of each name.
    for (const name in item) {
      const member = this.#names.has(name) ? item[name] : undefined;
      if (member !== undefined) picked[name] = member;
    }
    this.#picked.set(item, picked);
    return picked;
  }
}

/**
 * The problem that a set of resolved paths has, or undefined: no path may lie within another
 * (overlap), or treat one value as both a map and a list (conflict).
 */
export function pathClash(paths: readonly Path[]): string | undefined {
  for (const [index, one] of paths.entries()) {
    for (const two of paths.slice(index + 1)) {
      const clash = clashOf(one, two);
      if (clash === undefined) continue;
      return (
        `Two document paths ${clash} with each other; must remove or rewrite one of these paths; ` +
        `path one: ${pathText(one)}, path two: ${pathText(two)}`
      );
    }
  }
  return undefined;
}

/** A path as AWS's messages spell it: `[a, b, [0]]`. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

function readName(reader: TokenReader): string {
  const token = reader.peek();
  if (token.kind !== 'name' && token.kind !== 'alias') throw reader.unexpected();
  if (token.kind === 'name' && isReservedWord(token.text)) {
    throw reader.invalid(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
  }
  return reader.next().text;
}

function readIndex(reader: TokenReader): number {
  if (reader.peek().kind !== 'index') throw reader.unexpected();
  const index = Number(reader.next().text);
  reader.expect(']');
  return index;
}

/** A step with its alias replaced by the name that it stands for. */
export function resolveStep(step: string | number, substitutions: Substitutions): string | number {
  if (typeof step === 'string' && step.startsWith('#')) return substitutions.name(step);
  return step;
}

function projectValue(value: AttributeValue, paths: readonly Path[]): AttributeValue | undefined {
  if (paths.some((path) => path.length === 0)) return value;
  const byStep = groupedByStep(paths);
  if ('L' in value) return projectList(value.L, byStep);
  const members: { [name: string]: AttributeValue } = {};
  for (const [step, tails] of byStep) {
    if (typeof step !== 'string') continue;
    const child = childOf(value, step);
    const part =
      child &&
      projectValue(
        child,
        tails.map((path) => path.slice(1)),
      );
    if (part !== undefined) members[step] = part;
  }
  return Object.keys(members).length > 0 ? { M: members } : undefined;
}

/** `Map.groupBy`, which Node 20 does not have. */
function groupedByStep(paths: readonly Path[]): Map<string | number | undefined, Path[]> {
  const byStep = new Map<string | number | undefined, Path[]>();
  for (const path of paths) byStep.set(path[0], [...(byStep.get(path[0]) ?? []), path]);
  return byStep;
}

function projectList(
  list: readonly AttributeValue[],
  byStep: ReadonlyMap<string | number | undefined, readonly Path[]>,
): AttributeValue | undefined {
  const elements = list.flatMap((element, index) => {
    const tails = byStep.get(index);
    const part =
      tails &&
      projectValue(
        element,
        tails.map((path) => path.slice(1)),
      );
    return part === undefined ? [] : [part];
  });
  return elements.length > 0 ? { L: elements } : undefined;
}

function clashOf(one: Path, two: Path): 'overlap' | 'conflict' | undefined {
  const length = Math.min(one.length, two.length);
  for (let index = 0; index < length; index++) {
    if (one[index] === two[index]) continue;
    return typeof one[index] === typeof two[index] ? undefined : 'conflict';
  }
  return 'overlap';
}
