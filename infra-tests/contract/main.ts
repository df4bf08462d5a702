// `npm run contract`: the suite by hand, on engines that it starts or on an endpoint of this
// machine. `--update` records what came of it as known differences.
import { writeFileSync } from 'node:fs';
import { ForeignEndpointError } from '#adapters/loopback.ts';
import { serviceFailure } from '#adapters/service-failure.ts';
import { plainLines, plainScreen } from '#domain/plain-text.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { CommandFailedError } from '../engines/bounded-command.ts';
import { EngineError } from '../engines/engine.ts';
import { allCases } from './all-cases.ts';
import {
  type ContractOptions,
  ContractUsageError,
  readContractOptions,
} from './contract-options.ts';
import type { ContractEngine } from './engines/contract-engine.ts';
import { engineAt } from './engines/endpoint-engine.ts';
import { knownEngines } from './engines/known-engines.ts';
import { newsAgainst, recordOf, withRecord } from './known-differences/known-differences.ts';
import {
  KNOWN_DIFFERENCES_PATHS,
  knownDifferencesPage,
  readKnownDifferences,
} from './known-differences/known-differences-page.ts';
import { runSuite, type SuiteResult } from './run-suite.ts';

/** Exit codes as in cli/exit-codes.ts. */
const exitCodes = { differs: 1, usage: 64, unreachable: 69, bug: 70, refused: 77 } as const;

const say = (line: string) => process.stdout.write(`${plainScreen(line)}\n`);

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
  const cases = allCases.filter(
    ({ service, title }) => options.services.includes(service) && title.includes(options.titled),
  );
  if (cases.length === 0) throw noCaseLeft(options);
  let allPassed = true;
  for (const engine of chosen(engines, options)) {
    const startedMs = performance.now();
    const result = await runSuite(engine, cases);
    show(result, (performance.now() - startedMs) / 1000);
    if (options.update) record(result);
    allPassed &&= result.outcomes.every(({ verdict }) => verdict.kind === 'passed');
  }
  return allPassed ? 0 : exitCodes.differs;
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

function show({ engine, version, outcomes }: SuiteResult, seconds: number): void {
  const count = (kind: string) => outcomes.filter(({ verdict }) => verdict.kind === kind).length;
  for (const { contractCase, verdict } of outcomes) {
    if (verdict.kind === 'passed') continue;
    say(`\n${verdict.kind}  ${contractCase.service}: ${contractCase.title}`);
    say(`  AWS: ${JSON.stringify(contractCase.expected)} (${contractCase.source})`);
    say(`  got: ${verdict.kind === 'differs' ? JSON.stringify(verdict.got) : verdict.why}`);
  }
  say(
    `\n${engine} ${version}: ${count('passed')} passed, ${count('differs')} differ, ` +
      `${count('unsupported')} unsupported, in ${seconds.toFixed(1)} s`,
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

function wordsFor(error: unknown): string {
  const failure = serviceFailure(error);
  if (failure !== undefined) return `error: ${failure.said}; ${failure.whatNow}`;
  return plainLines(error instanceof Error ? error.message : String(error));
}

function exitCodeFor(error: unknown): number {
  if (error instanceof ContractUsageError) return exitCodes.usage;
  if (error instanceof ForeignEndpointError) return exitCodes.refused;
  const isEngines = error instanceof EngineError || error instanceof CommandFailedError;
  return isEngines || serviceFailure(error) !== undefined ? exitCodes.unreachable : exitCodes.bug;
}
