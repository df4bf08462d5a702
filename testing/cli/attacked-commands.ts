// For tests: every command of the command line, with words that let it end soon.
import { dirname, resolve } from 'node:path';
import { stackTemplatePath } from '#runner/local/stack-template.ts';

/** A command, as the guards of its connections are attacked through it. */
export interface AttackedCommand {
  readonly words: readonly string[];
  readonly operates: boolean;
  /** Whether the command can be sent to AWS though these words call no engine. */
  readonly mayAskAws?: boolean;
  /** Whether the command asks the engine without reading the outputs of a stack. */
  readonly needsNoStack?: boolean;
  /** Whether the CDK asks the engine, so that what is said is the CDK's. */
  readonly byCdk?: boolean;
  /** Whether the command writes a folder, as --out or as its last word, or reads that of a run. */
  readonly folder?: 'written' | 'named' | 'read';
  /** What is typed into it. */
  readonly input?: string;
}

/** Each command with words that let it end soon, and whether it calls an engine. */
export const attackedCommands: Readonly<Record<string, AttackedCommand>> = {
  demo: {
    words: ['demo', '--nodes', '40', '--faults', 'none', '--policy', 'resilient'],
    operates: false,
    folder: 'written',
  },
  run: {
    words: ['run', 'drill', '--nodes', '40', '--faults', 'none'],
    operates: false,
    folder: 'written',
  },
  sweep: {
    words: ['sweep', 'drill', '--cloud', 'local', '--nodes', '40'],
    operates: false,
    folder: 'written',
  },
  cost: {
    words: 'cost drill --nodes 60,120 --seeds 1 --policy resilient'.split(' '),
    operates: false,
    folder: 'written',
  },
  effects: {
    words: 'effects drill --nodes 60 --seeds 1'.split(' '),
    operates: false,
    folder: 'written',
  },
  months: {
    words: ['months', '--month', '2004-06', '--nodes', '200', '--policy', 'resilient'],
    operates: false,
    folder: 'written',
  },
  calibrate: {
    words: ['calibrate', '--policy', 'resilient', '--nodes', '200', '--budget', '2s'],
    operates: false,
    folder: 'written',
  },
  diagnose: {
    words: ['diagnose', '--policy', 'resilient,herd', '--nodes', '200', '--budget', '2s'],
    operates: false,
    folder: 'written',
  },
  likelihood: {
    words: ['likelihood', '--policy', 'resilient', '--nodes', '200', '--budget', '2s'],
    operates: false,
    folder: 'written',
  },
  sensitivity: {
    words: [
      'sensitivity',
      '--nodes',
      '200',
      '--trajectories',
      '1',
      '--rows',
      '2',
      '--budget',
      '2s',
    ],
    operates: false,
    folder: 'written',
  },
  station: { words: ['station', 'one-retry'], operates: false, folder: 'written' },
  'sweep-station': {
    words: ['sweep', 'too-much', '--vary', 'servers=10,11'],
    operates: false,
    folder: 'written',
  },
  compare: { words: ['compare', '--json'], operates: false, folder: 'read' },
  explain: { words: ['explain', 'bill'], operates: false, folder: 'read' },
  replay: { words: ['replay'], operates: false, folder: 'read' },
  verify: {
    words: ['verify', 'drill', '--nodes', '100', '--seeds', '1'],
    operates: false,
    mayAskAws: true,
  },
  validate: { words: ['validate', '--quick'], operates: false },
  wire: {
    words: 'wire drill --nodes 60 --seeds 1 --policy resilient'.split(' '),
    operates: false,
    folder: 'written',
  },
  'what-if': {
    words: 'what-if --nodes 200 --seeds 1 --change resilient'.split(' '),
    operates: false,
    folder: 'written',
  },
  deploy: {
    words: ['deploy', '--app', dirname(stackTemplatePath(resolve('cli')))],
    operates: true,
    needsNoStack: true,
    byCdk: true,
  },
  storm: { words: ['storm', '--nodes', '40'], operates: true },
  stop: { words: ['stop'], operates: true },
  forget: { words: ['forget', 'drill-1'], operates: true },
  redrive: { words: ['redrive', '--json'], operates: true },
  check: { words: ['check'], operates: true },
  destroy: { words: ['destroy'], operates: true, needsNoStack: true },
  doctor: { words: ['doctor'], operates: true, needsNoStack: true },
  local: { words: ['local', '--port', '0'], operates: false, input: 'step 1m\nqueues\nquit\n' },
  lab: { words: ['lab', 'drill', '--port', '0'], operates: false, input: 'quit\n' },
  swarm: { words: ['swarm', '--seeds', '2'], operates: false },
  lesson: { words: ['lesson', '1'], operates: false },
  consumer: { words: ['consumer', 'try', 'adds', '--messages', '20'], operates: false },
  policy: { words: ['policy', 'list'], operates: false },
  challenge: {
    words: 'challenge grade ghost-hunt challenges/ghost-hunt/policy.mjs'.split(' '),
    operates: false,
  },
  scenario: { words: ['scenario', 'fields', 'drill'], operates: false },
  init: { words: ['init'], operates: false, folder: 'named' },
  prices: { words: ['prices', 'list'], operates: false },
  reconcile: {
    words: 'reconcile --bill testing/pricing/example-bill.csv --policy resilient --run'.split(' '),
    operates: false,
    folder: 'read',
  },
};
