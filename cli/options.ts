import { Command } from 'commander';
import { plainLines } from '#domain/plain-text.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { addCalibrateCommand, type CalibrateOptions } from './calibrate/calibrate-options.ts';
import { addChallengeCommand, type ChallengeOptions } from './challenge/challenge-options.ts';
import { addCheckCommand, type CheckOptions } from './check/check-options.ts';
import { addCompareRunsCommand, type CompareRunsOptions } from './compare/compare-options.ts';
import { addConsumerCommand, type ConsumerOptions } from './consumer/consumer-options.ts';
import { addCostCommand, type CostOptions } from './cost/cost-options.ts';
import { addDeployCommand, type DeployOptions } from './deploy/deploy-options.ts';
import { addDestroyCommand, type DestroyOptions } from './destroy/destroy-options.ts';
import { addDiagnoseCommand, type DiagnoseOptions } from './diagnose/diagnose-options.ts';
import { addDoctorCommand, type DoctorOptions } from './doctor/doctor-options.ts';
import { addEffectsCommand, type EffectsOptions } from './effects/effects-options.ts';
import { addExplainCommand, type ExplainBillOptions } from './explain/explain-options.ts';
import { addForgetCommand, type ForgetOptions } from './forget/forget-options.ts';
import { addInitCommand, type InitOptions } from './init/init-options.ts';
import { addLabCommand, type LabOptions } from './lab/lab-options.ts';
import { addLessonCommand, type LessonOptions } from './lesson/lesson-options.ts';
import { addLikelihoodCommand, type LikelihoodOptions } from './likelihood/likelihood-options.ts';
import { addLocalCommand, type LocalOptions } from './local/local-options.ts';
import { addMonthsCommand, type MonthsOptions } from './months/months-options.ts';
import { addPolicyCommand, type PolicyOptions } from './policy/policy-options.ts';
import { addPricesCommand, type PricesOptions } from './prices/prices-options.ts';
import { addReconcileCommand, type ReconcileOptions } from './reconcile/reconcile-options.ts';
import { addRedriveCommand, type RedriveOptions } from './redrive/redrive-options.ts';
import { refuseRepeats } from './repeated-options.ts';
import { addReplayCommand, type ReplayOptions } from './replay/replay-options.ts';
import { addRunCommands, type RunOptions } from './run/run-options.ts';
import { addScenarioCommand, type ScenarioOptions } from './scenario/scenario-options.ts';
import {
  addSensitivityCommand,
  type SensitivityOptions,
} from './sensitivity/sensitivity-options.ts';
import { addStationCommand, type StationOptions } from './station/station-options.ts';
import {
  addStationSweepCommand,
  type StationSweepOptions,
} from './station/sweep/station-sweep-options.ts';
import { addStopCommand, type StopOptions } from './stop/stop-options.ts';
import { addStormCommand, type StormOptions } from './storm/storm-options.ts';
import { addSwarmCommand, type SwarmOptions } from './swarm/swarm-options.ts';
import { addSweepCommand, type SweepOptions } from './sweep/sweep-options.ts';
import { addValidateCommand, type ValidateOptions } from './validate/validate-options.ts';
import { addVerifyCommand, type VerifyOptions } from './verify/verify-options.ts';
import { addWhatIfCommand, type WhatIfOptions } from './what-if/what-if-options.ts';
import { addWireCommand, type WireOptions } from './wire/wire-options.ts';

/** The functions for the commands. Each gets the checked options of its command. */
export interface CommandHandlers {
  /** For `run` and `demo`. */
  readonly run: (options: RunOptions) => Promise<void>;
  readonly months: (options: MonthsOptions) => Promise<void>;
  readonly calibrate: (options: CalibrateOptions) => Promise<void>;
  readonly diagnose: (options: DiagnoseOptions) => Promise<void>;
  readonly likelihood: (options: LikelihoodOptions) => Promise<void>;
  readonly sensitivity: (options: SensitivityOptions) => Promise<void>;
  readonly station: (options: StationOptions) => Promise<void>;
  readonly deploy: (options: DeployOptions) => Promise<void>;
  readonly storm: (options: StormOptions) => Promise<void>;
  readonly stop: (options: StopOptions) => Promise<void>;
  readonly forget: (options: ForgetOptions) => Promise<void>;
  readonly redrive: (options: RedriveOptions) => Promise<void>;
  readonly check: (options: CheckOptions) => Promise<void>;
  readonly destroy: (options: DestroyOptions) => Promise<void>;
  readonly doctor: (options: DoctorOptions) => Promise<void>;
  readonly local: (options: LocalOptions) => Promise<void>;
  readonly lab: (options: LabOptions) => Promise<void>;
  readonly swarm: (options: SwarmOptions) => Promise<void>;
  readonly sweep: (options: SweepOptions) => Promise<void>;
  /** For `sweep` where a station is named. */
  readonly sweepStation: (options: StationSweepOptions) => Promise<void>;
  readonly cost: (options: CostOptions) => Promise<void>;
  readonly effects: (options: EffectsOptions) => Promise<void>;
  readonly whatIf: (options: WhatIfOptions) => Promise<void>;
  readonly wire: (options: WireOptions) => Promise<void>;
  readonly compare: (options: CompareRunsOptions) => Promise<void>;
  readonly explainBill: (options: ExplainBillOptions) => Promise<void>;
  readonly replay: (options: ReplayOptions) => Promise<void>;
  readonly verify: (options: VerifyOptions) => Promise<void>;
  readonly validate: (options: ValidateOptions) => Promise<void>;
  readonly policy: (options: PolicyOptions) => Promise<void>;
  readonly challenge: (options: ChallengeOptions) => Promise<void>;
  readonly scenario: (options: ScenarioOptions) => Promise<void>;
  readonly init: (options: InitOptions) => Promise<void>;
  readonly lesson: (options: LessonOptions) => Promise<void>;
  readonly consumer: (options: ConsumerOptions) => Promise<void>;
  readonly prices: (options: PricesOptions) => Promise<void>;
  readonly reconcile: (options: ReconcileOptions) => Promise<void>;
}

const nodes = formatCount(august2007.embedded.shape.nodeCount);
const months = patchTuesdays.length;

const examples = `
Examples:
  $ npm start                              the storm of August 2007, ${nodes} nodes, both policies
  $ npm start -- --nodes 4000 --seed 7     larger, and another storm
  $ npx rebootstorm run drill --json       a two-minute drill, as JSON
  $ npx rebootstorm run drill --live       a run, seen in a browser while it goes on
  $ npx rebootstorm run august-2007 --cloud twin --nodes 80k
                                           days of flood, on the twin
  $ npx rebootstorm months                 all ${months} Patch Tuesdays: how likely one falls
  $ npx rebootstorm calibrate              which values nobody published meet the record, if any
  $ npx rebootstorm diagnose               which hypothesis the record is like, or none
  $ npx rebootstorm likelihood             the next Patch Tuesday, or one of the next 12 or 48
  $ npx rebootstorm sensitivity            which unknowns decide how August 2007 comes out
  $ npx rebootstorm station one-retry one-retry-bounded
                                           one service with its clients, two side by side
  $ npx rebootstorm sweep one-retry --vary clients.retries=0,1,2
                                           a station with every combination, too
  $ npx rebootstorm sweep august-2007 --vary timings.leaseMs=1h,24h,33h --seeds 5
                                           every combination, on every core
  $ npx rebootstorm effects                which of the five hypotheses matters
  $ npx rebootstorm wire                   what each puts on the wire, beside what was measured
  $ npx rebootstorm what-if                August 2007 with one thing changed
  $ npx rebootstorm cost                   dollars against nodes, from 1,000 to 100 million
  $ npx rebootstorm compare runs/a runs/b  two runs side by side
  $ npx rebootstorm explain bill runs/latest
                                           how each dollar of a run comes about
  $ npx rebootstorm replay runs/latest     the same command again: is it the same, byte for byte?
  $ npx rebootstorm verify                 the twin against the local cloud
  $ npx rebootstorm validate --quick       known results: simulator, rules, twin
  $ npx rebootstorm demo --policy ghost-slots --faults none
  $ npx rebootstorm local                  this cloud for the aws command and any SDK
  $ npx rebootstorm lab --open             the twin as a page, in your browser
  $ npx rebootstorm doctor                 what a storm on an engine needs, and what is missing
  $ npx rebootstorm deploy                 the stack, to an engine on this machine
  $ npx rebootstorm storm                  a drill on the stack that you deployed to an engine
  $ npx rebootstorm stop                   ends the run that goes on there, and its messages
  $ npx rebootstorm forget drill-1795400000000
                                           deletes what the stack keeps of that run
  $ npx rebootstorm redrive --dry-run      its dead-lettered messages: which could go back
  $ npx rebootstorm check                  its invariants: which hold, which are violated
  $ npx rebootstorm destroy                deletes it, and proves that nothing of it is left
  $ npx rebootstorm storm --target aws     on AWS itself: priced and confirmed first
  $ npx rebootstorm lesson                 lessons: predict, run, see why
  $ npx rebootstorm consumer try adds adds-once --faults duplicate=0.1
                                           your SQS handler under duplicates
  $ npx rebootstorm policy new mine.ts      a policy of your own, to begin with
  $ npx rebootstorm challenge list          tasks with a grade
  $ npx rebootstorm scenario init mine.json  a scenario of your own, to begin with
  $ npx rebootstorm scenario fields drill  each field: unit, range, value, how well it is known
  $ npx rebootstorm init my-class            a project: policy, scenario, test, CI file
  $ npx rebootstorm prices show us-east-1  what each metered unit costs, and how well that is known
  $ npx rebootstorm reconcile --bill focus.csv.gz --run runs/latest
                                           what AWS billed beside what the run forecast
  $ npx rebootstorm swarm --seeds 100      small networks with faults: does every invariant hold?

Exit codes: 0 as the scenario expects, 1 not so, 2 unknown, 64 usage,
  69 no engine or no stack there, 70 an internal error,
  74 the output cannot be written, 75 another process has the folder or the
  port, 77 refused: not on this machine, or not confirmed`;

/** Builds the command line. */
export function commandLine(version: string, handlers: CommandHandlers): Command {
  const program = new Command('rebootstorm')
    .description('The August 2007 outage, rebuilt: break it, watch it, heal it.')
    .version(version)
    .configureOutput({ outputError: (words, write) => write(`${plainLines(words.trimEnd())}\n`) })
    .showSuggestionAfterError()
    .addHelpText('after', examples);
  addRunCommands(program, handlers.run);
  addSweepCommand(program, handlers.sweep);
  addCostCommand(program, handlers.cost);
  addEffectsCommand(program, handlers.effects);
  addMonthsCommand(program, handlers.months);
  addCalibrateCommand(program, handlers.calibrate);
  addDiagnoseCommand(program, handlers.diagnose);
  addLikelihoodCommand(program, handlers.likelihood);
  addSensitivityCommand(program, handlers.sensitivity);
  addStationCommand(program, handlers.station);
  addStationSweepCommand(program, handlers.sweepStation);
  addCompareRunsCommand(program, handlers.compare);
  addExplainCommand(program, handlers.explainBill);
  addReplayCommand(program, handlers.replay);
  addVerifyCommand(program, handlers.verify);
  addValidateCommand(program, handlers.validate);
  addWireCommand(program, handlers.wire);
  addWhatIfCommand(program, handlers.whatIf);
  addDeployCommand(program, handlers.deploy);
  addStormCommand(program, handlers.storm);
  addStopCommand(program, handlers.stop);
  addForgetCommand(program, handlers.forget);
  addRedriveCommand(program, handlers.redrive);
  addCheckCommand(program, handlers.check);
  addDestroyCommand(program, handlers.destroy);
  addDoctorCommand(program, handlers.doctor);
  addLocalCommand(program, handlers.local);
  addLabCommand(program, handlers.lab);
  addSwarmCommand(program, handlers.swarm);
  addLessonCommand(program, handlers.lesson);
  addConsumerCommand(program, handlers.consumer);
  addPolicyCommand(program, handlers.policy);
  addChallengeCommand(program, handlers.challenge);
  addScenarioCommand(program, handlers.scenario);
  addInitCommand(program, handlers.init);
  addPricesCommand(program, handlers.prices);
  addReconcileCommand(program, handlers.reconcile);
  for (const command of commandsOf(program)) refuseRepeats(command);
  return program;
}

/** A command and all that stand below it, such as `explain` and `explain bill`. */
export function commandsOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}
