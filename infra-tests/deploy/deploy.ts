// `npm run test:deploy`: an unmodified `cdk bootstrap` and `cdk deploy` on each engine, a storm on
// what was deployed, and the same checks on all of them. `--engine NAME` takes one, `--result FILE`
// keeps the outcome.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { plainScreen } from '#domain/plain-text.ts';
import { type Deployment, deployStack, synthesise, updateStack } from '../engines/cdk-deploy.ts';
import { type Engine, type RunningEngine, withEngine } from '../engines/engine.ts';
import { localStack } from '../engines/localstack.ts';
import { miniStack } from '../engines/ministack.ts';
import { poison, runDeployedStorm, type StormOutcome } from './deployed-storm.ts';
import { writeSecondVersion } from './second-version.ts';
import { runUpdatedStorm } from './updated-storm.ts';

const projectDirectory = process.cwd();
const say = (line: string) => process.stdout.write(`${plainScreen(line)}\n`);

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true },
    nodes: { type: 'string', default: '300' },
    result: { type: 'string' },
  },
});

/** `cdk deploy` and `cdk bootstrap` are over in seconds; a hung one is ended. */
const cdkLimitSeconds = 240;

/** What an engine's CloudWatch counts; MiniStack counts only what somebody invokes by hand. */
const countedAt: Readonly<Record<string, readonly string[]>> = {
  LocalStack: ['lambda.requests', 'sqs.messagesSent', 'sqs.messagesReceived', 'sqs.emptyReceives'],
};

/** What an engine itself keeps of a stack that is deleted, by the beginning of its name. */
const keptBy: Readonly<Record<string, string>> = {
  LocalStack: '/aws/lambda/',
};

/** On which engine another version is deployed in mid-storm: one suffices, and takes 90 s. */
const updatedAt = 'LocalStack';
const updatedNodes = 150;

/** A storm of some size has more than so many of each. */
const sendsMin = 20;

interface Check {
  readonly title: string;
  readonly passed: boolean;
}

const checks = synthesised();
for (const engine of chosenEngines()) checks.push(...(await tryEngine(engine)));
for (const { title, passed } of checks) say(`${passed ? '  ok' : 'FAIL'}  ${title}`);
if (options.result !== undefined) save(options.result, checks);
process.exitCode = checks.every(({ passed }) => passed) ? 0 : 1;

function chosenEngines(): Engine[] {
  const engines = [miniStack(projectDirectory, say), localStack(projectDirectory, say)];
  const unknown = options.engine?.find((name) => engines.every((one) => one.name !== name));
  const known = engines.map(({ name }) => name);
  if (unknown) throw new Error(`no engine is called ${unknown}; known: ${known.join(', ')}`);
  return engines.filter(({ name }) => options.engine?.includes(name) ?? true);
}

/** The same assembly goes to every engine; it is made once, as `npx cdk synth` makes it. */
function synthesised(): Check[] {
  const { isDone, said, seconds } = synthesise(projectDirectory);
  if (!isDone) say(said);
  const title = `cdk synth needs no account and no Docker (${seconds.toFixed(1)} s)`;
  return [{ title, passed: isDone }];
}

async function tryEngine(engine: Engine): Promise<Check[]> {
  try {
    return await withEngine(engine, async (running) => {
      const deployment = {
        projectDirectory,
        app: 'cdk.out',
        engine: running,
        stackName: 'Rebootstorm',
        limitSeconds: cdkLimitSeconds,
      };
      const stack = await deployStack(deployment);
      const updated = engine.name === updatedAt ? await tryUpdate(deployment, stack.outputs) : [];
      const outcome = await runDeployedStorm(running, stack.outputs, Number(options.nodes));
      const times = [
        ['install', running.installSeconds],
        ['start', running.startSeconds],
        ['bootstrap', stack.bootstrapSeconds],
        ['deploy', stack.deploySeconds],
        [`storm of ${options.nodes} nodes`, outcome.storm.seconds],
      ].map(([what, seconds]) => `${what} ${Number(seconds).toFixed(1)} s`);
      say(`${engine.name}: ${times.join('; ')}`);
      return [...updated, ...checkStorm(engine.name, outcome)];
    });
  } catch (error) {
    say(`${engine.name}: ${error instanceof Error ? error.stack : String(error)}`);
    return [{ title: `${engine.name}: the stack is deployed and its storm ends`, passed: false }];
  }
}

/** A storm, and another version of the stack between its waves. */
async function tryUpdate(
  deployment: Deployment & { readonly engine: RunningEngine },
  outputs: Readonly<Record<string, string>>,
): Promise<Check[]> {
  const { engine } = deployment;
  const app = join('.engines', 'second-version');
  writeSecondVersion('cdk.out', app);
  const updated = await runUpdatedStorm(engine, outputs, updatedNodes, () =>
    updateStack({ ...deployment, app }),
  );
  say(`${engine.name}: ${JSON.stringify(updated)}`);
  const { storm, functionCount, replacedCount, isInMidStorm, startedAnew } = updated;
  const goesOn = ['DispatchCell', 'Observe', 'Membership', 'Login', 'Heal', 'ReportStorm'];
  const isStarted = (name: string) => startedAnew.some((one) => one.includes(`${name}Function`));
  const outcomes: [string, boolean][] = [
    [
      'another version, deployed between two waves, replaces every function in mid-storm',
      isInMidStorm && functionCount > 0 && replacedCount === functionCount,
    ],
    ['the storm goes on under the new version', goesOn.every(isStarted)],
    [
      'no log-in, message or invariant is lost by that, and the storm heals',
      storm.outcome === 'healed' &&
        storm.populationCount > 0 &&
        storm.onlineCount === storm.populationCount &&
        storm.violations.length === 0 &&
        storm.quarantinedCount === 0,
    ],
  ];
  return outcomes.map(([title, passed]) => ({ title: `${engine.name}: ${title}`, passed }));
}

function checkStorm(engine: string, outcome: StormOutcome): Check[] {
  const { storm, exitCode, checked, redriven, quarantined } = outcome;
  const { examined, standing, destroyed, capped, halted, drained } = outcome;
  const { onlineCount, populationCount, restartedCount, violations, deadLetters } = storm;
  const isPoison = (body: string) => body.includes(poison) && body.includes('expected JSON');
  const verdicts = checked.answer.runs.flatMap((run) => run.verdicts);
  const loginQueue = redriven.answer.queues.find(({ queue }) => queue === 'login');
  for (const { answer } of [capped, halted, drained]) say(`${engine}: ${JSON.stringify(answer)}`);
  for (const said of [examined.answer, storm, verdicts, loginQueue, destroyed.answer])
    say(`${engine}: ${JSON.stringify(said)}`);
  const outcomes: [string, boolean][] = [
    ['the stack is deployed and its storm ends', storm.executionStatus === 'SUCCEEDED'],
    ['the state machine reports that the network healed', storm.outcome === 'healed'],
    ['the storm restarted a good part of the network', restartedCount > populationCount / 3],
    ['a scan finds everybody signed in', populationCount > 0 && onlineCount === populationCount],
    ['no slot leaked and no invariant is broken', violations.length === 0],
    [
      'the dead-letter queues are empty',
      Object.values(deadLetters).length === 3 && Object.values(deadLetters).every((n) => n === 0),
    ],
    [
      'each billed quantity is seen, as far as the engine counts it, or named as unseen',
      storm.unseenMeters.length > 0 &&
        storm.unseenMeters.every((name) => !(name in storm.meters)) &&
        (countedAt[engine] ?? []).every((name) => Number(storm.meters[name]) > sendsMin),
    ],
    ['the command that ran the storm says so by its exit code', exitCode === 0],
    [
      'the command `check` finds that every invariant holds',
      checked.exitCode === 0 && verdicts.length > 0,
    ],
    [
      'a storm that would cost more than its cap ends by itself, and says so',
      capped.exitCode === 1 && capped.answer.outcome === 'stopped: cost',
    ],
    [
      'a storm that the command `stop` ends says so',
      halted.exitCode === 1 && halted.answer.outcome === 'stopped: by hand',
    ],
    [
      'neither leaves a message in the queues',
      drained.exitCode === 0 && drained.answer.runs.length === 0,
    ],
    [
      'the command `redrive` leaves an unprocessable message where it is, and says so',
      redriven.exitCode === 1 &&
        loginQueue?.stays.malformed === 1 &&
        loginQueue.sentBackCount === 0,
    ],
    [
      'the one unreadable message, and no other, is in quarantine with its reason',
      quarantined.length === 1 && quarantined.every(isPoison),
    ],
    [
      'the command `doctor` knows the engine by its name, and finds nothing missing',
      examined.exitCode === 0 &&
        examined.answer.canStorm &&
        examined.answer.findings.every(({ state }) => state !== 'missing') &&
        examined.answer.findings.some(({ found }) => found.startsWith(engine)),
    ],
    [
      'the command `destroy --only-check` finds what the stack has at each service it is asked at',
      standing.exitCode === 1 && kindsOf(standing).length >= 8 - standing.answer.notAsked.length,
    ],
    [
      'the command `destroy` deletes the stack, and proves that nothing of it is left',
      destroyed.answer.deletion?.isGone === true &&
        destroyed.answer.refused.length === 0 &&
        ownLeftovers(engine, destroyed.answer).length === 0,
    ],
  ];
  return outcomes.map(([title, passed]) => ({ title: `${engine}: ${title}`, passed }));
}

/** The kinds of things that were found; the stack has neither alarms nor dashboards. */
function kindsOf({ answer }: StormOutcome['standing']): string[] {
  return [...new Set(answer.left.map(({ kind }) => kind))];
}

/** What is left, without what the engine keeps for reasons of its own. */
function ownLeftovers(engine: string, { left }: StormOutcome['destroyed']['answer']) {
  const kept = keptBy[engine];
  return left.filter(({ name }) => kept === undefined || !name.startsWith(kept));
}

function save(path: string, tests: readonly Check[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ suite: 'deploy', tests }, null, 2));
}
