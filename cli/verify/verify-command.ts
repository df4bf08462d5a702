// `rebootstorm verify`: runs the same storms in the local cloud and on the twin, and perhaps on a
// deployed stack, and compares them.
import { readEngineKind } from '#adapters/account/engine-kind.ts';
import { plainLine } from '#domain/plain-text.ts';
import {
  chosenSettings,
  type StackConfiguration,
  settingsAtWork,
} from '#domain/stack/stack-configuration.ts';
import type { OperatedStack } from '#runner/deployed/operated-stack.ts';
import { boundOfStorms } from '#runner/deployed/storm-bound.ts';
import type { NamedPolicy } from '#runner/policy-choice.ts';
import type { MeasureOrder } from '#runner/verify/measure-run.ts';
import type { MeasuredElsewhere } from '#runner/verify/measured.ts';
import { type RecordedStorms, writeRecordedStorms } from '#runner/verify/recorded-storms.ts';
import type { VerifiedPolicy } from '#runner/verify/verified-policy.ts';
import { verifyClouds } from '#runner/verify/verify-clouds.ts';
import {
  awsPatience,
  compareDeployed,
  enginePatience,
  isQuick,
  stormDeployed,
} from '#runner/verify/verify-deployed.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { exitCodes } from '../exit-codes.ts';
import { seedsOf } from '../seed-options.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateStack } from '../stack/operate-stack.ts';
import { type Destination, destinationOf } from '../stack/target-options.ts';
import { formatVerdict, verificationTable } from './format-verify.ts';
import { verifyExitCode } from './verify-exit-code.ts';
import type { VerifyOptions } from './verify-options.ts';

/** What a verification needs. */
export interface VerifyEnvironment extends CommandEnvironment {
  /** The template of the stack under a configuration. */
  readonly template: (configuration: StackConfiguration) => Record<string, unknown>;
  /** The thread's code; null: everything runs in this thread. */
  readonly workerPath: string | null;
}

/** Runs a verification and prints its findings. @returns the exit code */
export async function verifyCommand(
  options: VerifyOptions,
  environment: VerifyEnvironment,
): Promise<number> {
  const refusal = refusalOf(options);
  if (refusal === null) {
    if (options.recorded !== undefined)
      return verifyRecorded(options, options.recorded, environment);
    return isDeployed(options)
      ? verifyStack(options, environment)
      : verifyTwin(options, environment, print);
  }
  environment.stderr.write(`error: ${refusal}\n`);
  return exitCodes.usage;
}

function isDeployed({ endpoint, target }: VerifyOptions): boolean {
  return endpoint !== undefined || target === 'aws';
}

/** Why a deployed stack cannot do the verification; found before any run is wasted. */
function refusalOf(options: VerifyOptions): string | null {
  if (!isDeployed(options)) return null;
  const { scenario, policies } = options;
  const quick = Object.values(scenarios).filter(isQuick);
  if (!isQuick(scenario)) {
    const known = quick.map(({ name }) => name).join(', ');
    const why = 'takes too long on the real clock of a deployed stack';
    return `${scenario.name} ${why}; there: ${known}.`;
  }
  const file = policies.find(({ kind }) => kind === 'file');
  return file === undefined
    ? null
    : `${file.name}: decisions of a file run in the local cloud and the twin alone.`;
}

/** What differs from the usual configuration, after a comma each. */
function formatChosen(configuration: StackConfiguration): string {
  return chosenSettings(configuration)
    .map(([name, value]) => `, ${name}=${value}`)
    .join('');
}

type Reported = (
  verified: readonly VerifiedPolicy[],
  options: VerifyOptions,
  environment: VerifyEnvironment,
) => Promise<number> | number;

async function verifyTwin(
  options: VerifyOptions,
  environment: VerifyEnvironment,
  then: Reported,
): Promise<number> {
  const { scenario, nodes, policies, workers, control, configuration } = options;
  const { stderr, workerPath } = environment;
  const template = environment.template(configuration);
  const seeds = seedsOf(options.seeds);
  const runCount = 2 * policies.length * seeds.length;
  const under = formatChosen(configuration);
  const range = `seeds ${seeds[0]} to ${seeds.at(-1)}`;
  stderr.write(`verifying: ${scenario.name}, ${nodes} nodes, ${range}${under}\n`);
  let doneCount = 0;
  const onRun = ({ cloud, policy, seed }: MeasureOrder) => {
    doneCount += 1;
    stderr.write(`${doneCount} of ${runCount} runs: ${cloud}, ${policy.name}, seed ${seed}\n`);
  };
  const verified = await verifyClouds({
    scenario: scenario.name,
    nodes,
    policies,
    seeds,
    configuration,
    template,
    workerPath,
    onRun,
    workers,
    against: control ? 'control' : 'twin',
  });
  return then(verified, options, environment);
}

/** Finds the stack first, so that a missing stack is reported before minutes of runs. */
function verifyStack(options: VerifyOptions, environment: VerifyEnvironment): Promise<number> {
  const { endpoint, stack: name } = options;
  const { env } = environment;
  const asked = typeof endpoint === 'string' ? { ...env, AWS_ENDPOINT_URL: endpoint } : env;
  let standing = '';
  const operate = (stack: OperatedStack) =>
    verifyTwin(options, environment, async (verified) => {
      const runs = await stormAll(stack, options, environment, (words) => {
        standing = words;
      });
      if (options.record !== undefined)
        writeRecordedStorms(options.record, await recordingOf(stack, runs, options));
      return print([...verified, ...deployedAlike(verified, runs, options)], options, environment);
    });
  const there = { ...environment, env: asked };
  return operateStack(name, destinationFor(options), there, operate, () => standing);
}

function destinationFor(options: VerifyOptions): Destination {
  const { scenario, nodes, stack, prices } = options;
  const seeds = seedsOf(options.seeds);
  const storms = namedPolicies(options).flatMap((policy) =>
    seeds.map((seed) => ({ scenario, policy, seed, nodes })),
  );
  const names = options.policies.map(({ name }) => name).join(', ');
  return destinationOf(options, {
    what:
      `storm it ${storms.length} times, one after the other, with ${scenario.name}, ${nodes} ` +
      `nodes, ${names}, seeds ${seeds[0]} to ${seeds.at(-1)}`,
    stack,
    confirmedBy: 'account',
    prices,
    bound: (book) => boundOfStorms(storms, book),
  });
}

/** A deployed stack is not asked to decide by a file. */
function namedPolicies({ policies }: VerifyOptions): NamedPolicy[] {
  return policies.map((source) => {
    if (source.kind === 'named') return source;
    throw new Error(`expected ${source.name} to be a name`);
  });
}

/** The runs of each policy, in the order of the policies. */
async function stormAll(
  stack: OperatedStack,
  options: VerifyOptions,
  { stderr }: VerifyEnvironment,
  stand: (words: string) => void,
): Promise<MeasuredElsewhere[][]> {
  const { scenario, nodes, stack: name } = options;
  const patience = options.target === 'aws' ? awsPatience : enginePatience;
  const all: MeasuredElsewhere[][] = [];
  for (const { policy, name: policyName } of namedPolicies(options)) {
    const onRun = (seed: number, runId: string) => {
      stand(`run ${runId} was under way`);
      const where = plainLine(`stack ${name} at ${stack.place}`);
      stderr.write(`${where}: ${policyName}, seed ${seed}, run ${runId}\n`);
    };
    const seeds = seedsOf(options.seeds);
    const order = { scenario: scenario.name, policy, nodes, seeds, onRun };
    all.push(await stormDeployed(stack, name, order, patience));
  }
  return all;
}

function deployedAlike(
  verified: readonly VerifiedPolicy[],
  runs: readonly (readonly MeasuredElsewhere[])[],
  options: VerifyOptions,
): VerifiedPolicy[] {
  const seeds = seedsOf(options.seeds);
  return namedPolicies(options).flatMap(({ policy }, index) => {
    const [one, other] = [verified[index], runs[index]];
    if (one === undefined || other === undefined) throw new Error('expected runs of each policy');
    return compareDeployed(one, policy, seeds, other);
  });
}

async function recordingOf(
  { place, region }: OperatedStack,
  runs: MeasuredElsewhere[][],
  options: VerifyOptions,
): Promise<RecordedStorms> {
  const { scenario, nodes, seeds, policies } = options;
  return {
    schemaVersion: 1,
    recordedAt: new Date().toISOString(),
    where: options.target === 'aws' ? `AWS, ${region}` : await engineInWords(place),
    scenario: scenario.name,
    nodes,
    seeds,
    settings: Object.fromEntries(settingsAtWork(options.configuration)),
    policies: policies.map(({ name }, index) => ({ policy: name, runs: runs[index] ?? [] })),
  };
}

/** So that nobody takes a recording of an engine for one of AWS. */
async function engineInWords(endpoint: string): Promise<string> {
  const kind = await readEngineKind({ endpoint });
  const name = kind === undefined || kind.name === 'other' ? 'an engine' : kind.name;
  return `${name}${kind?.version ? ` ${kind.version}` : ''} on this machine, not AWS`;
}

/** Holds a recording against what the clouds here do today. */
function verifyRecorded(
  options: VerifyOptions,
  { where, recordedAt, policies }: RecordedStorms,
  environment: VerifyEnvironment,
): Promise<number> {
  environment.stderr.write(`${plainLine(`recorded at ${recordedAt} on ${where}`)}\n`);
  const runs = policies.map((one) => one.runs);
  return verifyTwin(options, environment, (verified) =>
    print([...verified, ...deployedAlike(verified, runs, options)], options, environment),
  );
}

function print(
  verified: readonly VerifiedPolicy[],
  options: VerifyOptions,
  { stdout }: VerifyEnvironment,
): number {
  const { scenario, nodes, json } = options;
  const words = [...verified.map(verificationTable), formatVerdict(verified)].join('\n\n');
  const seeds = seedsOf(options.seeds);
  const settings = Object.fromEntries(chosenSettings(options.configuration));
  const reported = { schemaVersion: 1, scenario: scenario.name, nodes, seeds, settings, verified };
  stdout.write(json ? `${JSON.stringify(reported, finiteOrReported, 2)}\n` : `${words}\n`);
  return verifyExitCode(verified);
}

/** JSON cannot carry the infinite value of an event that never comes, so it becomes text. */
function finiteOrReported(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
