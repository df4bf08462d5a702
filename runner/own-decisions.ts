// A policy file's own decisions while a run makes them: the first one that throws, or that says
// what no built-in one could, is remembered, so that the run is ended and its author reported.

import { builtInDecisions, type Decisions } from '#domain/decisions.ts';
import { plainLine } from '#domain/plain-text.ts';

/** Decisions, and what was first wrong with one of them. */
export interface CheckedDecisions {
  readonly decisions: Decisions;
  /** In words that name the decision; undefined while all is well. */
  complaint(): string | undefined;
}

/** Watches those decisions that are not built in. */
export function checkDecisions(decisions: Decisions): CheckedDecisions {
  let first: string | undefined;
  const watched = Object.entries(decisions).map(([name, decide]) => {
    if (decide === builtInDecisions[name as keyof Decisions]) return [name, decide];
    const checkedDecide = (...facts: unknown[]): unknown => {
      const said = called(decide as (...facts: unknown[]) => unknown, facts);
      const complaint = said.error ?? complaintOf(name as keyof Decisions, said.value);
      if (complaint === undefined) return said.value;
      first ??= plainLine(`${name} ${complaint}`);
      throw new Error(first);
    };
    return [name, checkedDecide];
  });
  return { decisions: Object.fromEntries(watched) as Decisions, complaint: () => first };
}

function called(decide: (...facts: unknown[]) => unknown, facts: unknown[]) {
  try {
    return { value: decide(...facts) };
  } catch (error) {
    return { error: `threw ${error instanceof Error ? `'${error.message}'` : String(error)}` };
  }
}

/** What each decision has to answer, as far as a careless one gets it wrong. */
const answers: Readonly<Record<keyof Decisions, (answer: Answer) => boolean>> = {
  admitLogin: ({ kind }) =>
    ['admitted', 'deferred', 'abandoned', 'superseded', 'refused'].includes(String(kind)),
  placeClient: ({ kind, supernode }) =>
    kind === 'no-capacity' || (kind === 'chosen' && typeof supernode === 'object'),
  retryLogin: ({ type, dueAtMs }) => type === 'LoginRequested' && Number.isFinite(dueAtMs),
  healStep: ({ promote, retire, lost, gate, nextAtMs }) =>
    [promote, retire, lost].every(Array.isArray) &&
    typeof gate === 'object' &&
    (nextAtMs === null || Number.isFinite(nextAtMs)),
};

type Answer = Readonly<Record<string, unknown>>;

function complaintOf(name: keyof Decisions, answer: unknown): string | undefined {
  if (answer instanceof Promise) return 'answered with a promise; decisions are not async';
  const isGood = typeof answer === 'object' && answer !== null && answers[name](answer as Answer);
  if (isGood) return undefined;
  const words = JSON.stringify(answer)?.slice(0, 80) ?? String(answer);
  return `answered ${words}, which no decision of that name may`;
}
