// Checks a policy file's own decisions while a run makes them. It keeps the first decision that
// throws, or that gives an answer no built-in decision could give. The run then ends with an error
// for the file's author.

import { builtInDecisions, type Decisions } from '#domain/decisions.ts';
import { plainLine } from '#domain/plain-text.ts';

/** Decisions, and the first fault in one of them. */
export interface CheckedDecisions {
  readonly decisions: Decisions;
  /** A sentence that names the decision; undefined if there is no fault. */
  complaint(): string | undefined;
}

/** Checks the answers of decisions that are not built in. */
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

/** Checks each decision's answer for the mistakes that an author may make. */
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
