// `npm run contract`: the suite by hand, on engines that it starts, on an endpoint of this machine,
// or on AWS itself. `--update` records the known differences, and `--record` each answer.
import { writeFileSync } from 'node:fs';
import { plainScreen } from '#domain/plain-text.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { allCases } from './all-cases.ts';
import { type AwsOptions, awsEngine } from './aws/aws-engine.ts';
import type { ContractCase } from './contract-case.ts';
import {
  type ContractOptions,
  ContractUsageError,
  readContractOptions,
} from './contract-options.ts';
import type { ContractEngine } from './engines/contract-engine.ts';
import { engineAt } from './engines/endpoint-engine.ts';
import { knownEngines } from './engines/known-engines.ts';
import { exitCodeFor, exitCodes, wordsFor } from './how-it-ended.ts';
import { newsAgainst, recordOf, withRecord } from './known-differences/known-differences.ts';
import {
  KNOWN_DIFFERENCES_PATHS,
  knownDifferencesPage,
  readKnownDifferences,
} from './known-differences/known-differences-page.ts';
import {
  casesAsked,
  judgeAgain,
  readRecordedRun,
  recordRun,
  refuseUnwritablePath,
} from './recorded-run.ts';
import { runSuite, type SuiteResult } from './run-suite.ts';

const say = (line: string) => process.stdout.write(`${plainScreen(line)}\n`);
const warn = (line: string) => process.stderr.write(`${plainScreen(line)}\n`);

/** What ends a run by hand, or with its terminal. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exitCode = exitCodeFor(error);
}

async function main(): Promise<number> {
  const engines = knownEngines(process.cwd(), say);
  const options = readContractOptions(
    process.argv.slice(2),
    engines.map(({ name }) => name),
  );
  if (options.recorded !== undefined) return judgeFile(options.recorded);
  const cases = casesAsked(allCases, options);
  if (cases.length === 0) throw noCaseLeft(options);
  if (options.record !== undefined) refuseUnwritablePath(options.record);
  if (options.aws !== undefined) return askAws(cases, options.aws, options);
  let allPassed = true;
  for (const engine of chosen(engines, options)) {
    const result = await ask(engine, cases, options);
    if (options.update) record(result);
    allPassed &&= hasPassed(result);
  }
  return allPassed ? 0 : exitCodes.differs;
}

/** Runs the cases, and shows and records what came of them. */
async function ask(
  engine: ContractEngine,
  cases: readonly ContractCase[],
  options: ContractOptions,
  signal?: AbortSignal,
): Promise<SuiteResult> {
  const startedMs = performance.now();
  const result = await runSuite(engine, cases, signal);
  show(result, `in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  if (options.record !== undefined) {
    recordRun(options.record, result, options);
    say(`answers in ${options.record}`);
  }
  return result;
}

/**
 * On a signal no further case begins, and what was made is deleted all the same. Before it is
 * confirmed nothing is made, and the signal ends the process.
 */
async function askAws(
  cases: readonly ContractCase[],
  aws: AwsOptions,
  options: ContractOptions,
): Promise<number> {
  const { engine, left } = awsEngine(cases, aws, process);
  const stopping = new AbortController();
  const onSignal = () => {
    stopping.abort();
    warn('\nno further case begins; deleting what was made takes minutes (Ctrl-C again: leave it)');
  };
  const confirmed: ContractEngine = {
    ...engine,
    async start() {
      const running = await engine.start();
      for (const signal of signals) process.once(signal, onSignal);
      return running;
    },
  };
  try {
    const result = await ask(confirmed, cases, options, stopping.signal);
    for (const words of left()) say(`left: ${words}`);
    if (left().length === 0) say('nothing that the run made is left');
    const isWhole = result.outcomes.length === cases.length;
    return isWhole && hasPassed(result) && left().length === 0 ? 0 : exitCodes.differs;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

function judgeFile(path: string): number {
  const run = readRecordedRun(path);
  const { result, unjudged } = judgeAgain(run, allCases);
  show(result, `recorded at ${run.recordedAt}`);
  for (const words of unjudged) say(words);
  return hasPassed(result) && unjudged.length === 0 ? 0 : exitCodes.differs;
}

function hasPassed({ outcomes }: SuiteResult): boolean {
  return outcomes.every(({ verdict }) => verdict.kind === 'passed');
}

/** To run nothing would look like a suite that passed. */
function noCaseLeft({ titled, services }: ContractOptions): ContractUsageError {
  const said = `no case of ${services.join(', ')} has '${titled}' in its title`;
  const elsewhere = allCases.find(({ title }) => title.includes(titled));
  if (elsewhere !== undefined)
    return new ContractUsageError(`${said}; did you mean --service ${elsewhere.service}?`);
  const cases = allCases.filter(({ service }) => services.includes(service));
  const wordCount = titled.trim().split(/\s+/).length;
  const parts = cases.flatMap(({ title }) => partsOf(title, wordCount));
  const nearest = nearestWord(titled, [...services, ...parts]);
  if (nearest === undefined) return new ContractUsageError(said);
  const isService = services.some((service) => service === nearest);
  const meant = isService ? `--service ${nearest}` : `--case '${nearest}'`;
  return new ContractUsageError(`${said}; did you mean ${meant}?`);
}

/**
 * Every so many words of a title that follow each other: a whole title is so far from a mistyped
 * word of it that the shortest title would always be the nearest.
 */
function partsOf(title: string, wordCount: number): string[] {
  const words = title.split(' ');
  return words.map((_word, index) =>
    words
      .slice(index, index + wordCount)
      .join(' ')
      .replace(/[,:]$/, ''),
  );
}

function chosen(engines: readonly ContractEngine[], options: ContractOptions): ContractEngine[] {
  const { endpoint, services } = options;
  if (endpoint !== undefined) return [engineAt(endpoint, services)];
  return engines.filter(({ name }) => options.engines.includes(name));
}

function show({ engine, version, outcomes }: SuiteResult, when: string): void {
  const count = (kind: string) => outcomes.filter(({ verdict }) => verdict.kind === kind).length;
  for (const { contractCase, verdict } of outcomes) {
    if (verdict.kind === 'passed') continue;
    say(`\n${verdict.kind}  ${contractCase.service}: ${contractCase.title}`);
    say(`  AWS: ${JSON.stringify(contractCase.expected)} (${contractCase.source})`);
    say(`  got: ${verdict.kind === 'differs' ? JSON.stringify(verdict.got) : verdict.why}`);
  }
  say(
    `\n${engine} ${version}: ${count('passed')} passed, ${count('differs')} differ, ` +
      `${count('unsupported')} unsupported, ${when}`,
  );
}

function record(result: SuiteResult): void {
  const known = readKnownDifferences();
  for (const line of newsAgainst(known, result)) say(`news: ${line}`);
  const today = new Date().toISOString().slice(0, 10);
  const updated = withRecord(known, recordOf(result), today);
  writeFileSync(KNOWN_DIFFERENCES_PATHS.list, `${JSON.stringify(updated, null, 2)}\n`);
  writeFileSync(KNOWN_DIFFERENCES_PATHS.page, knownDifferencesPage(updated));
  say(`recorded in ${KNOWN_DIFFERENCES_PATHS.list} and ${KNOWN_DIFFERENCES_PATHS.page}`);
}
