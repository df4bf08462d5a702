// The suite on one engine: every case of its services, some at once, and what came of each.

import type { ContractCase } from './contract-case.ts';
import type { ContractEngine, RunningContractEngine } from './engines/contract-engine.ts';
import { askCase, type CaseAnswer, judgeAnswer, type Verdict } from './judge-case.ts';

/** What an engine did with the cases of its services, in the suite's order. */
export type SuiteResult = {
  readonly engine: string;
  readonly version: string;
  readonly outcomes: readonly CaseOutcome[];
};

/** One case, what was answered, and how that is judged. */
export type CaseOutcome = {
  readonly contractCase: ContractCase;
  readonly answer: CaseAnswer;
  readonly verdict: Verdict;
};

/**
 * Starts the engine, runs every case of its services once, and stops it whatever happens.
 * @param signal once it is aborted, no further case begins
 */
export async function runSuite(
  engine: ContractEngine,
  cases: readonly ContractCase[],
  signal?: AbortSignal,
): Promise<SuiteResult> {
  const running = await engine.start();
  try {
    const wanted = cases.filter(({ service }) => engine.services.includes(service));
    const outcomes = await askAll(running, wanted, engine, signal);
    return { engine: engine.name, version: running.version, outcomes };
  } finally {
    await running.stop();
  }
}

async function askAll(
  running: RunningContractEngine,
  cases: readonly ContractCase[],
  { casesAtOnce, caseLimitMs: limitMs = CASE_LIMIT_MS }: ContractEngine,
  signal?: AbortSignal,
): Promise<CaseOutcome[]> {
  const outcomes: CaseOutcome[] = [];
  // The cases of mappings wait the longest, so they start first.
  const left = [...cases.entries()].reverse();
  const work = async (): Promise<void> => {
    for (;;) {
      const next = signal?.aborted === true ? undefined : left.shift();
      if (next === undefined) return;
      const [index, contractCase] = next;
      outcomes[index] = outcomeOf(contractCase, await askCase(running, contractCase, limitMs));
    }
  };
  await Promise.all(Array.from({ length: casesAtOnce }, work));
  // What did not begin left gaps.
  return outcomes.filter((outcome) => outcome !== undefined);
}

/** Judges an answer, given now or kept from before. */
export function outcomeOf(contractCase: ContractCase, answer: CaseAnswer): CaseOutcome {
  return { contractCase, answer, verdict: judgeAnswer(contractCase, answer) };
}

/** Room for the first start of a function on a slow machine; most cases take two seconds. */
const CASE_LIMIT_MS = 60_000;
