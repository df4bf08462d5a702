// `rebootstorm verify`: runs the same storms in the local cloud and on the twin, and compares them.
import { plainLine } from '#domain/plain-text.ts';
import { chosenSettings, type StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { OperatedStack } from '#runner/deployed/operated-stack.ts';
import type { MeasureOrder } from '#runner/verify/measure-run.ts';
import type { VerifiedPolicy } from '#runner/verify/verified-policy.ts';
import { verifyClouds } from '#runner/verify/verify-clouds.ts';
import { isQuick, verifyDeployed } from '#runner/verify/verify-deployed.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { exitCodes } from '../exit-codes.ts';
import { seedsOf } from '../seed-options.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateStack } from '../stack/operate-stack.ts';
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
    if (options.endpoint === undefined) return verifyTwin(options, environment, print);
    return verifyStack(options, environment);
  }
  environment.stderr.write(`error: ${refusal}\n`);
  return exitCodes.usage;
}

/** Why a deployed stack cannot do the verification; found before any run is wasted. */
function refusalOf({ endpoint, scenario, policies }: VerifyOptions): string | null {
  if (endpoint === undefined) return null;
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
  const { env, stderr } = environment;
  const asked = typeof endpoint === 'string' ? { ...env, AWS_ENDPOINT_URL: endpoint } : env;
  let standing = '';
  const operate = (stack: OperatedStack) =>
    verifyTwin(options, environment, async (verified) => {
      const deployed: VerifiedPolicy[] = [];
      for (const [index, one] of verified.entries()) {
        const source = options.policies[index];
        if (source?.kind !== 'named') throw new Error(`expected ${one.policy} to be a name`);
        const onRun = (seed: number, runId: string) => {
          standing = `run ${runId} was under way`;
          const where = plainLine(`stack ${name} at ${stack.place}`);
          stderr.write(`${where}: ${one.policy}, seed ${seed}, run ${runId}\n`);
        };
        deployed.push(
          await verifyDeployed(stack, one, source.policy, seedsOf(options.seeds), onRun),
        );
      }
      return print([...verified, ...deployed], options, environment);
    });
  const environmentOfEngine = { ...environment, env: asked };
  return operateStack(name, { target: 'engine' }, environmentOfEngine, operate, () => standing);
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
