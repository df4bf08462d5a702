// Which mutants are tried: a fair sample of each group, from a seed.
import ts from 'typescript';
import type { Mutant } from './mutant.ts';

/** Folders that are sampled together, and the share of their mutants that must be found. */
export interface MutantGroup {
  readonly name: string;
  /** Weight in the sample. */
  readonly share: number;
  readonly goal: number;
}

/** What is sampled: decisions, handlers and writers are held to more than the engines below. */
export const mutantGroups: readonly MutantGroup[] = [
  { name: 'domain', share: 1, goal: 0.95 },
  { name: 'functions', share: 1, goal: 0.95 },
  { name: 'adapters', share: 1, goal: 0.95 },
  { name: 'twin/network', share: 0.5, goal: 0.85 },
  { name: 'local-cloud/sqs', share: 0.5, goal: 0.85 },
  { name: 'local-cloud/lambda', share: 0.5, goal: 0.85 },
];

/**
 * Words that only a person reads are left to the tests of those words: a text inside `new
 * SomeError(...)`. Whatever else the mutators know is drawn.
 * @param text the mutant's file
 */
export function isInWordsOfAnError(mutant: Mutant, text: string): boolean {
  if (mutant.mutator !== 'StringLiteral') return false;
  const source = ts.createSourceFile(mutant.file, text, ts.ScriptTarget.Latest, true);
  let node: ts.Node | undefined = innermost(source, mutant);
  while (node !== undefined && !isMadeError(node)) node = node.parent;
  return node !== undefined;
}

function innermost(node: ts.Node, place: Pick<Mutant, 'from' | 'to'>): ts.Node {
  const inner = ts.forEachChild(node, (child) =>
    child.getStart() <= place.from && place.to <= child.getEnd() ? child : undefined,
  );
  return inner === undefined ? node : innermost(inner, place);
}

const isMadeError = (node: ts.Node): boolean =>
  ts.isNewExpression(node) && node.expression.getText().endsWith('Error');

/**
 * Mutants in the order in which they are tried: each has the same chance to come first. Those that
 * the compiler refuses are passed over by whoever tries them.
 * @param random uniform in [0, 1)
 */
export function inDrawnOrder(mutants: readonly Mutant[], random: () => number): Mutant[] {
  const drawn = [...mutants];
  for (let last = drawn.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    const [a, b] = [drawn[chosen], drawn[last]];
    if (a === undefined || b === undefined) throw new Error(`no mutant at ${chosen} or ${last}`);
    drawn[last] = a;
    drawn[chosen] = b;
  }
  return drawn;
}
