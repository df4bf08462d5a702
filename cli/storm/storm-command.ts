// `rebootstorm storm`: runs a storm on a deployed stack.
import { plainLine } from '#domain/plain-text.ts';
import { type DeployedStorm, runDeployedStorm } from '#runner/deployed/deployed-storm.ts';
import { meterStack } from '#runner/deployed/meter-stack.ts';
import type { OperatedStack } from '#runner/deployed/operated-stack.ts';
import { boundOfStorm } from '#runner/deployed/storm-bound.ts';
import { headStartMsOf, type StormOrder, stormLastsMs } from '#runner/deployed/storm-order.ts';
import { TakenRunError } from '#runner/deployed/taken-run.ts';
import { timedRunName } from '#runner/run-name.ts';
import { formatCount, formatDuration } from '#runner/sentences/human-numbers.ts';
import { type CheckReporter, openChecks } from '../ci/report-checks.ts';
import { exitCodes } from '../exit-codes.ts';
import { openLive } from '../live/live-run.ts';
import { type LiveStorm, liveStorm, nobodySees } from '../live/live-storm.ts';
import { costCapOf } from '../max-cost-option.ts';
import { asExpected } from '../run/expect-option.ts';
import { exitCodeOf, outcomeOf } from '../run/run-exit-code.ts';
import { formatVerdict } from '../show/comparison-rows.ts';
import { bookAt } from '../stack/book-at.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateStack } from '../stack/operate-stack.ts';
import { type Destination, destinationOf } from '../stack/target-options.ts';
import { checkStrangers } from '../thresholds/threshold-option.ts';
import { createStormProgress, formatStorm } from './format-deployed-storm.ts';
import { seedOnly } from './seed-only.ts';
import type { StormOptions } from './storm-options.ts';
import { type StormStage, standingLine, standingLines, standingOf } from './storm-standing.ts';

/**
 * The environment of the command. A user may cut the command off; the storm then goes on at the
 * engine.
 */
export type StormEnvironment = CommandEnvironment & Pick<NodeJS.Process, 'prependListener' | 'off'>;

/** Signals that cut the watching off. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a storm on a deployed stack and prints how it went. It prints the run's name at once, and
 * again if the command is cut off: the storm goes on without it.
 * @param page builds or finds the page of the lab, for `--live`
 * @returns the exit code
 */
export async function stormCommand(
  asked: StormOptions,
  environment: StormEnvironment,
  page?: () => string,
): Promise<number> {
  const { env, stderr } = environment;
  const policyId = asked.policy.policy.id;
  checkStrangers(asked.expect, [policyId]);
  const options = { ...asked, scenario: asExpected(asked.scenario, asked.expect, [policyId]) };
  const checks = await openChecks(`rebootstorm storm ${options.scenario.name}`, options, stderr);
  const runId = asked.run ?? timedRunName(options.scenario.name, Date.now());
  let stage: StormStage = 'preparing';
  const standing = () => standingOf(stage, runId, { ...options, env });
  const sayStanding = () => stderr.write(standingLines(standing()));
  for (const signal of signals) environment.prependListener(signal, sayStanding);
  const operate = (operated: OperatedStack) =>
    stormOn(operated, { options, environment, runId, checks, page }, (next) => {
      stage = next;
    }).catch((error: unknown) => {
      // The name is another command's since a moment ago: what is stored under it is not ours.
      if (error instanceof TakenRunError) stage = 'preparing';
      throw error;
    });
  try {
    const destination = destinationFor(options, runId);
    return await operateStack(options.stack, destination, environment, operate, () =>
      standingLine(standing()),
    );
  } catch (error) {
    sayStanding();
    throw error;
  } finally {
    for (const signal of signals) environment.off(signal, sayStanding);
  }
}

function destinationFor(options: StormOptions, runId: string): Destination {
  const { scenario, policy, seed, nodes, stack, prices, seedOnly: waiting } = options;
  const waitsMs = waiting?.startWithinMs ?? 0;
  const lastsMs = stormLastsMs(scenario) + headStartMsOf(nodes) + waitsMs;
  const begun = waiting === undefined ? 'storm it with' : 'store, to be started by hand,';
  return destinationOf(options, {
    what:
      `${begun} ${scenario.name}, ${nodes} nodes, ${policy.name}, seed ${seed}, as run ${runId}, ` +
      `which takes up to ${formatDuration(lastsMs)}`,
    stack,
    confirmedBy: 'account',
    prices,
    bound: (book) => boundOfStorm({ scenario, policy, seed, nodes, waitsMs }, book),
  });
}

/** A storm that is about to begin. */
interface Beginning {
  readonly options: StormOptions;
  readonly environment: StormEnvironment;
  readonly runId: string;
  readonly checks: CheckReporter;
  readonly page: (() => string) | undefined;
}

async function stormOn(
  operated: OperatedStack,
  { options, environment, runId, checks, page }: Beginning,
  reached: (stage: StormStage) => void,
): Promise<number> {
  const { runtime, outputs, place, region, clock } = operated;
  const { stdout, stderr } = environment;
  const { scenario, policy, seed, nodes, stack } = options;
  const order: StormOrder = {
    scenario,
    policy: policy.policy,
    seed,
    nodes,
    runId,
    costCap: capIn(region, options),
    clockSpeed: clock.speed(),
  };
  const refusal = tooFast(order, place);
  if (refusal !== undefined) {
    stderr.write(`error: ${refusal}\n`);
    return exitCodes.unreachable;
  }
  if (options.seedOnly !== undefined) {
    const waiting = { ...options, ...options.seedOnly };
    return seedOnly(operated, order, waiting, environment, () => reached('seeding'));
  }
  const progress = progressOf(order, options, environment, place);
  const live = await viewersOf(order, options, environment, { place, page });
  try {
    const fromMs = runtime.nowMs();
    const storm = await runDeployedStorm(runtime, outputs, order, {
      seeding: (settings) => {
        reached('seeding');
        live.seeding(settings);
      },
      starting: () => reached('starting'),
      started: () => reached('started'),
      observed: (observation) => {
        progress.observed(observation);
        live.observed(observation);
      },
    });
    progress.done();
    const seen = await meterStack(runtime, stack, { fromMs, toMs: runtime.nowMs() });
    const named = { scenario: scenario.name, policy: policy.name, seed, nodes, stack };
    stdout.write(
      options.json
        ? `${JSON.stringify({ schemaVersion: 2, ...named, ...storm, ...seen }, null, 2)}\n`
        : formatStorm(policy.policy.id, storm, seen),
    );
    const exitCode = await checks.report({
      thresholds: [],
      groups: [judgedGroup(policy.policy.id, storm)],
      exitCode: exitCodeOf({ runs: [storm] }),
    });
    await live.end(storm, seen);
    return exitCode;
  } finally {
    await live.close();
  }
}

/** Those who see the storm in a browser; nobody where `--live` is not given. */
async function viewersOf(
  order: StormOrder,
  { live, stack }: StormOptions,
  { stderr }: StormEnvironment,
  { place, page }: { readonly place: string; readonly page: Beginning['page'] },
): Promise<LiveStorm> {
  if (live === undefined || page === undefined) return nobodySees;
  const server = await openLive(live, { page, stderr });
  return liveStorm(server, order, `on the stack ${stack} at ${place}`);
}

function judgedGroup(policy: string, storm: DeployedStorm) {
  const sentence = `${policy}: ${formatVerdict(storm)}; ${storm.verdict.sentence}`;
  const verdict = { outcome: outcomeOf(storm), sentence, wallMs: storm.seconds * 1000 };
  return { policy, words: policy, runs: [], verdict };
}

function progressOf(
  { runId, clockSpeed, scenario, nodes, seed }: StormOrder,
  { quiet, policy, stack }: StormOptions,
  { stderr, env }: StormEnvironment,
  place: string,
) {
  return createStormProgress({
    stream: quiet ? { write: () => true } : stderr,
    isLive: !quiet && stderr.isTTY === true && env.TERM !== 'dumb',
    what:
      `run ${runId}: ${scenario.name}, ${nodes} nodes, ${policy.name}, seed ${seed}, ` +
      `stack ${stack} at ${place}`,
    clockSpeed,
    lastsMs: stormLastsMs(scenario) + headStartMsOf(nodes, clockSpeed),
  });
}

/** By a clock that goes faster, leases run out while the network is still being stored. */
const clockSpeedMax = 600;

/** Storing a network takes at most this part of its head start on an engine whose clock turns. */
const storingShare = 0.1;

/** Why a storm cannot be started on a clock of this speed; undefined: it can. */
function tooFast({ clockSpeed = 1, nodes, scenario }: StormOrder, place: string) {
  const { leaseMs } = { ...scenario.timings, ...scenario.embedded.timings };
  const leastMs = headStartMsOf(nodes, 1) * storingShare;
  const fastest = Math.min(clockSpeedMax, Math.max(1, Math.floor(leaseMs / leastMs)));
  if (clockSpeed <= fastest) return undefined;
  return (
    `the clock at ${plainLine(place)} goes ${formatCount(clockSpeed)} times as fast as the wall ` +
    `clock, and ${scenario.name} of ${formatCount(nodes)} nodes can be started up to ` +
    `${formatCount(fastest)}, since its supernodes' leases last ${formatDuration(leaseMs)}; type ` +
    `speed ${Math.min(60, fastest)} where rebootstorm local runs`
  );
}

/** On AWS a run is held against the prices of its region. */
function capIn(region: string, { target, maxCost, prices, costCap }: StormOptions) {
  if (target !== 'aws') return costCap;
  return costCapOf({ maxCost, prices: { book: bookAt({ target, region }, prices) } });
}
