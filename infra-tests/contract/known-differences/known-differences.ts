// Which differences from AWS's documentation are known, and what of a run is news.

import { isDeepStrictEqual } from 'node:util';
import type { ContractService } from '../contract-case.ts';
import type { Verdict } from '../judge-case.ts';
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
  /** What the same version answered at other times, AWS's own answer among them. */
  readonly alsoGot?: readonly unknown[];
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

/**
 * The list with an engine's part replaced, or added, engines in the order of their names. Of the
 * same version earlier answers are kept: what an engine answers may depend on how busy it is.
 */
export function withRecord(
  known: KnownDifferences,
  record: EngineRecord,
  recordedOn: string,
): KnownDifferences {
  const others = known.engines.filter(({ engine }) => engine !== record.engine);
  const earlier = known.engines.find(({ engine }) => engine === record.engine);
  const isSame = earlier?.version === record.version && record.version !== 'this commit';
  const kept = isSame ? withAnswersOf(earlier, record) : record;
  const engines = [...others, kept].sort((one, other) => (one.engine < other.engine ? -1 : 1));
  return { recordedOn, engines };
}

function withAnswersOf(earlier: EngineRecord, record: EngineRecord): EngineRecord {
  const later = record.differences.map((one) => {
    const before = earlier.differences.find(({ title }) => title === one.title);
    return withOthers(one, answersOf(before));
  });
  const titles = record.differences.map(({ title }) => title);
  // A case that passes this time is listed on, with AWS's own answer among the others.
  const atTimes = earlier.differences
    .filter(({ title, kind }) => kind === 'differs' && !titles.includes(title))
    .map((one) => withOthers(one, [one.expected]));
  return { ...record, differences: [...later, ...atTimes] };
}

function withOthers(one: KnownDifference, answers: readonly unknown[]): KnownDifference {
  const { alsoGot = [] } = one;
  const all = [...alsoGot];
  for (const answer of answers)
    if (![one.got, ...all].some((known) => isDeepStrictEqual(known, answer))) all.push(answer);
  return all.length === 0 ? one : { ...one, alsoGot: all };
}

/** The answers that are listed for a case. */
function answersOf(listed: KnownDifference | undefined): unknown[] {
  if (listed?.kind !== 'differs') return [];
  return [listed.got, ...(listed.alsoGot ?? [])];
}

function answerOf(verdict: Verdict, expected: unknown): unknown {
  if (verdict.kind === 'passed') return expected;
  return verdict.kind === 'differs' ? verdict.got : verdict.why;
}

/** What a run showed that the list does not say. Sentences, each with a case's title. */
export function newsAgainst(known: KnownDifferences, { engine, ...run }: SuiteResult): string[] {
  const listed = known.engines.find((one) => one.engine === engine)?.differences ?? [];
  const news = run.outcomes.flatMap(({ contractCase: { title, expected }, verdict }) => {
    const before = listed.find((one) => one.title === title);
    const kind = before?.kind ?? 'passed';
    const got = answerOf(verdict, expected);
    if (answersOf(before).some((answer) => isDeepStrictEqual(answer, got))) return [];
    const [want, have] = [expected, got].map((value) => JSON.stringify(value));
    if (verdict.kind === 'passed')
      return kind === 'passed' ? [] : [`passes now, and is listed as ${kind}: ${title}`];
    if (kind !== verdict.kind)
      return [`${verdict.kind}, and is not listed so: ${title}; expected ${want}, got ${have}`];
    if (verdict.kind === 'unsupported') return [];
    return [`differs in a new way: ${title}; listed is ${jsonOf(answersOf(before))}, got ${have}`];
  });
  const titles = run.outcomes.map(({ contractCase }) => contractCase.title);
  const gone = listed.filter(({ title }) => !titles.includes(title));
  return [...news, ...gone.map(({ title }) => `listed, but no case is called so: ${title}`)];
}

function jsonOf(answers: readonly unknown[]): string {
  return answers.map((answer) => JSON.stringify(answer)).join(' or ');
}
