// The suite on one engine: every case of its services, some at once, and what came of each.

import type { ContractCase } from './contract-case.ts';
import type { ContractEngine, RunningContractEngine } from './engines/contract-engine.ts';
import { judgeCase, type Verdict } from './judge-case.ts';

/** What an engine did with the cases of its services, in the suite's order. */
export type SuiteResult = {
  readonly engine: string;
  readonly version: string;
  readonly outcomes: readonly CaseOutcome[];
};

/** One case and how it ended. */
export type CaseOutcome = { readonly contractCase: ContractCase; readonly verdict: Verdict };

/** Starts the engine, runs every case of its services once, and stops it whatever happens. */
export async function runSuite(
  engine: ContractEngine,
  cases: readonly ContractCase[],
): Promise<SuiteResult> {
  const running = await engine.start();
  try {
    const wanted = cases.filter(({ service }) => engine.services.includes(service));
    const outcomes = await judgeAll(running, wanted, engine.casesAtOnce);
    return { engine: engine.name, version: running.version, outcomes };
  } finally {
    await running.stop();
  }
}

async function judgeAll(
  running: RunningContractEngine,
  cases: readonly ContractCase[],
  atOnce: number,
): Promise<CaseOutcome[]> {
  const outcomes: CaseOutcome[] = [];
  // The cases of mappings wait the longest, so they start first.
  const left = [...cases.entries()].reverse();
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, contractCase] = next;
      outcomes[index] = {
        contractCase,
        verdict: await judgeCase(running, contractCase, CASE_LIMIT_MS),
      };
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

/** Room for the first start of a function on a slow machine; most cases take two seconds. */
const CASE_LIMIT_MS = 60_000;
