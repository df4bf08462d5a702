// Which differences from AWS's documentation are known, and what of a run is news.

import type { ContractService } from '../contract-case.ts';
import type { SuiteResult } from '../run-suite.ts';

/** The committed list: what each engine did when it was last recorded. */
export type KnownDifferences = {
  /** The day of the last recording, as 2007-08-16. */
  readonly recordedOn: string;
  readonly engines: readonly EngineRecord[];
};

/** One engine's part of the list. */
export type EngineRecord = {
  readonly engine: string;
  readonly version: string;
  /** How many cases of each service were run, passed or not. */
  readonly cases: Readonly<Partial<Record<ContractService, number>>>;
  readonly differences: readonly KnownDifference[];
};

/** One case that did not pass; `got` is missing where the engine lacks the operation. */
export type KnownDifference = {
  readonly service: ContractService;
  readonly title: string;
  readonly kind: 'differs' | 'unsupported';
  readonly expected: unknown;
  readonly got?: unknown;
};

/** What an engine's part of the list is after this run. */
export function recordOf({ engine, version, outcomes }: SuiteResult): EngineRecord {
  const cases: Partial<Record<ContractService, number>> = {};
  for (const { contractCase } of outcomes)
    cases[contractCase.service] = (cases[contractCase.service] ?? 0) + 1;
  const differences = outcomes.flatMap(({ contractCase, verdict }): KnownDifference[] => {
    if (verdict.kind === 'passed') return [];
    const { service, title, expected } = contractCase;
    const got = verdict.kind === 'differs' ? { got: verdict.got } : {};
    return [{ service, title, kind: verdict.kind, expected, ...got }];
  });
  return { engine, version, cases, differences };
}

/** The list with an engine's part replaced, or added, engines in the order of their names. */
export function withRecord(
  known: KnownDifferences,
  record: EngineRecord,
  recordedOn: string,
): KnownDifferences {
  const others = known.engines.filter(({ engine }) => engine !== record.engine);
  const engines = [...others, record].sort((one, other) => (one.engine < other.engine ? -1 : 1));
  return { recordedOn, engines };
}

/** What a run showed that the list does not say. Sentences, each with a case's title. */
export function newsAgainst(known: KnownDifferences, { engine, ...run }: SuiteResult): string[] {
  const listed = known.engines.find((one) => one.engine === engine)?.differences ?? [];
  const news = run.outcomes.flatMap(({ contractCase: { title, expected }, verdict }) => {
    const before = listed.find((one) => one.title === title)?.kind ?? 'passed';
    if (before === verdict.kind) return [];
    if (verdict.kind === 'passed') return [`passes now, and is listed as ${before}: ${title}`];
    const got = verdict.kind === 'differs' ? verdict.got : verdict.why;
    const [want, have] = [expected, got].map((value) => JSON.stringify(value));
    return [`${verdict.kind}, and is not listed so: ${title}; expected ${want}, got ${have}`];
  });
  const titles = run.outcomes.map(({ contractCase }) => contractCase.title);
  const gone = listed.filter(({ title }) => !titles.includes(title));
  return [...news, ...gone.map(({ title }) => `listed, but no case is called so: ${title}`)];
}
