// Answers from inside name supernodes and candidates by copies. The program wants the very objects
// that it gave.
import type { Decisions } from '#domain/decisions.ts';

type Answer = Readonly<Record<string, unknown>> | null;

/** For each decision, its answer with the objects that it was given. What was not given stays. */
export const originals: Readonly<
  Record<keyof Decisions, (answer: Answer, facts: readonly unknown[]) => unknown>
> = {
  admitLogin: (answer) => answer,
  retryLogin: (answer) => answer,
  placeClient: (answer, [supernodes]) =>
    answer?.supernode === undefined
      ? answer
      : { ...answer, supernode: finderIn(supernodes)(answer.supernode) },
  healStep: (answer, [, supernodes, candidates]) => {
    if (typeof answer !== 'object' || answer === null) return answer;
    const findSupernode = finderIn(supernodes);
    return {
      ...answer,
      promote: eachOf(answer.promote, finderIn(candidates)),
      retire: eachOf(answer.retire, findSupernode),
      lost: eachOf(answer.lost, findSupernode),
    };
  },
};

function eachOf(copies: unknown, find: (copy: unknown) => unknown): unknown {
  return Array.isArray(copies) ? copies.map(find) : copies;
}

interface Boot {
  readonly nodeId?: unknown;
  readonly epoch?: unknown;
}

/** Finds what was given with the node and the boot of a copy; else the copy itself. */
function finderIn(given: unknown): (copy: unknown) => unknown {
  const keyOf = (one: unknown) => {
    const { nodeId, epoch } = Object(one) as Boot;
    return `${String(nodeId)} ${String(epoch)}`;
  };
  const byKey = new Map((given as readonly unknown[]).map((one) => [keyOf(one), one]));
  return (copy) => byKey.get(keyOf(copy)) ?? copy;
}
