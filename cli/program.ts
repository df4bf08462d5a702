// The commands, and what their errors mean to whoever called.
import { Console } from 'node:console';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainLine, plainLines } from '#domain/plain-text.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import type { ChallengeOptions } from './challenge/challenge-options.ts';
import type { CheckOptions } from './check/check-options.ts';
import type { CompareRunsOptions } from './compare/compare-options.ts';
import type { ConsumerOptions } from './consumer/consumer-options.ts';
import type { CostOptions } from './cost/cost-options.ts';
import type { DeployOptions } from './deploy/deploy-options.ts';
import type { DestroyOptions } from './destroy/destroy-options.ts';
import type { DoctorOptions } from './doctor/doctor-options.ts';
import type { EffectsOptions } from './effects/effects-options.ts';
import { exitCodeFor } from './exit-code-for-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExplainBillOptions } from './explain/explain-options.ts';
import type { ForgetOptions } from './forget/forget-options.ts';
import type { InitOptions } from './init/init-options.ts';
import type { LabOptions } from './lab/lab-options.ts';
import { labPageFolder } from './lab/lab-page.ts';
import type { LessonOptions } from './lesson/lesson-options.ts';
import type { LocalOptions } from './local/local-options.ts';
import type { MonthsOptions } from './months/months-options.ts';
import { inTodaysSpelling } from './old-spellings.ts';
import { commandLine, commandsOf } from './options.ts';
import { keepPlain } from './plain-output.ts';
import type { PolicyOptions } from './policy/policy-options.ts';
import type { PricesOptions } from './prices/prices-options.ts';
import type { ReconcileOptions } from './reconcile/reconcile-options.ts';
import type { RedriveOptions } from './redrive/redrive-options.ts';
import type { ReplayOptions } from './replay/replay-options.ts';
import { runCommand } from './run/run-command.ts';
import { type RunOptions, refuseUnknownCommand } from './run/run-options.ts';
import { endOnSignals, stopOnSignals } from './run/run-stop.ts';
import { checkoutCommit, commitOrVersion } from './run-folder/checkout-commit.ts';
import type { ScenarioOptions } from './scenario/scenario-options.ts';
import type { StationOptions } from './station/station-options.ts';
import type { StationSweepOptions } from './station/sweep/station-sweep-options.ts';
import { withStationSweep } from './station/sweep/sweep-words.ts';
import type { StopOptions } from './stop/stop-options.ts';
import type { StormOptions } from './storm/storm-options.ts';
import { studyHandlers } from './study/study-handlers.ts';
import type { SwarmOptions } from './swarm/swarm-options.ts';
import type { SweepOptions } from './sweep/sweep-options.ts';
import type { ValidateOptions } from './validate/validate-options.ts';
import type { VerifyOptions } from './verify/verify-options.ts';
import type { WhatIfOptions } from './what-if/what-if-options.ts';
import type { WireOptions } from './wire/wire-options.ts';
import { wrapOnTerminal } from './wrap-output.ts';

const home = import.meta.dirname;
const isRelease = existsSync(join(home, 'policy-worker.mjs'));
const version = String(JSON.parse(readFileSync(join(home, '..', 'package.json'), 'utf8')).version);

// Standard output is for results. What a user's own file prints is talk.
globalThis.console = new Console(process.stderr, process.stderr);

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', endWithoutOutput);
  keepPlain(stream);
}
// JSON, Markdown and CSV are for other programs, also where they are shown on a terminal.
const isForPrograms = process.argv.some((word) => /^--(json|format)\b/.test(word));
if (!isForPrograms) wrapOnTerminal(process.stdout);
wrapOnTerminal(process.stderr);
// What a run has found so far is kept when the process exits.
process.on('SIGINT', () => process.exit(exitCodes.interrupted));
process.on('SIGTERM', () => process.exit(exitCodes.terminated));
process.on('SIGHUP', () => process.exit(exitCodes.hungUp));

try {
  const program = commandLine(version, {
    run,
    station,
    deploy,
    storm,
    stop,
    forget,
    redrive,
    check,
    destroy,
    doctor,
    local,
    lab,
    swarm,
    sweep,
    sweepStation,
    cost,
    effects,
    wire,
    whatIf,
    replay,
    verify,
    validate,
    compare: compareRuns,
    explainBill,
    months,
    ...studyHandlers(() => ({ ...runEnvironment(), program: programName() })),
    policy,
    challenge,
    scenario,
    init,
    lesson,
    consumer,
    prices,
    reconcile,
  });
  for (const command of commandsOf(program)) command.exitOverride();
  const { words, instead } = inTodaysSpelling(process.argv.slice(2));
  if (instead !== undefined)
    process.stderr.write(`note: type ${plainLine(instead)} instead; this release takes both.\n`);
  if (words[0] === 'help') refuseUnknownCommand(program, words[1]);
  if (words.length === 0) program.outputHelp();
  else await program.parseAsync(withStationSweep(words), { from: 'user' });
} catch (error) {
  process.exitCode = exitCodeFor(error);
}

async function run(options: RunOptions): Promise<void> {
  process.exitCode = await runCommand(options, {
    ...runEnvironment(),
    stop: stopOnSignals(process.stderr),
    page: () => labPageFolder(home),
    factsPage: () => readFileSync(join(home, '..', 'docs', 'facts.md'), 'utf8'),
    versions: { rebootstorm: version, node: process.versions.node },
    commit: commit(),
  });
}

async function sweep(options: SweepOptions): Promise<void> {
  const { sweepCommand } = await import('./sweep/sweep-command.ts');
  process.exitCode = await sweepCommand(options, {
    ...runEnvironment(),
    program: programName(),
    commit: commitOrVersion(commit(), version),
  });
}

async function cost(options: CostOptions): Promise<void> {
  const { costCommand } = await import('./cost/cost-command.ts');
  process.exitCode = await costCommand(options, { ...runEnvironment(), program: programName() });
}

async function effects(options: EffectsOptions): Promise<void> {
  const { effectsCommand } = await import('./effects/effects-command.ts');
  process.exitCode = await effectsCommand(options, {
    ...runEnvironment(),
    program: programName(),
  });
}

async function wire(options: WireOptions): Promise<void> {
  const { wireCommand } = await import('./wire/wire-command.ts');
  process.exitCode = await wireCommand(options, { ...runEnvironment(), program: programName() });
}

async function whatIf(options: WhatIfOptions): Promise<void> {
  const { whatIfCommand } = await import('./what-if/what-if-command.ts');
  process.exitCode = await whatIfCommand(options, { ...runEnvironment(), program: programName() });
}

async function months(options: MonthsOptions): Promise<void> {
  const { monthsCommand } = await import('./months/months-command.ts');
  process.exitCode = await monthsCommand(options, { ...runEnvironment(), program: programName() });
}

async function compareRuns(options: CompareRunsOptions): Promise<void> {
  const { compareRunsCommand } = await import('./compare/compare-command.ts');
  process.exitCode = await compareRunsCommand(options, process);
}

async function explainBill(options: ExplainBillOptions): Promise<void> {
  const { explainBillCommand } = await import('./explain/explain-command.ts');
  process.exitCode = explainBillCommand(options, process);
}

async function replay(options: ReplayOptions): Promise<void> {
  const { replayCommand } = await import('./replay/replay-command.ts');
  process.exitCode = await replayCommand(options, {
    stdout: process.stdout,
    stderr: process.stderr,
    version,
    commit: commit(),
    entry: [process.execPath, process.argv[1] ?? ''],
  });
}

/** A computation without a pause handles no event, so the system has to end the process. */
function endAtOnceOnCtrlC(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
}

async function challenge(options: ChallengeOptions): Promise<void> {
  const { challengeCommand } = await import('./challenge/challenge-command.ts');
  const { stdout, workerPath } = runEnvironment();
  const challengesFolder = join(home, '..', 'challenges');
  process.exitCode = await challengeCommand(options, { stdout, workerPath, challengesFolder });
}

async function policy(options: PolicyOptions): Promise<void> {
  const { policyCommand } = await import('./policy/policy-command.ts');
  process.exitCode = policyCommand(options, process);
}

async function scenario(options: ScenarioOptions): Promise<void> {
  const { scenarioCommand } = await import('./scenario/scenario-command.ts');
  process.exitCode = scenarioCommand(options, process);
}

async function init(options: InitOptions): Promise<void> {
  const { initCommand } = await import('./init/init-command.ts');
  process.exitCode = initCommand(options, { stdout: process.stdout, version });
}

async function lesson(options: LessonOptions): Promise<void> {
  const { lessonCommand } = await import('./lesson/lesson-command.ts');
  const { stdin, stdout, stderr } = process;
  const docs = join(home, '..', 'docs');
  const entry = [process.execPath, process.argv[1] ?? ''] as const;
  process.exitCode = await lessonCommand(options, { stdin, stdout, stderr, docs, entry });
}

async function consumer(options: ConsumerOptions): Promise<void> {
  endAtOnceOnCtrlC();
  const { consumerCommand } = await import('./consumer/consumer-command.ts');
  const examples = join(home, '..', 'examples');
  process.exitCode = await consumerCommand(options, { stdout: process.stdout, examples });
}

async function prices(options: PricesOptions): Promise<void> {
  const { pricesCommand } = await import('./prices/prices-command.ts');
  const { stdout, stderr } = process;
  const today = new Date().toISOString().slice(0, 10);
  process.exitCode = await pricesCommand(options, { stdout, stderr, today });
}

async function reconcile(options: ReconcileOptions): Promise<void> {
  const { reconcileCommand } = await import('./reconcile/reconcile-command.ts');
  process.exitCode = await reconcileCommand(options, { stdout: process.stdout, nowMs: Date.now() });
}

async function station(options: StationOptions): Promise<void> {
  endAtOnceOnCtrlC();
  const { stationCommand } = await import('./station/station-command.ts');
  const { stdout, stderr } = process;
  const { words: argv } = inTodaysSpelling(process.argv.slice(2));
  const versions = { rebootstorm: version, node: process.versions.node };
  process.exitCode = await stationCommand(options, {
    stdout,
    stderr,
    argv,
    versions,
    commit: commit(),
  });
}

async function sweepStation(options: StationSweepOptions): Promise<void> {
  endAtOnceOnCtrlC();
  const { stationSweepCommand } = await import('./station/sweep/station-sweep-command.ts');
  process.exitCode = await stationSweepCommand(options, {
    ...runEnvironment(),
    program: programName(),
    commit: commitOrVersion(commit(), version),
  });
}

async function validate(options: ValidateOptions): Promise<void> {
  endAtOnceOnCtrlC();
  const { validateCommand } = await import('./validate/validate-command.ts');
  process.exitCode = await validateCommand(options, process);
}

async function verify(options: VerifyOptions): Promise<void> {
  const { verifyCommand } = await import('./verify/verify-command.ts');
  const { env, stdout, stderr } = process;
  const workerPath = threadPath('verify-worker', 'verify/verify-worker.ts');
  const template = (configuration: StackConfiguration) => readStackTemplate(home, configuration);
  process.exitCode = await verifyCommand(options, { env, stdout, stderr, template, workerPath });
}

async function deploy(options: DeployOptions): Promise<void> {
  const { deployCommand } = await import('./deploy/deploy-command.ts');
  process.exitCode = await deployCommand(options, process, join(home, '..'));
}

/** Loads the clients of AWS only here, since no other command needs them. */
async function storm(options: StormOptions): Promise<void> {
  const { stormCommand } = await import('./storm/storm-command.ts');
  process.exitCode = await stormCommand(options, process, () => labPageFolder(home));
}

async function forget(options: ForgetOptions): Promise<void> {
  const { forgetCommand } = await import('./forget/forget-command.ts');
  process.exitCode = await forgetCommand(options, process);
}

async function stop(options: StopOptions): Promise<void> {
  const { stopCommand } = await import('./stop/stop-command.ts');
  process.exitCode = await stopCommand(options, process);
}

async function check(options: CheckOptions): Promise<void> {
  const { checkCommand } = await import('./check/check-command.ts');
  process.exitCode = await checkCommand(options, process);
}

async function destroy(options: DestroyOptions): Promise<void> {
  const { destroyCommand } = await import('./destroy/destroy-command.ts');
  process.exitCode = await destroyCommand(options, process);
}

async function doctor(options: DoctorOptions): Promise<void> {
  const { doctorCommand } = await import('./doctor/doctor-command.ts');
  const machine = { nodeVersion: process.versions.node, folder: process.cwd() };
  process.exitCode = await doctorCommand(options, process, machine);
}

async function local(options: LocalOptions): Promise<void> {
  const { localCommand } = await import('./local/local-command.ts');
  const { stdin, stdout, stderr } = process;
  process.exitCode = await localCommand(options, {
    stdin,
    stdout,
    stderr,
    template: (configuration) => readStackTemplate(home, configuration),
    onSignal: endOnSignals,
  });
}

async function lab(options: LabOptions): Promise<void> {
  const { labCommand } = await import('./lab/lab-command.ts');
  const { stdin, stdout, stderr } = process;
  process.exitCode = await labCommand(options, {
    stdin,
    stdout,
    stderr,
    page: () => labPageFolder(home),
    onSignal: endOnSignals,
  });
}

async function swarm(options: SwarmOptions): Promise<void> {
  const { swarmCommand } = await import('./swarm/swarm-command.ts');
  const { stdout, stderr } = process;
  const template = readStackTemplate(home);
  const workerPath = threadPath('swarm-worker', 'swarm/swarm-worker.ts');
  process.exitCode = await swarmCommand(options, { stdout, stderr, template, workerPath });
}

async function redrive(options: RedriveOptions): Promise<void> {
  const { redriveCommand } = await import('./redrive/redrive-command.ts');
  process.exitCode = await redriveCommand(options, process);
}

function runEnvironment() {
  const { stdout, stderr, env } = process;
  return {
    stdout,
    stderr,
    env,
    argv: process.argv.slice(2),
    template: () => readStackTemplate(home),
    workerPath: threadPath('policy-worker', 'policy-worker.ts'),
  };
}

/** The path of a thread's code. In a release it is bundled beside this file. */
function threadPath(bundled: string, source: string): string {
  return isRelease ? join(home, `${bundled}.mjs`) : join(home, '..', 'runner', source);
}

/** The commit of a checkout. A release may be installed below another repository. */
function commit(): string | null {
  return isRelease ? null : checkoutCommit(home);
}

/** The program as keys of stored runs name it: what another one found is run again. */
function programName(): string {
  return `${version} ${commit() ?? 'release'}`;
}

/**
 * Handles an output that cannot be written. The reader of the output may stop early, as `head`
 * does; the rest is then not needed. After any other failure the result is cut off, so the exit
 * code must not be that of a success.
 */
function endWithoutOutput(error: NodeJS.ErrnoException): void {
  // Standard error may be lost, too. A message about it would fail again, without end.
  if (error.code === 'EPIPE' || process.listenerCount('exit', setOutputLost) > 0) return;
  // The command's own result no longer matters, since nobody can read it.
  process.once('exit', setOutputLost);
  process.stderr.write(`error: the output cannot be written: ${plainLines(error.message)}\n`);
}

function setOutputLost(): void {
  process.exitCode = exitCodes.outputLost;
}
